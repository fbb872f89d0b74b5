package io.redislab.engine.script;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which scripts and libraries an engine knew at one time. Costs next to nothing to take. */
public final class ScriptingImage {
    /** Scripts only ever come into a cache, in order: its first ones at a later time are those of this one. */
    private final @Nullable ScriptCache cache;

    private final int scripts;
    private final List<byte[]> libraries;

    ScriptingImage(@Nullable ScriptCache cache, List<byte[]> libraries) {
        this.cache = cache;
        this.scripts = cache == null ? 0 : cache.size();
        this.libraries = List.copyOf(libraries);
    }

    @Nullable
    ScriptCache cache() {
        return cache;
    }

    /** The texts of EVAL's scripts, the oldest first. */
    public List<byte[]> scripts() {
        return cache == null ? List.of() : cache.bodies(scripts);
    }

    int scriptCount() {
        return scripts;
    }

    /** The texts of the libraries, the oldest first. */
    public List<byte[]> libraries() {
        return libraries;
    }

    /** Whether the same scripts and libraries are known; to be asked of images of one engine. */
    public boolean isLike(ScriptingImage other) {
        if (scripts != other.scripts
                || scripts > 0 && cache != other.cache
                || libraries.size() != other.libraries.size()) {
            return false;
        }
        for (int i = 0; i < libraries.size(); i++) {
            if (!Arrays.equals(libraries.get(i), other.libraries.get(i))) {
                return false;
            }
        }
        return true;
    }
}
