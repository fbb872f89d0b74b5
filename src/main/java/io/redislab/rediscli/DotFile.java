package io.redislab.rediscli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files of redis-cli's in the user's home, which a variable can put elsewhere. */
final class DotFile {
    private DotFile() {}

    /** The file's path, or null where there is to be none: no home, or {@code /dev/null}. */
    static @Nullable Path of(String variable, String name) {
        String elsewhere = System.getenv(variable);
        if (elsewhere != null && !elsewhere.isEmpty()) {
            return elsewhere.equals("/dev/null") ? null : Path.of(elsewhere);
        }
        String home = System.getenv("HOME");
        return home == null || home.isEmpty() ? null : Path.of(home, name);
    }
}
