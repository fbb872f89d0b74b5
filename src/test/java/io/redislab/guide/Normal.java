package io.redislab.guide;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What of a block's output is not deterministic, and how it is made equal. */
enum Normal {
    /** Seconds since 1970, dates, times of day. */
    TIME(text -> text.replaceAll("\\b1[0-9]{9}(\\.[0-9]+)?\\b", "<seconds>")
            .replaceAll("\\b20[0-9]{6}([0-9]{4}|_[0-9]{6})?\\b", "<date>")
            .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9:]{5}", "<time>")
            .replaceAll("Time: .*", "Time: <time>")
            .replaceAll("\\[[0-9]{2}:[0-9]{2}:[0-9]{2}]", "[<time>]")),
    /** {@code ratelimit:user:1000:28361…}: minutes since 1970. */
    MINUTE(text -> text.replaceAll("(ratelimit:[a-z0-9:]*):[0-9]{8}", "$1:<minute>")),
    /** What a time to live is after a moment. */
    TTL(text -> text.replaceAll("\\b(35[0-9]{2}|3600)\\b", "<ttl>")),
    UUID(text -> text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uuid>")),
    /** Members that chance chooses. */
    CHANCE(text -> text.replaceAll(
            "(?m)^.*member[0-9].*$|^(key|user:.*|session:.*|order:.*|cache:.*|myset|mylist)$", "<chance>")),
    /** Parameters in any order, and those of where the server is. */
    SETTINGS(text -> text.replaceAll("(?m)^(port|daemonize|pidfile|logfile|dir|unixsocket|maxclients)\n.*\n", "$1\n")
            .replaceAll("(?m)^ERR The server is running without a config file$", "OK")),
    /** Whether two events fall into the same second. */
    EVENTS(text -> text.replaceAll("(?m)^events:log zset (\\S+) .*$", "events:log zset $1 <events>")),
    /** Sets and hashes have no order. */
    ORDER(text -> text.lines().sorted().collect(Collectors.joining("\n"))),
    /** What a server says of itself: the names count, not the values. */
    INFO(text -> text.replaceAll("(?m)^([a-z_0-9]+):.*$", "$1:")
            .replaceAll("(?m)^(errorstat|cmdstat|latency_percentiles)_.*\n", "")),
    /** Numbers that measure. */
    MEASURED(text -> text.replaceAll("-?[0-9]+(\\.[0-9]+)?", "<n>")
            .replaceAll("<n>[KM]\\b", "<n>")
            .replaceAll("[^\\n\\r]*rps=[^\\r]*\\r", "")
            .replaceAll(" *\\r *", "")
            .replaceAll("(?m)^[A-Z_ ]+: (rps=.*)?\r", "")),
    /** What is said in other words here: MEMORY DOCTOR. */
    WORDS(text -> text.replaceAll("(?m)^(Hi Sam|Sam, |This server holds next to nothing).*$", "<doctor>")),
    /** Whether a command took 10 ms is chance. */
    SLOW(text -> text.replaceAll("(?s)(Slow Quer[^\\n]*---\\n).*?(\\n---|\\z)", "$1$2")
            .replaceAll("(?m)(^<(?:n|seconds)>\\n){3}([A-Za-z*|-]+\\n)+<socket>:<n>\\n", "")
            .replaceAll("\\n+", "\n")),
    /** Whether the rewrite before has ended is chance. */
    REWRITE(text -> text.replaceAll("(?m)^(ERR )?Background append only file rewriting .*\n+", "<rewriting>\n")
            .replaceAll("(?m)^(.*/data/temp-rewriteaof.*|No persistence files yet)$", "<rewriting>")),
    /** What identifies this server: its folder, sockets, processes. */
    PLACE(text -> text.replaceAll("/\\S*\\.sock", "<socket>").replaceAll("/tmp/\\S+", "<path>")),
    /** What docker itself says. */
    DOCKER(text -> text.lines()
            .filter(line -> !line.matches("([0-9a-f]{12,64}.*|redis:7.*|my-redis|Successfully copied.*)"))
            .collect(Collectors.joining("\n")));

    @SuppressWarnings("ImmutableEnumChecker") // each is a constant
    private final UnaryOperator<String> how;

    Normal(UnaryOperator<String> how) {
        this.how = how;
    }

    String apply(String text) {
        return how.apply(text);
    }
}
