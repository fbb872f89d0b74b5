package io.redislab.engine.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.keyspace.Database;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.testing.ManualClock;
import io.redislab.testing.SampleValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryDisk disk = new MemoryDisk(clock);

    private Server server(String... options) {
        return new Server(disk, clock, options);
    }

    @Test
    void everyValueComesBackFromTheFile() {
        Server server = server("save", "");
        Database database = server.engine.keyspace().database(3);
        SampleValues.all().forEach((name, value) -> {
            database.put(SampleValues.bytes(name), value);
            if (name.endsWith("listpack")) {
                database.setExpire(SampleValues.bytes(name), clock.wallMillis() + 100_000);
            }
        });
        assertEquals("OK", server.text("SAVE"));
        Server next = server("save", "");
        assertEquals(canonical(server.content()), canonical(next.content()));
        assertEquals(
                SampleValues.all().size(), next.engine.persistence().loading().keysLoaded());
    }

    /** Members of hash tables come in any order: compares their characters. */
    private static Map<String, String> canonical(Map<String, String> content) {
        content.replaceAll((key, value) -> value.chars()
                .limit(value.indexOf('@') < 10 ? value.length() : value.lastIndexOf('@') - 10L)
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
        return content;
    }

    @Property(tries = 60)
    void backgroundSaveHoldsTheMomentOfItsBeginning(@ForAll long seed) {
        MemoryDisk own = new MemoryDisk(clock);
        Server server = new Server(own, clock, "save", "", "rdb-key-save-delay", "500");
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            change(server, random);
        }
        Map<String, String> before = server.content();
        assertEquals("Background saving started", server.text("BGSAVE"));
        while (server.engine.persistence().hasJob()) {
            change(server, random);
            if (random.nextInt(4) == 0) {
                server.turn(1);
            }
        }
        assertTrue(server.engine.persistence().rdb().isLastOk());
        assertEquals(before, new Server(own, clock, "save", "").content());
        server.engine.keyspace().databases().forEach(database -> database.keys()
                .forEach(entry -> assertFalse(entry.isUnsaved())));
    }

    private static void change(Server server, Random random) {
        String key = "key:" + random.nextInt(40);
        String other = "key:" + random.nextInt(40);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> server.call("SET", key, "value " + random.nextInt());
            case 3 -> server.call("APPEND", key, "x");
            case 4 -> server.call("DEL", key);
            case 5 -> server.call("RENAME", key, other);
            case 6 -> server.call("COPY", key, other, "REPLACE");
            case 7 -> server.call("MOVE", key, Integer.toString(random.nextInt(3)));
            case 8 -> server.call("PEXPIREAT", key, Long.toString(4_000_000_000_000L + random.nextInt(1000)));
            case 9 -> server.call("PERSIST", key);
            case 10 -> server.call("SELECT", Integer.toString(random.nextInt(3)));
            default -> rare(server, random);
        }
    }

    private static void rare(Server server, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> server.engine.keyspace().swap(0, 1 + random.nextInt(2));
            case 1 -> {
                if (random.nextInt(10) == 0) {
                    server.engine.keyspace().flush(random.nextInt(3));
                }
            }
            default -> server.call("SETBIT", "key:" + random.nextInt(40), "3", "1");
        }
    }

    @Test
    void savePointsStartASave() {
        Server server = server("save", "10 2");
        server.call("SET", "a", "1");
        server.turn(11_000);
        assertFalse(disk.exists("dump.rdb"));
        server.call("SET", "b", "1");
        server.turn(1000);
        server.finishBackgroundWork();
        assertTrue(disk.exists("dump.rdb"));
        assertEquals(0, server.engine.keyspace().dirty());
    }

    @Test
    void changesDuringASaveCountForTheNextOne() {
        Server server = server("save", "", "rdb-key-save-delay", "1000");
        server.call("SET", "a", "1");
        server.call("BGSAVE");
        server.call("SET", "b", "1");
        server.finishBackgroundWork();
        assertEquals(1, server.engine.keyspace().dirty());
    }

    @Test
    void failedSaveStopsWritesUntilOneGoesWell() {
        Server server = server("save", "1 100");
        server.call("SET", "a", "1");
        assertEquals("OK", server.text("SAVE"));
        disk.setCapacity(disk.usedBytes());
        server.call("SET", "b", "1");
        assertEquals("ERR", server.text("SAVE"));
        assertTrue(server.log.contains("Write error saving DB on disk(rdbSaveRio): No space left on device"));
        server.call("BGSAVE");
        server.finishBackgroundWork();
        assertFalse(server.engine.persistence().rdb().isLastOk());
        assertTrue(server.text("SET", "c", "1").startsWith("MISCONF Redis is configured to save RDB snapshots"));
        assertTrue(server.text("PING").startsWith("MISCONF"));
        assertEquals("1", server.text("GET", "b"));
        disk.setCapacity(Long.MAX_VALUE);
        server.call("BGSAVE");
        server.finishBackgroundWork();
        assertEquals("OK", server.text("SET", "c", "1"));
        assertEquals(List.of("dump.rdb"), list());
    }

    private List<String> list() {
        try {
            return disk.list("/");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readOnlyDiskGivesTheSystemsWords() {
        Server server = server("save", "");
        disk.setReadOnly(true);
        assertEquals("ERR", server.text("SAVE"));
        assertTrue(server.log.get(server.log.size() - 1).endsWith("for saving: Read-only file system"));
    }

    @Test
    void crashInTheMiddleOfASaveLeavesTheFileBefore() {
        Random random = new Random(3);
        for (int round = 0; round < 30; round++) {
            MemoryDisk own = new MemoryDisk(clock);
            Server server = new Server(own, clock, "save", "", "rdb-key-save-delay", "100");
            server.call("SET", "old", "1");
            server.call("SAVE");
            for (int i = 0; i < 100; i++) {
                server.call("SET", "new:" + i, "1");
            }
            Map<String, String> newer = server.content();
            server.call("BGSAVE");
            for (int steps = random.nextInt(150); steps > 0; steps--) {
                server.turn(1);
            }
            boolean done = !server.engine.persistence().hasJob();
            own.losePower(random);
            Server next = new Server(own, clock, "save", "");
            assertEquals(done ? newer.keySet() : Set.of("0:old"), next.content().keySet());
        }
    }

    /** A process that somebody else may kill. */
    private static final class Child implements JobProcess {
        private OptionalInt signal = OptionalInt.empty();
        private boolean ended;

        @Override
        public long pid() {
            return 4711;
        }

        @Override
        public OptionalInt killedBy() {
            return signal;
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    @Test
    void whoeverKillsItsProcessEndsABackgroundSave() {
        Server server = server("save", "900 1", "rdb-key-save-delay", "1000000");
        server.call("MSET", "a", "1", "b", "2", "c", "3");
        Child child = new Child();
        server.engine.persistence().useProcesses(name -> child);
        server.call("BGSAVE");
        server.turn(10);
        assertTrue(disk.exists("temp-4711.rdb"));
        child.signal = OptionalInt.of(9);
        server.turn(200);
        assertFalse(server.engine.persistence().hasJob());
        assertTrue(server.log.contains("Background saving started by pid 4711"));
        assertTrue(server.log.contains("Background saving terminated by signal 9"));
        assertFalse(disk.exists("temp-4711.rdb"));
        assertTrue(server.text("SET", "a", "2").startsWith("MISCONF"), server.text("SET", "a", "2"));
        assertTrue(child.ended);
    }

    /** The signal by which Redis itself ends its children. */
    @Test
    void aSaveThatIsEndedBySigusr1HasNotFailed() {
        Server server = server("save", "900 1", "rdb-key-save-delay", "1000000");
        server.call("MSET", "a", "1", "b", "2", "c", "3");
        Child child = new Child();
        server.engine.persistence().useProcesses(name -> child);
        server.call("BGSAVE");
        child.signal = OptionalInt.of(10);
        server.turn(200);
        assertFalse(server.engine.persistence().hasJob());
        assertEquals("OK", server.text("SET", "a", "2"));
    }

    @Test
    void tablesWaitForTheEndOfASaveBeforeTheyGrow() {
        Server server = server("save", "", "rdb-key-save-delay", "1000000", "enable-debug-command", "yes");
        for (int i = 0; i < 64; i++) {
            server.call("SET", "key:" + i, "1");
        }
        server.call("BGSAVE");
        server.call("SET", "one", "more");
        assertTrue(server.text("DEBUG", "HTSTATS", "0").contains("table size: 64"));
        assertFalse(server.text("DEBUG", "HTSTATS", "0").contains("table size: 128"));
        server.engine.persistence().finishJob();
        server.call("SET", "and", "another");
        assertTrue(server.text("DEBUG", "HTSTATS", "0").contains("table size: 128"));
    }
}
