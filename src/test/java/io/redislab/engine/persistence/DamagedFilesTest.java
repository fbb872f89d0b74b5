package io.redislab.engine.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.redislab.engine.keyspace.Database;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.OutputFile;
import io.redislab.testing.ManualClock;
import io.redislab.testing.SampleValues;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Files with flipped bits or cut off, at random: the server starts with what they hold, or says why not; it never hangs,
 * fails in another way or takes damaged bytes for good ones. With the system property {@code corruptions} as often as it
 * says.
 */
class DamagedFilesTest {
    private static final int ROUNDS = Integer.getInteger("corruptions", 600);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    private static byte[] read(MemoryDisk disk, String path) {
        try {
            return disk.read(path).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(MemoryDisk disk, String path, byte[] bytes, int length) {
        try (OutputFile file = disk.create(path)) {
            file.write(bytes, 0, length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bad;
    }

    private static void fill(Server server) {
        Database database = server.engine.keyspace().database(0);
        SampleValues.all().forEach((name, value) -> database.put(SampleValues.bytes(name), value));
    }

    @Test
    void aDamagedRdbFileIsNoticed() {
        MemoryDisk disk = new MemoryDisk(clock);
        Server server = new Server(disk, clock, "save", "");
        fill(server);
        server.call("SAVE");
        byte[] good = read(disk, "dump.rdb");
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bad = damaged(good, random);
            int length = random.nextInt(4) == 0 ? random.nextInt(bad.length) : bad.length;
            write(disk, "dump.rdb", bad, length);
            boolean started = starts(disk, "save", "");
            assertFalse(started && !Arrays.equals(good, bad), "round " + round);
        }
    }

    @Test
    void withoutChecksumADamagedRdbFileLoadsOrIsRefused() {
        MemoryDisk disk = new MemoryDisk(clock);
        Server server = new Server(disk, clock, "save", "", "rdbchecksum", "no");
        fill(server);
        server.call("SAVE");
        byte[] good = read(disk, "dump.rdb");
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            write(disk, "dump.rdb", damaged(good, random), good.length);
            starts(disk, "save", "", "rdbchecksum", "no");
        }
    }

    @Test
    void aDamagedAofLoadsOrIsRefused() {
        MemoryDisk disk = new MemoryDisk(clock);
        String[] options = {"save", "", "appendonly", "yes"};
        Server server = new Server(disk, clock, options);
        for (int i = 0; i < 30; i++) {
            server.call("SET", "key:" + i, "value " + i);
            server.call("RPUSH", "list", "element " + i);
            server.call("PEXPIREAT", "key:" + i, "33177117420000");
        }
        String path = "/appendonlydir/appendonly.aof.1.incr.aof";
        byte[] good = read(disk, path);
        Random random = new Random(3);
        for (int round = 0; round < ROUNDS; round++) {
            write(disk, path, damaged(good, random), good.length);
            starts(disk, options);
        }
    }

    /** Starts a server and uses what it has loaded; false when it refuses the files. */
    private boolean starts(MemoryDisk disk, String... options) {
        try {
            Server server = new Server(disk, clock, options);
            Map<String, String> content = server.content();
            assertNotNull(content);
            assertEquals("PONG", server.text("PING"));
            return true;
        } catch (PersistenceException refused) {
            assertFalse(String.valueOf(refused.getMessage()).isEmpty());
            return false;
        }
    }
}
