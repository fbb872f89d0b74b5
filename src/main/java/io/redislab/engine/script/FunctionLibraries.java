package io.redislab.engine.script;

import io.redislab.engine.RedisError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A set of libraries in which no two functions share a name; functions are found in any case of letters. */
final class FunctionLibraries {
    private final Map<String, FunctionLibrary> libraries = new LinkedHashMap<>();
    private final Map<String, FunctionLibrary.Function> functions = new LinkedHashMap<>();

    Collection<FunctionLibrary> all() {
        return libraries.values();
    }

    @Nullable
    FunctionLibrary library(String name) {
        return libraries.get(name);
    }

    FunctionLibrary.@Nullable Function function(String name) {
        return functions.get(name.toLowerCase(Locale.ROOT));
    }

    int functionCount() {
        return functions.size();
    }

    void clear() {
        libraries.clear();
        functions.clear();
    }

    void remove(FunctionLibrary library) {
        libraries.remove(library.name());
        library.functions().keySet().forEach(name -> functions.remove(name.toLowerCase(Locale.ROOT)));
    }

    private void link(FunctionLibrary library) {
        libraries.put(library.name(), library);
        library.functions().forEach((name, function) -> functions.put(name.toLowerCase(Locale.ROOT), function));
    }

    /**
     * Adds a library in place of one of the same name, if there is one.
     *
     * @throws RedisError when another library has a function of the same name; then nothing has changed
     */
    void add(FunctionLibrary library) {
        FunctionLibrary old = libraries.get(library.name());
        if (old != null) {
            remove(old);
        }
        try {
            checkNames(library);
        } catch (RedisError taken) {
            if (old != null) {
                link(old);
            }
            throw taken;
        }
        link(library);
    }

    private void checkNames(FunctionLibrary library) {
        for (String name : library.functions().keySet()) {
            if (function(name) != null) {
                throw new RedisError("ERR Function " + name + " already exists");
            }
        }
    }

    /**
     * Takes all libraries of another set over.
     *
     * @throws RedisError when a library is there already and none may be replaced, or a function's name is taken; then
     *     nothing has changed
     */
    void join(FunctionLibraries others, boolean replace) {
        List<FunctionLibrary> replaced = new ArrayList<>();
        try {
            for (FunctionLibrary library : others.all()) {
                FunctionLibrary old = libraries.get(library.name());
                if (old != null) {
                    if (!replace) {
                        throw new RedisError("ERR Library " + library.name() + " already exists");
                    }
                    remove(old);
                    replaced.add(old);
                }
            }
            others.all().forEach(this::checkNames);
        } catch (RedisError taken) {
            replaced.forEach(this::link);
            throw taken;
        }
        others.all().forEach(this::link);
    }

    /** Names are letters, digits and underscores. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
