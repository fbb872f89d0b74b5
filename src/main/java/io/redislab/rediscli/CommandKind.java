package io.redislab.rediscli;

import java.util.List;
import java.util.Locale;

/** What the client itself has to do with a command, besides sending it. */
enum CommandKind {
    ORDINARY,
    /** Answers a text for people, which is shown as it is. */
    REPORT,
    SELECT,
    AUTH,
    MULTI,
    EXEC,
    DISCARD,
    RESET,
    SHUTDOWN,
    MONITOR,
    SUBSCRIBE,
    SYNC,
    SCRIPT,
    EVAL,
    HELP;

    static CommandKind of(List<String> words) {
        return switch (lower(words, 0)) {
            case "info", "lolwut" -> REPORT;
            case "debug" ->
                report(List.of("htstats", "htstats-key", "client-eviction").contains(lower(words, 1)));
            case "memory" -> report(List.of("malloc-stats", "doctor").contains(lower(words, 1)));
            case "client" -> report(List.of("list", "info").contains(lower(words, 1)));
            case "proxy" -> report(lower(words, 1).equals("info"));
            case "cluster" ->
                report(words.size() == 2 && List.of("nodes", "info").contains(lower(words, 1)));
            case "latency" ->
                report(words.size() == 3 && lower(words, 1).equals("graph")
                        || words.size() == 2 && lower(words, 1).equals("doctor"));
            case "select" -> SELECT;
            case "auth" -> AUTH;
            case "multi" -> MULTI;
            case "exec" -> EXEC;
            case "discard" -> DISCARD;
            case "reset" -> RESET;
            case "shutdown" -> SHUTDOWN;
            case "monitor" -> MONITOR;
            case "subscribe", "psubscribe", "ssubscribe" -> SUBSCRIBE;
            case "sync", "psync" -> SYNC;
            case "script" -> SCRIPT;
            case "eval" -> EVAL;
            case "help", "?" -> HELP;
            default -> ORDINARY;
        };
    }

    private static CommandKind report(boolean is) {
        return is ? REPORT : ORDINARY;
    }

    private static String lower(List<String> words, int at) {
        return at < words.size() ? words.get(at).toLowerCase(Locale.ROOT) : "";
    }
}
