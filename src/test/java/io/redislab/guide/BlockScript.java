package io.redislab.guide;

import io.redislab.engine.command.CommandTable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A block as a script for bash. Where all of it is commands of Redis, they go into one redis-cli, as somebody would type
 * them there; else each such line is a call of redis-cli of its own.
 */
final class BlockScript {
    /** What a block needs to be called with, or to find: it only defines functions, or reads files. */
    private static final Map<String, String> AFTER = Map.ofEntries(
            Map.entry("8.1", """
                get_user 1
                get_user 1
                get_user 99\
                """),
            Map.entry("8.2", """
                update_user 1 '{"plan":"team"}'
                redis-cli GET cache:user:1\
                """),
            Map.entry("8.3", "update_user_async 2 new"),
            Map.entry("8.4", "invalidate_user_caches 1000"),
            Map.entry("8.5", "warm_cache"),
            Map.entry("exercise 8.1", """
                cache_set_with_dependencies d v test:1 test:2
                cache_invalidate_with_deps test:1
                redis-cli ZADD popular:items 1 p1 2 p2
                warm_popular_items
                get_with_multilevel_cache q
                get_with_multilevel_cache q
                get_cache_stats\
                """),
            Map.entry("exercise 7.1", """
                update_engagement post:1 1 2 3
                process_event event:9 60\
                """),
            Map.entry("exercise 9.1", """
                keep_alive 7
                get_online_count
                kill $(jobs -p) 2>/dev/null
                true\
                """),
            Map.entry("exercise 10.1", """
                increment_with_limit limited 5 10
                increment_with_limit limited 6 10
                extend_lock resource1 x 10
                acquire_redlock r id 5 nowhere.invalid\
                """),
            Map.entry("exercise 11.1", """
                simulate_crash_recovery
                monitor_persistence
                backup_persistence_files
                redis-cli SET lost 1
                restore_from_backup backups/redis/*
                redis-cli EXISTS lost crash:test:1
                measure_persistence_performance\
                """),
            Map.entry("use case 2", "for i in {1..11}; do check_rate_limit 1000; done"));

    private static final Map<String, String> BEFORE = Map.of(
            "10.2", "printf 'SET piped 1\\nINCR piped\\n' > commands.txt",
            "12.2", "printf 'SET piped 1\\nINCR piped\\n' > commands.txt",
            "exercise 9.1", "( sleep 0.6; user_online 1; user_offline 1 ) > online.txt &");

    private BlockScript() {}

    static String of(GuideBlock block) {
        String text = Correction.of(block);
        if (text.lines().allMatch(BlockScript::isCommandOnly)) {
            String commands = text.lines()
                    .map(BlockScript::withoutComment)
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.joining("\n"));
            return "redis-cli <<'BLOCK'\n" + commands + "\nBLOCK\n";
        }
        String before = BEFORE.getOrDefault(block.id(), "");
        // Functions must be known before they are called in the background.
        String body = block.id().equals("exercise 9.1")
                ? text.replace("# Subscribe to presence updates", before)
                : before + "\n" + text;
        return prelude() + body + "\n" + AFTER.getOrDefault(block.id(), "") + "\n";
    }

    private static boolean isCommandOnly(String line) {
        String plain = withoutComment(line);
        return plain.isBlank()
                || (isCommand(plain) && !plain.contains(" | ") && !plain.contains("$(") && !plain.endsWith("\\"));
    }

    private static boolean isCommand(String line) {
        String first = line.split(" ", 2)[0];
        return first.matches("[A-Z]+") && CommandTable.standard().find(first.getBytes(StandardCharsets.UTF_8)) != null;
    }

    /** ERRATA: redis-cli passes comments on. */
    private static String withoutComment(String line) {
        return line.replaceFirst("(^|\\s+)#.*", "");
    }

    /** Each command of Redis as a function, and pauses that don't last. */
    private static String prelude() {
        StringBuilder out = new StringBuilder("""
            sleep() { case $1 in 0.[67]) command sleep $1;; *) command sleep 0.05;; esac; }
            clear() { :; }
            """);
        for (String name : new TreeSet<>(CommandTable.standard().names())) {
            String upper = name.toUpperCase(java.util.Locale.ROOT);
            if (upper.matches("[A-Z]+")) {
                out.append(upper).append("() { redis-cli ").append(upper).append(" \"$@\"; }\n");
            }
        }
        return out.toString();
    }
}
