package io.redislab.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.engine.RedisError;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import io.redislab.resp.ReplySink;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every declaration says what a real server says: COMMAND INFO, DOCS and GETKEYSANDFLAGS, field by field. */
class CommandTableAgainstRedisTest {
    /** How many there are in Redis 7.0. */
    private static final long COMMANDS = 240;

    private static final long SUBCOMMANDS = 126;

    private static RealRedis redis;
    private static RemoteConnection real;

    @BeforeAll
    static void startRedis() throws IOException {
        assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        redis = RealRedis.start();
        real = redis.connect();
        real.call("HELLO", "3");
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            real.close();
            redis.close();
        }
    }

    @Test
    void infoIsTheSame() {
        compareAll("INFO", spec -> {
            List<Reply> fields = new ArrayList<>(((Reply.Array) ours(sink -> CommandReplies.info(sink, spec))).items());
            fields.remove(9);
            return canonical(new Reply.Array(fields));
        });
    }

    @Test
    void docsAreTheSame() {
        compareAll("DOCS", spec -> canonical(ours(sink -> CommandReplies.docs(sink, spec))));
    }

    private static void compareAll(String what, Function<CommandSpec, String> ours) {
        List<String> differences = new ArrayList<>();
        for (CommandSpec spec : everything()) {
            String expected = expected(what, spec.name());
            String actual = ours.apply(spec);
            if (!expected.equals(actual)) {
                differences.add(spec.name() + "\n  redis " + expected + "\n  ours  " + actual);
            }
        }
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    private static String expected(String what, String name) {
        Reply reply = real.call("COMMAND", what, name);
        if (what.equals("INFO")) {
            Reply first = ((Reply.Array) reply).items().get(0);
            assertTrue(first instanceof Reply.Array, () -> "Redis has no command " + name);
            List<Reply> fields = new ArrayList<>(((Reply.Array) first).items());
            fields.remove(9);
            return canonical(new Reply.Array(fields));
        }
        return canonical(((Reply.MapReply) reply).items().get(1));
    }

    @Test
    void namesOfClassesAndTheirDeclarationsAgree() {
        Set<String> declared = CommandTable.standard().all().stream()
                .map(CommandSpec::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(CommandTable.standard().names()), declared);
    }

    @Test
    void everyCommandOfRedisIsThere() {
        Set<String> theirs = new TreeSet<>();
        for (Reply name : ((Reply.Array) real.call("COMMAND", "LIST")).items()) {
            theirs.add(((Reply.Bulk) name).text());
        }
        assertEquals(
                theirs, everything().stream().map(CommandSpec::name).collect(Collectors.toCollection(TreeSet::new)));
        long subcommands = theirs.stream().filter(name -> name.contains("|")).count();
        assertEquals(List.of(COMMANDS, SUBCOMMANDS), List.of(theirs.size() - subcommands, subcommands));
    }

    @Test
    void keysOfRandomCallsAreTheSame() {
        Random random = new Random(7);
        List<String> words = List.of(
                "a",
                "b",
                "0",
                "1",
                "2",
                "3",
                "-1",
                "x",
                "STORE",
                "store",
                "STOREDIST",
                "KEYS",
                "",
                "STREAMS",
                "GET",
                "SET",
                "COUNT",
                "BLOCK",
                "GROUP",
                "NOACK",
                "LIMIT",
                "BY",
                "AUTH",
                "AUTH2",
                "INCRBY",
                "OVERFLOW",
                "+1",
                "1x",
                "m");
        List<String> differences = new ArrayList<>();
        for (CommandSpec spec : everything()) {
            for (int round = 0; round < 60; round++) {
                List<String> call = new ArrayList<>(Arrays.asList(spec.name().split("\\|", -1)));
                // A call of one word is refused by GETKEYS' own arity.
                int argc = Math.max(2, Math.abs(spec.arity()) + (spec.arity() < 0 ? random.nextInt(5) : 0));
                while (call.size() < argc) {
                    call.add(words.get(random.nextInt(words.size())));
                }
                compareKeys(call, differences);
            }
        }
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    @Test
    void keysWithErrorsAreTheSame() {
        List<String> differences = new ArrayList<>();
        for (String call : List.of(
                "get a b",
                "nosuch a",
                "ping x",
                "mset a",
                "mset a 1 b",
                "eval s 0",
                "eval s 1 k",
                "eval s -1 k",
                "zunionstore d 99999999999 a",
                "sort a store b store c",
                "sort a store store x",
                "object encoding k",
                "object nosuch k",
                "config get x",
                "migrate h 1 k 0 5",
                "migrate h 1 k 0 5 keys a b",
                "migrate h 1 \"\" 0 5 copy auth keys keys a b",
                "xread streams a",
                "xread count 1 streams a b 0 0",
                "xreadgroup group g streams streams a 0",
                "set k v get",
                "bitfield k get u8 0",
                "memory usage k",
                "georadius k 1 2 3 m store a storedist b",
                "spublish c m",
                "subscribe c")) {
            compareKeys(new ArrayList<>(Arrays.asList(call.replace("\"\"", "").split(" ", -1))), differences);
        }
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    private static void compareKeys(List<String> call, List<String> differences) {
        byte[][] argv =
                call.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        CommandSpec spec = CommandTable.standard().resolve(argv);
        if (spec == null
                && !call.get(0).equals("nosuch")
                && CommandTable.standard().find(argv[0]) == null) {
            return;
        }
        List<String> question = new ArrayList<>(List.of("COMMAND", "GETKEYSANDFLAGS"));
        question.addAll(call);
        String expected = canonical(real.call(question.toArray(String[]::new)));
        String actual = canonical(ours(sink -> CommandReplies.keys(sink, spec, argv, true)));
        if (!expected.equals(actual)) {
            differences.add(call + "\n  redis " + expected + "\n  ours  " + actual);
        }
    }

    private static List<CommandSpec> everything() {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec spec : CommandTable.standard().all()) {
            all.add(spec);
            all.addAll(spec.subcommands());
        }
        return all;
    }

    private static Reply ours(Consumer<ReplySink> writer) {
        ReplyBuilder builder = new ReplyBuilder();
        builder.setProtocol(3);
        try {
            writer.accept(builder);
        } catch (RedisError refused) {
            return new Reply.Failure(refused.text());
        }
        return builder.take().get(0);
    }

    /** A reply as text: sets sorted; summaries, which are in our own words, and subcommands, which are compared one by one, left out. */
    private static String canonical(Reply reply) {
        if (reply instanceof Reply.Array array) {
            return array.items().stream()
                    .map(CommandTableAgainstRedisTest::canonical)
                    .collect(Collectors.joining(", ", "[", "]"));
        } else if (reply instanceof Reply.SetReply set) {
            return set.items().stream()
                    .map(CommandTableAgainstRedisTest::canonical)
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (reply instanceof Reply.MapReply map) {
            StringBuilder text = new StringBuilder("(");
            for (int i = 0; i < map.items().size(); i += 2) {
                String key = canonical(map.items().get(i));
                boolean compared = !key.equals("summary") && !key.equals("subcommands");
                text.append(key).append(compared ? "=" + canonical(map.items().get(i + 1)) + " " : " ");
            }
            return text.append(')').toString();
        } else if (reply instanceof Reply.Bulk bulk) {
            return bulk.text();
        } else if (reply instanceof Reply.Status status) {
            return "+" + status.text();
        } else if (reply instanceof Reply.Failure failure) {
            return "-" + failure.text();
        }
        return reply.toString();
    }
}
