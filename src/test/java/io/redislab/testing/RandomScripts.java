package io.redislab.testing;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Writes random scripts whose reply is the same on every Redis that has the same data: values of all types and their
 * conversions, commands that succeed and fail, errors that are caught and not. They use the keys of {@link #SETUP}, two keys
 * and two arguments.
 */
public final class RandomScripts {
    /** Commands that make the data which the scripts expect. */
    public static final List<List<String>> SETUP = List.of(
            List.of("SELECT", "0"),
            List.of("FLUSHALL"),
            List.of("SET", "num", "10"),
            List.of("SET", "str", "text"),
            List.of("RPUSH", "list", "a", "b", "c"),
            List.of("ZADD", "zset", "1", "a", "2.5", "b"));

    private static final int MAX_DEPTH = 3;
    private static final List<String> NUMBERS =
            List.of("0", "1", "-1", "2", "3.5", "-2.7", "1e15", "1e16", "2^53", "1e100", "-0.0", "100", "7");
    private static final List<String> STRINGS = List.of(
            "'a'", "'hello'", "''", "'12'", "'1.5'", "'\\r\\n'", "'a b'", "'\\0x'", "'-5'", "'\\255'", "'MY err'");
    private static final List<String> FIELDS =
            List.of("ok", "err", "double", "big_number", "map", "set", "x", "verbatim_string", "string", "format");
    private static final List<String> OPERATORS =
            List.of("+", "-", "*", "/", "%", "..", "==", "<", "^", " and ", " or ");
    /** The address of a table is not the same everywhere. */
    private static final String TO_STRING = "(function(x) return type(x) == 'table' and 'T' or tostring(x) end)";

    private static final List<String> FUNCTIONS = List.of(
            TO_STRING,
            "tonumber",
            "type",
            "redis.sha1hex",
            "redis.status_reply",
            "redis.error_reply",
            "#",
            "not ",
            "-");
    private static final List<String> EXPRESSIONS = List.of(
            "string.rep('x', 3)",
            "#KEYS",
            "unpack({1, 2, 3})",
            "select('#', 1, 2)",
            "math.floor(2.7)",
            "string.format('%d', 3)",
            "cjson.decode('[1,2,{\"a\":null}]')",
            "cjson.encode({1, 'x', {}})",
            "cmsgpack.pack(1)",
            "struct.pack('>I2', 7)",
            "redis.REDIS_VERSION",
            "bit.bor(1, 6)");
    private static final List<String> KEYS = List.of("k1", "k2", "k3", "k4", "num", "str", "list", "zset");
    private static final List<String> WORDS =
            List.of("'x'", "'5'", "''", "'withscores'", "'before'", "'left'", "'inf'", "'nx'", "'\\255'");
    private static final List<String> THROWN =
            List.of("'x'", "{err = 'MY err'}", "{err = 'E'}", "12", "true", "nil", "'y', 0", "'z', 2");
    /** Commands with the number of their arguments. */
    private static final List<String> COMMANDS = List.of(
            "get 1",
            "set 2",
            "incr 1",
            "append 2",
            "strlen 1",
            "del 1",
            "exists 1",
            "type 1",
            "mget 2",
            "getrange 3",
            "setrange 3",
            "incrby 2",
            "incrbyfloat 2",
            "lpush 2",
            "rpush 3",
            "lrange 3",
            "llen 1",
            "zadd 3",
            "zrange 3",
            "zscore 2",
            "zcard 1",
            "ttl 1",
            "persist 1",
            "getset 2",
            "setnx 2",
            "ping 0",
            "echo 1",
            "dbsize 0",
            "nosuch 1",
            "bitcount 1",
            "setbit 3",
            "getbit 2",
            "lindex 2",
            "linsert 4",
            "zincrby 3",
            "zrank 2",
            "zrangebyscore 3",
            "zpopmin 1",
            "rename 2",
            "copy 2",
            "object 2",
            "eval 2",
            "multi 0",
            "getdel 1",
            "lpos 2",
            "zmscore 3",
            "zrange 4");

    private final RandomGenerator random;

    public RandomScripts(RandomGenerator random) {
        this.random = random;
    }

    /** The next script. */
    public String next() {
        StringBuilder script = new StringBuilder();
        if (random.nextInt(6) == 0) {
            script.append(one(List.of("#!lua\n", "#!lua flags=no-writes\n", "#!lua flags=allow-oom\n")));
        }
        String separator = random.nextBoolean() ? "\n" : " ";
        for (int i = random.nextInt(6); i > 0; i--) {
            script.append(statement(0)).append(separator);
        }
        return script.append("return ").append(value(0)).toString();
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String statement(int depth) {
        List<Supplier<String>> kinds = List.of(
                () -> "local v" + random.nextInt(4) + " = " + value(1),
                () -> "local v" + random.nextInt(4) + " = " + call(1),
                () -> call(1),
                () -> "redis.setresp(" + one(List.of("2", "3", "3", "4")) + ")",
                () -> depth == 2 ? "" : "for i = 1, " + random.nextInt(4) + " do " + statement(depth + 1) + " end",
                () -> depth == 2 ? "" : "if " + value(2) + " then " + statement(depth + 1) + " end",
                () -> random.nextInt(3) > 0 ? "" : "error(" + one(THROWN) + ")",
                () -> "local ok, e = pcall(redis.call, 'incr', 'str')",
                () -> "local ok, e = pcall(error, " + one(THROWN) + ")",
                () -> "redis.log(" + value(2) + ", " + value(2) + ")",
                () -> "redis.call('select', " + one(List.of("0", "1", "20")) + ")");
        return one(kinds).get();
    }

    private String value(int depth) {
        if (depth > MAX_DEPTH) {
            return one(NUMBERS);
        }
        List<Supplier<String>> kinds = List.of(
                () -> one(NUMBERS),
                () -> one(STRINGS),
                () -> one(List.of("true", "false", "nil")),
                () -> (random.nextBoolean() ? "KEYS[" : "ARGV[") + (1 + random.nextInt(3)) + "]",
                () -> {
                    StringBuilder table = new StringBuilder("{");
                    for (int i = random.nextInt(5); i > 0; i--) {
                        table.append(value(depth + 1)).append(", ");
                    }
                    return table.append('}').toString();
                },
                () -> "{" + one(FIELDS) + " = " + value(depth + 1) + "}",
                () -> call(depth + 1),
                () -> "(" + value(depth + 1) + one(OPERATORS) + value(depth + 1) + ")",
                () -> one(FUNCTIONS) + "(" + value(depth + 1) + ")",
                () -> "{pcall(function() return " + value(depth + 1) + " end)}",
                () -> "(" + value(depth + 1) + " or {}).err",
                () -> one(EXPRESSIONS));
        return one(kinds).get();
    }

    private String call(int depth) {
        String[] command = one(COMMANDS).split(" ", 2);
        int count = Integer.parseInt(command[1]);
        if (random.nextInt(10) == 0) {
            count = Math.max(0, count + (random.nextBoolean() ? 1 : -1));
        }
        StringBuilder call = new StringBuilder(random.nextBoolean() ? "redis.call('" : "redis.pcall('");
        call.append(random.nextInt(3) == 0 ? command[0].toUpperCase(java.util.Locale.ROOT) : command[0])
                .append('\'');
        for (int i = 0; i < count; i++) {
            call.append(", ").append(i == 0 && random.nextInt(5) > 0 ? "'" + one(KEYS) + "'" : argument(depth));
        }
        return call.append(')').toString();
    }

    private String argument(int depth) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> "'" + one(KEYS) + "'";
            case 4, 5 -> one(List.of("0", "1", "-1", "2", "5", "1.5"));
            case 6 -> "ARGV[" + (1 + random.nextInt(2)) + "]";
            case 7, 8 -> one(WORDS);
            default -> value(depth + 2);
        };
    }
}
