package io.redislab.differential;

import io.redislab.engine.command.Argument;
import io.redislab.engine.command.ArgumentType;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.testing.SampleValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Words for arguments: from small pools, so that commands meet each other's keys and members, with some at the edges. */
final class ArgumentPool {
    private static final String LONG_MEMBER = "m".repeat(65);

    private static final String[] MEMBERS = {
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "h",
        "1",
        "2",
        "3",
        "10",
        "-5",
        "007",
        "1.5",
        "",
        "hello world",
        "A",
        "9223372036854775807",
        "9223372036854775808",
        "12345678",
        "\u00ff\0\r\n",
        "foobar",
        "ab"
    };
    private static final String[] INTEGERS = {"0", "1", "2", "3", "4", "5", "7", "10", "-1", "-2", "-3", "100"};
    private static final String[] ODD_INTEGERS = {
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "4294967296",
        "-100",
        "1.0",
        "abc",
        "",
        " 1",
        "+1",
        "01",
        "-0",
        "0x1",
        "2147483647",
        "2147483648"
    };
    private static final String[] DOUBLES = {
        "0", "1", "2", "3", "-1", "10", "1.5", "-0.25", "2.5", "3.25", "0.1", "1e3", "100", "1e-5", "1234567.891"
    };
    private static final String[] ODD_DOUBLES = {
        "inf",
        "-inf",
        "+inf",
        "nan",
        "1e308",
        "-1e308",
        "0x10",
        "5e-324",
        "abc",
        "",
        " 1",
        "1 ",
        "-0",
        "1e17",
        "123456789012345678",
        "Infinity",
        ".5",
        "5.",
        "1e",
        "3.0e2"
    };
    private static final String[] SCORE_BOUNDS = {
        "-inf", "+inf", "inf", "0", "1", "2", "3", "(0", "(1", "(2", "(3", "-1", "1.5", "(1.5", "abc", "(abc", "(",
        "nan", "10", "(-inf"
    };
    private static final String[] MEMBER_BOUNDS = {
        "-", "+", "[a", "(a", "[b", "(c", "[d", "[", "(", "[1", "(10", "[hello world", "a", "", "[zz", "-", "+"
    };
    private static final String[] PATTERNS = {
        "*", "a*", "[a-c]*", "?", "*1*", "h*", "s?", "[^a]", "\\*", "x", "*[b-", "l[12]"
    };
    private static final String[] STREAM_IDS = {
        "0",
        "0-0",
        "1",
        "1-1",
        "1-2",
        "2",
        "2-1",
        "3-0",
        "5-5",
        "10-1",
        "100-1",
        "-",
        "+",
        "$",
        "abc",
        "1-",
        "(1-1",
        "(2",
        "18446744073709551615-18446744073709551615",
        "0-1",
        "7-3",
        "1-1-1",
        "(5-5"
    };
    private static final String[] NEW_STREAM_IDS = {
        "1-1", "1-2", "2-1", "3-1", "4-1", "5-1", "5-5", "6-*", "7-*", "8-0", "9-1", "10-1", "11-1", "12-*", "0-0",
        "0-1", "100-1", "abc", "1-", "13-2", "14-*", "20-1"
    };
    private static final String[] TYPES = {"string", "list", "set", "zset", "hash", "stream", "foo", "STRING"};
    private static final String[] ENCODINGS = {
        "u1", "u8", "u63", "i8", "i16", "i32", "i64", "u64", "i65", "i5", "u4", "x8", "i", "u0"
    };
    private static final String[] KEY_SUFFIXES = {"1", "2", "3"};
    private static final char[] LETTERS = {'s', 'l', 't', 'h', 'z', 'x', 'g', 'p'};

    private final Random random;

    /** What RESTORE takes. */
    private static final List<byte[]> DUMPS = SampleValues.all().values().stream()
            .map(value -> DumpPayload.of(value, true))
            .toList();

    ArgumentPool(Random random) {
        this.random = random;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A key's name for this letter of a type, sometimes another one. */
    byte[] key(char letter) {
        char chosen = letter == '*' || chance(0.04) ? LETTERS[random.nextInt(LETTERS.length)] : letter;
        return bytes(chance(0.03) ? "missing" : chosen + pick(KEY_SUFFIXES));
    }

    String member() {
        return chance(0.01) ? LONG_MEMBER : pick(MEMBERS);
    }

    private String integer() {
        return chance(0.92) ? pick(INTEGERS) : pick(ODD_INTEGERS);
    }

    private String floating() {
        return chance(0.9) ? pick(DOUBLES) : pick(ODD_DOUBLES);
    }

    private String smallOffset() {
        return chance(0.9)
                ? Integer.toString(random.nextInt(64))
                : pick("-1", "abc", "1000", "4294967296", "", "-5", "8192");
    }

    /** The value of an argument that is no word, block or choice. */
    byte[] value(CommandSpec spec, Argument argument) {
        if (argument.name().equals("serialized-value")) {
            byte[] dump = DUMPS.get(random.nextInt(DUMPS.size()));
            if (chance(0.1)) {
                dump = dump.clone();
                dump[random.nextInt(dump.length)] ^= 1;
            }
            return dump;
        }
        return bytes(text(spec, argument));
    }

    private String text(CommandSpec spec, Argument argument) {
        String name = argument.name().toLowerCase(Locale.ROOT);
        String command = spec.name();
        switch (name) {
            case "seconds", "ttl" -> {
                return time(
                        "1000", "100000", "10000000", "10000", "5000000", "9223372036854775", "9223372036854775807");
            }
            case "milliseconds" -> {
                return time(
                        "1000000",
                        "100000000",
                        "10000000000",
                        "5000000",
                        "7000000",
                        "9223372036854775807",
                        "9223372036854770000");
            }
            case "unix-time-seconds" -> {
                return time(
                        "2000000000",
                        "2100000000",
                        "2050000000",
                        "2000000001",
                        "1",
                        "9223372036854775807",
                        "9223372036854775");
            }
            case "unix-time-milliseconds" -> {
                return time("2000000000000", "2100000000000", "1", "9223372036854775807", "9223372036854775806");
            }
            case "timeout" -> {
                return chance(0.9) ? "0" : pick("-1", "abc", "inf", "0.0", "");
            }
            case "offset" -> {
                boolean bits = spec.name().startsWith("bitfield");
                return (bits && chance(0.2) ? "#" : "") + smallOffset();
            }
            case "destination-db", "db", "index1", "index2" -> {
                return chance(0.9) ? pick("0", "1", "2") : pick("16", "-1", "abc", "15");
            }
            case "cursor" -> {
                return chance(0.95) ? "0" : pick("abc", "", "1x", "18446744073709551615", "-");
            }
            case "encoding" -> {
                return pick(ENCODINGS);
            }
            case "min-idle-time" -> {
                return chance(0.9) ? pick("0", "0", "1000000") : pick("-1", "abc");
            }
            case "value" -> {
                if (command.equals("setbit")) {
                    return pick("0", "1", "1", "1", "2", "abc");
                }
            }
            case "bit" -> {
                return pick("0", "1", "0", "1", "2", "abc");
            }
            case "operation" -> {
                return pick("AND", "OR", "XOR", "NOT", "not", "foo");
            }
            case "group", "groupname" -> {
                return pick("g1", "g1", "g2", "nogroup");
            }
            case "consumer", "consumername" -> {
                return pick("c1", "c1", "c2", "c3");
            }
            case "type" -> {
                return pick(TYPES);
            }
            case "subcommand" -> {
                return pick("encoding", "ENCODING", "decode", "todense", "getreg", "foo");
            }
            case "threshold" -> {
                return chance(0.6) ? integer() : pick(STREAM_IDS);
            }
            case "id", "start", "end", "last-id", "lastid", "max_deleted_entry_id" -> {
                if (command.startsWith("x")) {
                    return command.equals("xadd") ? pick(NEW_STREAM_IDS) : streamId(command);
                }
            }
            case "longitude" -> {
                return chance(0.9) ? coordinate(180) : pick("181", "abc", "-180", "180");
            }
            case "latitude" -> {
                return chance(0.9) ? coordinate(85) : pick("86", "nan", "85.06", "-85");
            }
            case "radius", "width", "height" -> {
                return chance(0.9)
                        ? pick("100", "5000", "1000", "20000", "300.5", "0", "500000", "1500000")
                        : pick("-1", "abc", "inf", "1e9");
            }
            case "channel", "shardchannel" -> {
                return pick("ch1", "ch2");
            }
            default -> {}
        }
        if (name.equals("count") && argument.type() == ArgumentType.INTEGER && command.endsWith("scan")) {
            return chance(0.95) ? pick("1000", "100000") : pick("0", "-1", "abc");
        }
        if (command.startsWith("sort") && argument.type() == ArgumentType.PATTERN) {
            // What has no * is not sorted at all, and a set's order then that of its hash table.
            return pick("s*", "h*->a", "*", "w_*", "h*->f", "l*", "*->");
        }
        if (name.equals("min") || name.equals("max")) {
            return command.contains("lex") ? pick(MEMBER_BOUNDS) : pick(SCORE_BOUNDS);
        }
        return switch (argument.type()) {
            case INTEGER -> integer();
            case DOUBLE -> floating();
            case PATTERN -> pick(PATTERNS);
            case KEY -> new String(key(Knowledge.keyLetter(spec)), StandardCharsets.ISO_8859_1);
            case UNIX_TIME -> time("2000000000", "2000000000000", "1", "0", "-1");
            default -> member();
        };
    }

    private String streamId(String command) {
        return command.startsWith("xread") && chance(0.5) ? ">" : pick(STREAM_IDS);
    }

    /** Mostly where other places are. */
    private String coordinate(int max) {
        int degrees = chance(0.8) ? 10 : max;
        return Double.toString(random.nextInt(20_000 * degrees) / 10_000.0 - degrees);
    }

    private String time(String... words) {
        return chance(0.85) ? pick(words) : pick("0", "-1", "abc", "", "-9223372036854775808", "1.5");
    }

    byte[] scoreBound() {
        return bytes(pick(SCORE_BOUNDS));
    }

    byte[] memberBound() {
        return bytes(pick(MEMBER_BOUNDS));
    }

    byte[] rank() {
        return bytes(integer());
    }
}
