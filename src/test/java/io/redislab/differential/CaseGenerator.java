package io.redislab.differential;

import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.testing.RandomScripts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes cases: some hundred commands on few keys, mostly of two or three groups of commands, with transactions, scripts,
 * waiting clients, keyspace events and other settings mixed in.
 */
public final class CaseGenerator {
    private static final int CALLS = 100;

    /** Settings that move the borders between encodings, with the values that cases choose. */
    static final Map<String, String[]> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("hash-max-listpack-entries", new String[] {"512", "3", "0"});
        SETTINGS.put("hash-max-listpack-value", new String[] {"64", "2"});
        SETTINGS.put("set-max-intset-entries", new String[] {"512", "3", "0"});
        SETTINGS.put("zset-max-listpack-entries", new String[] {"128", "3", "0"});
        SETTINGS.put("zset-max-listpack-value", new String[] {"64", "2"});
        SETTINGS.put("list-max-listpack-size", new String[] {"-2", "2", "3", "-1"});
        SETTINGS.put("list-compress-depth", new String[] {"0", "1"});
        SETTINGS.put("stream-node-max-entries", new String[] {"100", "2"});
        SETTINGS.put("hll-sparse-max-bytes", new String[] {"3000", "40"});
        SETTINGS.put("notify-keyspace-events", new String[] {"", "KEA", "KEAn", "Elg"});
    }

    private static final String[] LIBRARIES = {
        "#!lua name=lib1\nredis.register_function('f1', function(keys, args) return redis.call(unpack(args)) end)",
        "#!lua name=lib2\n"
                + "redis.register_function{function_name='f2', callback=function(keys, args) return {keys, args} end,"
                + " flags={'no-writes'}}",
        "#!lua name=lib1\nredis.register_function('f3', function() return 1 end)",
        "#!lua\nreturn 1",
        "#!lua name=broken\nreturn"
    };

    private static final String[] SCRIPTS = {
        "return redis.call(unpack(ARGV))",
        "return redis.pcall(unpack(ARGV))",
        "local r = redis.pcall(unpack(ARGV)) if type(r) == 'table' and r.err then return r.err end return r",
        "redis.setresp(3) return redis.call(unpack(ARGV))",
        "#!lua flags=no-writes\nreturn redis.call(unpack(ARGV))",
        "return {KEYS, ARGV}",
        "return redis.call(ARGV[1], KEYS[1], 'x')",
        "return tonumber(ARGV[1]) + 1"
    };

    /** The SHA-1 of the first script. */
    private static final String SCRIPT_SHA = "3c44b7a40779a5c68a6e3920550ff76660a813aa";

    private final Random random;
    private final CommandGenerator generator;
    private final Population population;
    private final ConnectionScenarios connections;
    private final RandomScripts scripts;
    private final List<CommandSpec> commands = CommandGenerator.commands();
    private final List<CommandSpec> refused = CommandGenerator.refused();

    public CaseGenerator(long seed) {
        this.random = new Random(seed);
        this.generator = new CommandGenerator(random);
        this.population = new Population(random, generator.pool());
        this.connections = new ConnectionScenarios(random);
        this.scripts = new RandomScripts(random);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    /** The next case. */
    public List<Step> next() {
        List<Step> steps = new ArrayList<>();
        if (chance(0.3)) {
            steps.add(Step.of(0, "HELLO", "3"));
        }
        settings(steps);
        List<CommandSpec> theme = theme();
        boolean asksConnections = chance(0.3);
        for (int i = 0; i < 6; i++) {
            population.addTo(steps, theme.get(random.nextInt(theme.size())).group());
        }
        if (chance(0.15)) {
            steps.add(Step.of(0, "FUNCTION", "LOAD", LIBRARIES[0]));
            steps.add(Step.of(0, "FUNCTION", "LOAD", LIBRARIES[1]));
        }
        while (steps.size() < CALLS) {
            double kind = random.nextDouble();
            if (asksConnections && chance(0.03)) {
                connections.addTo(steps, () -> call(theme));
            } else if (kind < 0.03) {
                transaction(steps, theme);
            } else if (kind < 0.06) {
                script(steps, theme);
            } else if (kind < 0.08) {
                wait(steps, theme);
            } else if (kind < 0.09) {
                otherClient(steps, theme);
            } else if (kind < 0.2) {
                population.addTo(steps, theme.get(random.nextInt(theme.size())).group());
            } else if (kind < 0.205) {
                databases(steps);
            } else if (kind < 0.209) {
                server(steps);
            } else if (kind < 0.214) {
                List<byte[]> argv = Step.of(0, "COMMAND", pick("GETKEYS", "GETKEYSANDFLAGS"))
                        .argv();
                argv.addAll(anyCall(theme));
                steps.add(new Step(0, argv));
            } else {
                steps.add(new Step(0, call(theme)));
            }
        }
        return steps;
    }

    private void settings(List<Step> steps) {
        if (chance(0.5)) {
            return;
        }
        for (Map.Entry<String, String[]> setting : SETTINGS.entrySet()) {
            if (chance(0.3)) {
                steps.add(Step.of(0, "CONFIG", "SET", setting.getKey(), pick(setting.getValue())));
            }
        }
        if (chance(0.3)) {
            steps.add(Step.of(2, "PSUBSCRIBE", "__key*"));
        }
    }

    /** The commands of some groups. */
    private List<CommandSpec> theme() {
        List<CommandSpec> chosen = new ArrayList<>();
        int groups = 1 + random.nextInt(3);
        for (int i = 0; i < groups; i++) {
            CommandSpec sample = commands.get(random.nextInt(commands.size()));
            commands.stream().filter(spec -> spec.group() == sample.group()).forEach(chosen::add);
        }
        return chosen;
    }

    private List<byte[]> call(List<CommandSpec> theme) {
        List<CommandSpec> source = chance(0.1) ? commands : theme;
        while (true) {
            CommandSpec spec = source.get(random.nextInt(source.size()));
            if (!spec.has(CommandFlag.BLOCKING)) {
                return generator.call(spec);
            }
            if (spec.name().startsWith("xread")) {
                return generator.callWithoutWaiting(spec);
            }
            if (chance(0.1)) {
                source = commands;
            }
        }
    }

    private List<byte[]> anyCall(List<CommandSpec> theme) {
        List<CommandSpec> source = chance(0.1) ? commands : theme;
        return generator.call(source.get(random.nextInt(source.size())));
    }

    private String keyName() {
        return new String(generator.pool().key('*'), StandardCharsets.ISO_8859_1);
    }

    private void transaction(List<Step> steps, List<CommandSpec> theme) {
        if (chance(0.3)) {
            steps.add(Step.of(0, "WATCH", keyName(), keyName()));
            if (chance(0.4)) {
                steps.add(new Step(chance(0.5) ? 0 : 1, call(theme)));
            }
            if (chance(0.1)) {
                steps.add(Step.of(0, "UNWATCH"));
            }
        }
        steps.add(Step.of(0, "MULTI"));
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            steps.add(new Step(0, anyCall(theme)));
        }
        if (chance(0.05)) {
            steps.add(Step.of(0, "MULTI"));
        }
        steps.add(Step.of(0, chance(0.9) ? "EXEC" : "DISCARD"));
    }

    private void script(List<Step> steps, List<CommandSpec> theme) {
        if (chance(0.2)) {
            steps.add(Step.of(
                    0, "FUNCTION", "LOAD", pick("REPLACE", "replace", "REPLACE", "replace", "foo"), pick(LIBRARIES)));
            return;
        }
        if (chance(0.1)) {
            steps.add(
                    switch (random.nextInt(11)) {
                        case 0 -> Step.of(0, "FUNCTION", "LIST");
                        case 1 -> Step.of(0, "FUNCTION", "DELETE", pick("lib1", "lib2", "lib3"));
                        case 2 -> Step.of(0, "FUNCTION", "FLUSH", pick("ASYNC", "SYNC", "foo"));
                        case 6 -> Step.of(0, "FUNCTION", "LIST", "LIBRARYNAME", pick("lib1", "lib*", "x"), "WITHCODE");
                        case 7 -> Step.of(0, "SCRIPT", "FLUSH", pick("ASYNC", "SYNC", "foo"));
                        case 8 -> Step.of(0, pick("SCRIPT", "FUNCTION"), "KILL");
                        case 9 -> Step.of(0, "EVALSHA_RO", SCRIPT_SHA, "0", "GET", "s1");
                        case 10 -> Step.of(0, "FUNCTION", "RESTORE", "bad", pick("FLUSH", "APPEND", "REPLACE", "foo"));
                        case 3 -> Step.of(0, "SCRIPT", "LOAD", pick(SCRIPTS));
                        case 4 ->
                            Step.of(0, "SCRIPT", "EXISTS", SCRIPT_SHA, "ffffffffffffffffffffffffffffffffffffffff");
                        default -> Step.of(0, "EVALSHA", SCRIPT_SHA, "0", "SET", "s1", "x");
                    });
            return;
        }
        if (chance(0.3)) {
            steps.add(Step.of(0, pick("EVAL", "EVAL", "EVAL_RO"), scripts.next(), "2", "k1", "num", "arg1", "12"));
            return;
        }
        List<byte[]> argv = new ArrayList<>();
        boolean function = chance(0.3);
        boolean readOnly = chance(0.2);
        String name = (function ? "FCALL" : "EVAL") + (readOnly ? "_RO" : "");
        argv.addAll(Step.of(0, name, function ? pick("f1", "f1", "f2", "f3", "nof") : pick(SCRIPTS))
                .argv());
        if (chance(0.2)) {
            argv.addAll(Step.of(0, "1", keyName()).argv());
        } else {
            argv.addAll(Step.of(0, "0").argv());
        }
        argv.addAll(anyCall(theme));
        steps.add(new Step(0, argv));
    }

    /** What a server says of itself that has no replicas, no cluster, no modules and no slow calls. */
    private void server(List<Step> steps) {
        switch (random.nextInt(24)) {
            case 0 -> steps.add(Step.of(0, "ROLE"));
            case 1 -> steps.add(Step.of(0, "WAIT", pick("0", "x", "-1"), pick("0", "100", "-1", "x")));
            case 2 -> steps.add(Step.of(0, "MODULE", "LIST"));
            case 3 -> steps.add(Step.of(0, "LATENCY", pick("LATEST", "RESET")));
            case 4 -> steps.add(Step.of(0, "COMMAND", "COUNT"));
            case 5 -> steps.add(Step.of(0, "CONFIG", "GET", pick("maxmemory*", "list-max-*", "nosuch", "[a-c]*-m*")));
            case 6 -> steps.add(Step.of(0, "PFSELFTEST", "x"));
            case 7 -> steps.add(Step.of(0, "LATENCY", pick("HISTORY", "GRAPH"), "nosuch"));
            case 8 -> steps.add(Step.of(0, pick("SLOWLOG", "slowlog"), "RESET"));
            case 9 -> steps.add(Step.of(0, "CLIENT", "KILL", "ID", "999999"));
            case 16 ->
                steps.add(Step.of(
                        0, "CLIENT", "KILL", "TYPE", pick("MASTER", "REPLICA", "SLAVE"), "SKIPME", pick("YES", "NO")));
            case 17 ->
                steps.add(Step.of(
                        0, "CLIENT", "KILL", "ADDR", "1.2.3.4:5", "LADDR", "1.2.3.4:6", "USER", pick("default", "x")));
            case 10 -> steps.add(Step.of(0, "CLIENT", "UNBLOCK", "999999", pick("TIMEOUT", "ERROR", "foo")));
            case 11 -> steps.add(Step.of(0, "CLIENT", "UNPAUSE"));
            case 12 -> steps.add(Step.of(0, "MEMORY", "PURGE"));
            case 13 -> steps.add(Step.of(0, "CONFIG", pick("RESETSTAT", "REWRITE")));
            case 14 -> steps.add(Step.of(0, pick("REPLICAOF", "SLAVEOF"), pick("NO", "host"), pick("ONE", "x")));
            case 15 -> steps.add(Step.of(0, "MODULE", pick("LOAD", "UNLOAD"), "nosuch"));
            default -> steps.add(new Step(0, generator.call(refused.get(random.nextInt(refused.size())))));
        }
    }

    /** Another client waits, others go on, and may serve it. */
    private void wait(List<Step> steps, List<CommandSpec> theme) {
        List<CommandSpec> blocking =
                commands.stream().filter(spec -> spec.has(CommandFlag.BLOCKING)).toList();
        int waiting = 3 + random.nextInt(3);
        steps.add(new Step(waiting, generator.call(blocking.get(random.nextInt(blocking.size())))));
        if (chance(0.3)) {
            steps.add(new Step(waiting == 3 ? 4 : 3, generator.call(blocking.get(random.nextInt(blocking.size())))));
        }
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(6)) {
                case 0 -> steps.add(Step.of(0, pick("RPUSH", "LPUSH"), "l" + pick("1", "2", "3"), "a", "b"));
                case 1 -> steps.add(Step.of(0, "ZADD", "z" + pick("1", "2", "3"), "1", "a", "2", "b"));
                case 2 -> steps.add(Step.of(0, "XADD", "x" + pick("1", "2", "3"), "50-*", "a", "b"));
                case 3 -> steps.add(Step.of(0, "DEL", keyName(), keyName()));
                default -> steps.add(new Step(0, call(theme)));
            }
        }
    }

    private void otherClient(List<Step> steps, List<CommandSpec> theme) {
        if (chance(0.3)) {
            // Not two patterns for the same channel: which of them comes first is not defined.
            boolean pattern = chance(0.3);
            String command = pattern
                    ? pick("PSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE")
                    : pick("SUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "SUNSUBSCRIBE");
            steps.add(Step.of(2, command, pattern ? "ch*" : pick("ch1", "ch2")));
        } else {
            steps.add(new Step(1, call(theme)));
        }
    }

    private void databases(List<Step> steps) {
        switch (random.nextInt(5)) {
            case 0 -> steps.add(Step.of(0, "SELECT", pick("0", "1", "2", "16", "abc")));
            case 1 -> {
                // Which of the keys that come with another database serves a client first is not defined.
                if (steps.stream().allMatch(step -> step.client() < 3)) {
                    steps.add(Step.of(0, "SWAPDB", pick("0", "1"), pick("0", "1", "2", "99", "x")));
                }
            }
            case 2 -> steps.add(Step.of(0, pick("FLUSHDB", "FLUSHALL"), pick("ASYNC", "SYNC", "foo")));
            default -> steps.add(Step.of(0, "SELECT", "0"));
        }
    }
}
