package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.Connection;
import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code crash --compare} says is what a server has left. */
final class CrashTableTest {
    private static final long START = 1_700_000_000_000L;
    private static final List<String> BEFORE = List.of("MSET old 1 changed 1 deleted 1", "RPUSH list a b");
    private static final List<String> SINCE = List.of(
            "SET new 1 EX 1000",
            "INCR changed",
            "DEL deleted",
            "LPUSH list c",
            "HSET hash f v",
            "MULTI",
            "SADD set a b c",
            "EXPIRE old 5000",
            "EXEC",
            "XADD stream 1-1 f v",
            "EVAL \"for i=1,1000 do redis.call('SADD', 'many', 'member:' .. i) end\" 0");

    /** The options with which a server keeps data in each of the ways, in the table's order. */
    private static final List<List<String>> OPTIONS = List.of(
            List.of("--appendonly", "no"),
            List.of("--appendonly", "no", "--save", "3600 1 300 100 60 10000"),
            List.of("--appendonly", "yes", "--appendfsync", "no"),
            List.of("--appendonly", "yes", "--appendfsync", "everysec"),
            List.of("--appendonly", "yes", "--appendfsync", "always"));

    @TempDir
    Path folder;

    private static List<CrashTable.Row> rows(List<CrashTable.Timed> commands, long endMillis) {
        LabClock clock = LabClock.standingAt(Clock.system(), START);
        Engine engine = Engines.fresh(clock, new SplittableRandom(1));
        EmbeddedConnection connection = new EmbeddedConnection(engine);
        BEFORE.forEach(line -> connection.send(command(line).argv()));
        return new CrashTable(engine, clock, commands, (START + endMillis) * 1000).rows();
    }

    private static Command command(String line) {
        try {
            return CommandText.parse(line).get(0);
        } catch (CommandText.SyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static CrashTable.Timed at(long millis, String line) {
        return new CrashTable.Timed(command(line), (START + millis) * 1000);
    }

    @Test
    void afterAKillItIsWhatARealRedisHas() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        List<CrashTable.Timed> commands =
                SINCE.stream().map(line -> at(1, line)).toList();
        List<CrashTable.Row> rows = rows(commands, 2);
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(leftInRedis(i), rows.get(i).kill(), rows.get(i).policy());
            assertEquals(8, rows.get(i).total(), rows.get(i).policy());
        }
    }

    /** How many keys a real server has after a kill that are as they were. */
    private long leftInRedis(int policy) throws IOException {
        Path home = java.nio.file.Files.createDirectory(folder.resolve("policy" + policy));
        List<String> all = new ArrayList<>(OPTIONS.get(policy));
        all.addAll(List.of("--enable-debug-command", "yes"));
        String[] options = all.toArray(new String[0]);
        Map<String, String> before;
        RealRedis first = RealRedis.startIn(home, options);
        try (Connection connection = first.connect()) {
            BEFORE.forEach(line -> connection.call(command(line).argv()));
            if (policy > 0) {
                connection.call(command("SAVE").argv());
            }
            SINCE.forEach(line -> connection.call(command(line).argv()));
            before = contents(connection);
            first.kill();
        }
        Map<String, String> after;
        try (RealRedis second = RealRedis.startIn(home, options);
                Connection connection = second.connect()) {
            after = contents(connection);
        }
        return before.entrySet().stream()
                .filter(entry -> entry.getValue().equals(after.get(entry.getKey())))
                .count();
    }

    private static Map<String, String> contents(Connection connection) {
        Map<String, String> contents = new TreeMap<>();
        for (Reply key : ((Reply.Array) connection.call(command("KEYS *").argv())).items()) {
            byte[] name = ((Reply.Bulk) key).bytes();
            String text = new String(name, StandardCharsets.UTF_8);
            Reply digest = connection.call(command("DEBUG DIGEST-VALUE " + text).argv());
            contents.put(text, digest.toString());
        }
        return contents;
    }

    @Test
    void whenThePowerGoesItIsWhatTheScheduleOfSyncsHasLeft() {
        // A write each 100 ms for some seconds, and the end in the middle of a second.
        for (long end : new long[] {1_050, 2_550, 3_999}) {
            List<CrashTable.Timed> commands = new ArrayList<>();
            for (long millis = 0; millis < end; millis += 100) {
                commands.add(at(millis, "SET at" + millis + " 1"));
            }
            List<CrashTable.Row> rows = rows(commands, end);
            long known = 4;
            long total = known + commands.size();
            assertEquals(0, rows.get(0).power(), "nothing is kept");
            assertEquals(known, rows.get(1).power(), "the save before is what there is");
            assertEquals(known, rows.get(2).power(), "nobody has asked for a sync");
            assertEquals(total, rows.get(4).power(), "each write was synced before its reply");
            // Syncs are due when a second has begun, and the first thing that happens then does them.
            long sure = known + end / 1000 * 10;
            long everySecond = rows.get(3).power();
            assertTrue(
                    everySecond >= sure && everySecond <= sure + 2,
                    "a crash after " + end + " ms left " + everySecond + " of " + total + ", expected about " + sure);
            rows.subList(2, 5).forEach(row -> assertEquals(total, row.kill(), row.policy()));
        }
    }

    @Test
    void aServerThatHadAnAppendOnlyFileAlreadyIsNoSafer() {
        LabClock clock = LabClock.standingAt(Clock.system(), START);
        Engine engine = Engines.fresh(clock, new SplittableRandom(1));
        EmbeddedConnection connection = new EmbeddedConnection(engine);
        connection.send(command("CONFIG SET appendonly yes").argv());
        BEFORE.forEach(line -> connection.send(command(line).argv()));
        List<CrashTable.Row> rows =
                new CrashTable(engine, clock, List.of(at(1, "SET new 1")), (START + 2) * 1000).rows();
        assertEquals(
                List.of(0L, 4L, 4L, 4L, 5L),
                rows.stream().map(CrashTable.Row::power).toList());
    }
}
