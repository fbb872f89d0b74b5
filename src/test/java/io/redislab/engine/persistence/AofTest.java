package io.redislab.engine.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.value.Value;
import io.redislab.testing.ManualClock;
import io.redislab.testing.SampleValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AofTest {
    private static final String INCREMENT = "/appendonlydir/appendonly.aof.1.incr.aof";

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryDisk disk = new MemoryDisk(clock);

    private Server server(String... options) {
        String[] all = new String[options.length + 4];
        System.arraycopy(new String[] {"save", "", "appendonly", "yes"}, 0, all, 0, 4);
        System.arraycopy(options, 0, all, 4, options.length);
        return new Server(disk, clock, all);
    }

    private String file(String path) {
        try {
            return new String(disk.read(path).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String path, String content) {
        try (OutputFile file = disk.create(path)) {
            byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
            file.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files() {
        try {
            return disk.list("/appendonlydir");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void commandsAreReplayed() {
        Server server = server();
        server.call("SET", "a", "1");
        server.call("SELECT", "5");
        server.call("SET", "b", "x", "EX", "100");
        server.call("MULTI");
        server.call("INCR", "c");
        server.call("INCR", "c");
        server.call("EXEC");
        server.call("DEL", "missing");
        assertEquals(
                "*2|$6|SELECT|$1|0|*3|$3|SET|$1|a|$1|1|*2|$6|SELECT|$1|5|"
                        + "*5|$3|SET|$1|b|$1|x|$4|PXAT|$13|1700000100000|"
                        + "*1|$5|MULTI|*2|$4|INCR|$1|c|*2|$4|INCR|$1|c|*1|$4|EXEC|",
                file(INCREMENT).replace("\r\n", "|"));
        assertEquals(server.content(), server().content());
    }

    @Test
    void whatIsLoadedIsNotWrittenAgain() {
        Server server = server("enable-debug-command", "yes");
        server.call("SET", "a", "1");
        server.call("INCR", "a");
        String before = file(INCREMENT);
        assertEquals("OK", server.text("DEBUG", "LOADAOF"));
        assertEquals("2", server.text("GET", "a"));
        assertEquals(before, file(INCREMENT));
        server.call("INCR", "a");
        assertEquals(server.content(), server().content());
    }

    @Test
    void timestampsStandBetweenCommands() {
        Server server = server("aof-timestamp-enabled", "yes");
        server.call("SET", "a", "1");
        server.call("SET", "b", "1");
        server.turn(2000);
        server.call("SET", "c", "1");
        assertEquals(3, file(INCREMENT).split("#TS:", -1).length);
        assertTrue(file(INCREMENT).startsWith("#TS:1700000000\r\n"));
        assertEquals(server.content(), server().content());
    }

    @Test
    void rewriteMakesANewBaseWhileWritingGoesOn() {
        for (String preamble : List.of("yes", "no")) {
            MemoryDisk own = new MemoryDisk(clock);
            String[] options = {
                "save", "", "appendonly", "yes", "aof-use-rdb-preamble", preamble, "rdb-key-save-delay", "1000"
            };
            Server server = new Server(own, clock, options);
            for (int i = 0; i < 50; i++) {
                server.call("SET", "key:" + i, "value " + i);
                server.call("EXPIREAT", "key:" + i, Integer.toString(1_800_000_000 + i));
            }
            assertEquals("Background append only file rewriting started", server.text("BGREWRITEAOF"));
            for (int i = 0; i < 30; i++) {
                server.call("SET", "key:" + i * 2, "changed");
                server.turn(1);
            }
            server.finishBackgroundWork();
            server.call("SET", "last", "1");
            assertTrue(server.engine.persistence().aof().rewrites().isLastOk());
            List<String> names;
            try {
                names = own.list("/appendonlydir");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            String suffix = preamble.equals("yes") ? "rdb" : "aof";
            assertEquals(
                    List.of("appendonly.aof.2.base." + suffix, "appendonly.aof.2.incr.aof", "appendonly.aof.manifest"),
                    names);
            assertEquals(server.content(), new Server(own, clock, options).content());
        }
    }

    @Test
    void aSaveInTheMiddleOfARewriteTakesNothingFromIt() {
        Server server = server("rdb-key-save-delay", "1000");
        for (int i = 0; i < 40; i++) {
            server.call("SET", "key:" + i, "value");
        }
        server.call("BGREWRITEAOF");
        server.turn(10);
        assertEquals("OK", server.text("SAVE"));
        server.call("SET", "key:0", "changed");
        server.finishBackgroundWork();
        assertEquals(server.content(), server().content());
        assertEquals(40, new Server(disk, clock, "save", "").content().size());
    }

    @Test
    void baseOfCommandsHoldsEveryType() {
        Server server = server("aof-use-rdb-preamble", "no");
        Map<String, Value> samples = SampleValues.all();
        samples.forEach((name, value) -> server.engine.keyspace().database(0).put(SampleValues.bytes(name), value));
        server.call("BGREWRITEAOF");
        server.finishBackgroundWork();
        String base = file("/appendonlydir/appendonly.aof.2.base.aof");
        for (String command : List.of("SET", "RPUSH", "SADD", "HMSET", "ZADD", "XADD", "XSETID", "XGROUP", "XCLAIM")) {
            assertTrue(base.contains("\r\n" + command + "\r\n"), command);
        }
    }

    @Test
    void turnedOnAndOffWhileItRuns() {
        Server server = new Server(disk, clock, "save", "", "rdb-key-save-delay", "1000");
        server.call("SET", "before", "1");
        server.call("SET", "too", "1");
        assertEquals("OK", server.text("CONFIG", "SET", "appendonly", "yes"));
        server.call("SET", "during", "1");
        assertTrue(files().contains("temp-appendonly.aof.incr"));
        server.finishBackgroundWork();
        server.call("SET", "after", "1");
        assertEquals(
                List.of("appendonly.aof.1.base.rdb", "appendonly.aof.1.incr.aof", "appendonly.aof.manifest"), files());
        assertEquals(server.content(), server().content());
        assertEquals("OK", server.text("CONFIG", "SET", "appendonly", "no"));
        Map<String, String> then = server.content();
        server.call("SET", "never", "1");
        assertEquals(then, server().content());
    }

    @Test
    void growthStartsARewrite() {
        Server server = server("auto-aof-rewrite-percentage", "100", "auto-aof-rewrite-min-size", "1000");
        for (int i = 0; i < 100; i++) {
            server.call("SET", "key", "value " + i);
        }
        for (int i = 0; i < 20; i++) {
            server.turn(100);
        }
        server.finishBackgroundWork();
        assertEquals(1, server.engine.persistence().aof().rewrites().count());
        assertTrue(server.engine.persistence().aof().currentBytes() < 500);
    }

    @Test
    void historyIsKeptWhileTheConfigurationWantsIt() {
        Server server = server("aof-disable-auto-gc", "yes");
        for (int i = 0; i < 2; i++) {
            server.call("BGREWRITEAOF");
            server.finishBackgroundWork();
        }
        assertEquals(
                "file appendonly.aof.3.base.rdb seq 3 type b|file appendonly.aof.2.incr.aof seq 2 type h|"
                        + "file appendonly.aof.2.base.rdb seq 2 type h|file appendonly.aof.1.incr.aof seq 1 type h|"
                        + "file appendonly.aof.1.base.rdb seq 1 type h|file appendonly.aof.3.incr.aof seq 3 type i|",
                file("/appendonlydir/appendonly.aof.manifest").replace('\n', '|'));
        assertEquals(7, files().size());
        server.call("CONFIG", "SET", "aof-disable-auto-gc", "no");
        assertEquals(
                List.of("appendonly.aof.3.base.rdb", "appendonly.aof.3.incr.aof", "appendonly.aof.manifest"), files());
    }

    @Test
    void failedRewritesLeaveIncrementsAndWaitLongerAndLonger() {
        Server server = server("auto-aof-rewrite-percentage", "0", "auto-aof-rewrite-min-size", "1");
        server.call(
                "SET",
                "key",
                new Random(1)
                        .ints(2000, 33, 127)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
        for (int i = 1; i <= 3; i++) {
            disk.setCapacity(disk.usedBytes() + 1000);
            server.call("BGREWRITEAOF");
            server.finishBackgroundWork();
            assertEquals(i, server.engine.persistence().aof().rewrites().failuresInARow());
            disk.setCapacity(Long.MAX_VALUE);
            server.call("SET", "more:" + i, "value");
        }
        assertTrue(files().contains("appendonly.aof.4.incr.aof"));
        assertFalse(disk.exists("/temp-rewriteaof-bg-" + JobProcess.OWN.pid() + ".aof"));
        assertEquals(
                server.content(), server("auto-aof-rewrite-percentage", "0").content());
        server.call("CONFIG", "SET", "auto-aof-rewrite-percentage", "1");
        for (int i = 0; i < 300; i++) {
            server.turn(100);
        }
        assertEquals(3, server.engine.persistence().aof().rewrites().count());
        assertTrue(server.log.contains(
                "Background AOF rewrite has repeatedly failed and triggered the limit, will retry in" + " 1 minutes"));
        for (int i = 0; i < 400; i++) {
            server.turn(100);
        }
        server.finishBackgroundWork();
        assertEquals(0, server.engine.persistence().aof().rewrites().failuresInARow());
        assertEquals(
                server.content(), server("auto-aof-rewrite-percentage", "0").content());
    }

    // ---- what is cut off or damaged ----

    @Test
    void cutOffTailIsDroppedAndTold() {
        Server server = server();
        server.call("SET", "a", "1");
        server.call("SET", "b", "1");
        String whole = file(INCREMENT);
        for (int cut = 1; cut < 20; cut++) {
            write(INCREMENT, whole.substring(0, whole.length() - cut));
            Server next = server();
            assertEquals(List.of("0:a"), List.copyOf(next.content().keySet()));
            assertTrue(next.log.contains(
                    "AOF appendonly.aof.1.incr.aof loaded anyway because aof-load-truncated is" + " enabled"));
            next.call("SET", "c", "1");
            assertEquals(List.of("0:a", "0:c"), List.copyOf(server().content().keySet()));
        }
        write(INCREMENT, whole.substring(0, whole.length() - 3));
        assertThrows(PersistenceException.class, () -> server("aof-load-truncated", "no"));
    }

    @Test
    void unfinishedTransactionIsDropped() {
        Server server = server();
        server.call("SET", "a", "1");
        write(INCREMENT, file(INCREMENT) + "*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n2\r\n");
        assertEquals(List.of("0:a"), List.copyOf(server().content().keySet()));
    }

    @Test
    void nonsenseIsRefused() {
        server().call("SET", "a", "1");
        String whole = file(INCREMENT);
        for (String bad :
                List.of("nonsense\r\n", "*0\r\n", "*1\r\nx\r\n", "*1\r\n$5\r\nNOCMD\r\n", "*1\r\n$3\r\nGET\r\n")) {
            write(INCREMENT, whole + bad);
            assertThrows(PersistenceException.class, this::server, bad);
        }
    }

    @Test
    void damagedManifestsAreRefused() {
        server().call("SET", "a", "1");
        String path = "/appendonlydir/appendonly.aof.manifest";
        String good = file(path);
        Map<String, String> bad = new TreeMap<>(Map.of(
                "",
                "Found an empty AOF manifest",
                good + "\n",
                "Invalid AOF manifest file format",
                good.replace("seq", "sec"),
                "Invalid AOF manifest file format",
                good.replace("type i", "type x"),
                "Unknown AOF file type",
                good + good,
                "Found duplicate base file information",
                good.replace("file app", "file ../app"),
                "File can't be a path, just a filename",
                good + "file other seq 1 type i\n",
                "Found a non-monotonic sequence number",
                good + "file other",
                "The AOF manifest file contains too long line"));
        bad.forEach((content, message) -> {
            write(path, content);
            PersistenceException refused = assertThrows(PersistenceException.class, this::server, content);
            assertEquals(message, refused.getMessage());
        });
        write(path, "# a comment\n" + good);
        assertEquals(1, server().content().size());
    }

    @Test
    void fileOfAnOlderVersionIsTakenOver() {
        write("/appendonly.aof", "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n");
        Server server = server();
        assertEquals("1", server.text("GET", "a"));
        assertFalse(disk.exists("/appendonly.aof"));
        assertEquals(List.of("appendonly.aof", "appendonly.aof.1.incr.aof", "appendonly.aof.manifest"), files());
        server.call("SET", "b", "2");
        assertEquals(server.content(), server().content());
    }

    // ---- disks ----

    @Test
    void fullDiskStopsWritesUntilThereIsRoom() {
        Server server = server("appendfsync", "everysec");
        server.call("SET", "a", "1");
        disk.setCapacity(disk.usedBytes() + 10);
        server.call("SET", "b", "1");
        assertEquals("MISCONF Errors writing to the AOF file: No space left on device", server.text("SET", "c", "1"));
        assertEquals("1", server.text("GET", "b"));
        disk.setCapacity(Long.MAX_VALUE);
        for (int i = 0; i < 20; i++) {
            server.turn(100);
        }
        assertEquals("OK", server.text("SET", "c", "1"));
        assertEquals(server.content(), server().content());
    }

    @Test
    void withAlwaysAFullDiskIsTheEnd() {
        Server server = server("appendfsync", "always");
        disk.setCapacity(disk.usedBytes() + 10);
        assertThrows(PersistenceException.class, () -> server.call("SET", "a", "1"));
    }

    @Test
    void slowDiskLetsWritesWaitForTwoSeconds() {
        Server server = server("appendfsync", "everysec");
        disk.setSyncNanos(10_000_000_000L);
        server.call("SET", "a", "1");
        server.turn(1100);
        server.call("SET", "b", "1");
        String before = file(INCREMENT);
        server.call("SET", "c", "1");
        assertEquals(before, file(INCREMENT));
        for (int i = 0; i < 30; i++) {
            server.turn(100);
        }
        assertTrue(file(INCREMENT).length() > before.length());
        assertEquals(1, server.engine.persistence().aof().delayedSyncs());
    }

    /** At any moment, in the middle of rewrites too, the power may go. */
    @Test
    void powerLossTakesNoMoreThanThePolicyAllows() {
        for (String policy : List.of("always", "everysec")) {
            Random random = new Random(11);
            for (int round = 0; round < 60; round++) {
                MemoryDisk own = new MemoryDisk(clock);
                String[] options = {
                    "save",
                    "",
                    "appendonly",
                    "yes",
                    "appendfsync",
                    policy,
                    "rdb-key-save-delay",
                    "300",
                    "aof-use-rdb-preamble",
                    random.nextBoolean() ? "yes" : "no"
                };
                Server server = new Server(own, clock, options);
                own.setSyncNanos(random.nextInt(3) * 100_000_000L);
                int written = 0;
                TreeMap<Long, Integer> writtenAt = new TreeMap<>();
                for (int steps = 50 + random.nextInt(400); steps > 0; steps--) {
                    server.call("SET", "counter", Integer.toString(++written));
                    server.call("SET", "key:" + random.nextInt(50), "value");
                    writtenAt.put(clock.wallMillis(), written);
                    if (random.nextInt(40) == 0) {
                        server.call("BGREWRITEAOF");
                    }
                    if (random.nextInt(3) == 0) {
                        server.turn(random.nextInt(50));
                    }
                }
                own.losePower(random);
                own.setSyncNanos(0);
                Server next = new Server(own, clock, options);
                String found = next.text("GET", "counter");
                Map.Entry<Long, Integer> promised = policy.equals("always")
                        ? writtenAt.lastEntry()
                        : writtenAt.floorEntry(clock.wallMillis() - 2000);
                int least = promised == null ? 0 : promised.getValue();
                int actual = found.matches("[0-9]+") ? Integer.parseInt(found) : 0;
                assertTrue(actual >= least, policy + ": " + actual + " of " + written + ", at least " + least);
            }
        }
    }
}
