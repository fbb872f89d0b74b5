package io.redislab.engine.script;

import io.redislab.engine.Glob;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What FUNCTION LIST and FUNCTION STATS reply. */
public final class FunctionReplies {
    private static final String ENGINE = "LUA";

    private FunctionReplies() {}

    /** @param pattern of the libraries' names, null for all */
    public static void list(ReplySink sink, Scripting scripting, byte @Nullable [] pattern, boolean withCode) {
        List<FunctionLibrary> libraries = scripting.libraries().all().stream()
                .filter(library -> pattern == null
                        || Glob.matchesIgnoreCase(pattern, library.name().getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
        sink.array(libraries.size());
        for (FunctionLibrary library : libraries) {
            sink.map(withCode ? 4 : 3);
            sink.bulk("library_name");
            sink.bulk(library.name());
            sink.bulk("engine");
            sink.bulk(ENGINE);
            sink.bulk("functions");
            sink.array(library.functions().size());
            library.functions().values().forEach(function -> function(sink, function));
            if (withCode) {
                sink.bulk("library_code");
                sink.bulk(library.code());
            }
        }
    }

    private static void function(ReplySink sink, FunctionLibrary.Function function) {
        sink.map(3);
        sink.bulk("name");
        sink.bulk(function.name());
        sink.bulk("description");
        if (function.description() == null) {
            sink.nil();
        } else {
            sink.bulk(function.description().bytes());
        }
        sink.bulk("flags");
        sink.set(function.flags().size());
        function.flags().forEach(flag -> sink.status(flag.wireName()));
    }

    public static void stats(ReplySink sink, Scripting scripting) {
        Scripting.Running running = scripting.running();
        sink.map(2);
        sink.bulk("running_script");
        if (running == null) {
            sink.nil();
        } else {
            sink.map(3);
            sink.bulk("name");
            sink.bulk(running.name());
            sink.bulk("command");
            sink.array(running.command().size());
            running.command().forEach(sink::bulk);
            sink.bulk("duration_ms");
            sink.integer(running.millis());
        }
        sink.bulk("engines");
        sink.map(1);
        sink.bulk(ENGINE);
        sink.map(2);
        sink.bulk("libraries_count");
        sink.integer(scripting.libraryCount());
        sink.bulk("functions_count");
        sink.integer(scripting.functionCount());
    }
}
