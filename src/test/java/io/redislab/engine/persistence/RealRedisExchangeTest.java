package io.redislab.engine.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.engine.storage.FileStorage;
import io.redislab.resp.CliFormat;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.RealRedis;
import io.redislab.testing.SampleValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis loads what the engine wrote, and the engine what that wrote. */
@EnabledIf("io.redislab.testing.RealRedis#isInstalled")
class RealRedisExchangeTest {
    @TempDir
    Path folder;

    private boolean replayed;

    private EngineClient engine(String... options) {
        Configuration config = Configuration.defaults();
        config.setDirectory(folder.toString());
        try {
            config.set("save", "");
            for (int i = 0; i < options.length; i += 2) {
                config.set(options[i], options[i + 1]);
            }
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
        Engine engine = new Engine(Clock.system(), new Random(1), config, new FileStorage(folder));
        engine.persistence().load();
        return new EngineClient(engine);
    }

    /** Something that takes commands: the engine or the real one. */
    private interface Caller {
        Reply call(byte[]... words);
    }

    private static Caller of(EngineClient client) {
        return words -> client.call(words);
    }

    private static Caller of(RemoteConnection connection) {
        return words -> connection.call(List.of(words));
    }

    private static Reply call(Caller caller, String... words) {
        return caller.call(Arrays.stream(words).map(SampleValues::bytes).toArray(byte[][]::new));
    }

    /** Replayed commands make new consumers, who were seen just now; everything else of a stream comes back. */
    private static void replaceSeenTimes(Caller caller, Map<String, String> content) {
        String group = CliFormat.forPeople(call(caller, "XPENDING", "stream:groups", "group"));
        String entries = CliFormat.forPeople(call(caller, "XRANGE", "stream:groups", "-", "+"));
        content.put("3:stream:groups", group + entries);
    }

    /** All keys with what DUMP gives for them, uncompressed, in an order that does not depend on hash tables. */
    private Map<String, String> content(Caller caller) {
        Map<String, String> content = new TreeMap<>();
        call(caller, "CONFIG", "SET", "rdbcompression", "no");
        for (String database : List.of("0", "3")) {
            call(caller, "SELECT", database);
            for (Reply key : ((Reply.Array) call(caller, "KEYS", "*")).items()) {
                byte[] name = ((Reply.Bulk) key).bytes();
                Reply.Bulk dump = (Reply.Bulk) caller.call(SampleValues.bytes("DUMP"), name);
                byte[] canonical = Arrays.copyOf(dump.bytes(), dump.bytes().length - 10);
                Arrays.sort(canonical);
                Reply expiry = caller.call(SampleValues.bytes("PEXPIRETIME"), name);
                content.put(
                        database + ":" + new String(name, StandardCharsets.UTF_8),
                        ((Reply.Int) expiry).value() + " " + Arrays.hashCode(canonical));
            }
        }
        if (replayed) {
            replaceSeenTimes(caller, content);
        }
        return content;
    }

    /** Makes keys of every type, as RESTORE of the samples and with a few commands. */
    private static void fill(Caller caller) {
        call(caller, "SELECT", "3");
        SampleValues.all()
                .forEach((name, value) -> caller.call(
                        SampleValues.bytes("RESTORE"),
                        SampleValues.bytes(name),
                        SampleValues.bytes("0"),
                        DumpPayload.of(value, true)));
        call(caller, "SELECT", "0");
        call(caller, "SET", "volatile", "1", "PXAT", "33177117420000");
        call(caller, "SETRANGE", "padded", "100", "x");
        call(caller, "PEXPIREAT", "padded", "33177117420001");
    }

    private void bothWays(String saveCommand, String... options) throws IOException {
        EngineClient engine = engine(options);
        fill(of(engine));
        assertEquals(Reply.Status.class, call(of(engine), saveCommand).getClass());
        finish(engine);
        String[] realOptions = options.clone();
        for (int i = 0; i < realOptions.length; i += 2) {
            realOptions[i] = "--" + realOptions[i];
        }
        Map<String, String> ours = content(of(engine(options)));
        assertEquals(SampleValues.all().size() + 2, ours.size());
        try (RealRedis real = RealRedis.startIn(folder, realOptions);
                RemoteConnection connection = real.connect()) {
            assertEquals(ours, content(of(connection)));
            call(of(connection), "SET", "from real", "1");
            call(of(connection), saveCommand);
            while (call(of(connection), "INFO", "persistence") instanceof Reply.Bulk info
                    && info.text().contains("in_progress:1")) {
                Thread.onSpinWait();
            }
        }
        try (RealRedis real = RealRedis.startIn(folder, realOptions);
                RemoteConnection connection = real.connect()) {
            assertEquals(content(of(connection)), content(of(engine(options))));
        }
    }

    private static void finish(EngineClient client) {
        Engine engine = client.engine();
        while (engine.persistence().hasJob()) {
            engine.poll();
            Thread.onSpinWait();
        }
        assertTrue(engine.persistence().rdb().isLastOk());
        assertTrue(engine.persistence().aof().rewrites().isLastOk());
    }

    @Test
    void rdbFile() throws IOException {
        bothWays("SAVE");
    }

    @Test
    void rdbFileWithUse() throws IOException {
        bothWays("SAVE", "maxmemory-policy", "allkeys-lfu");
    }

    @Test
    void aofWithRdbBase() throws IOException {
        bothWays("BGREWRITEAOF", "appendonly", "yes");
    }

    @Test
    void aofOfCommands() throws IOException {
        replayed = true;
        bothWays("BGREWRITEAOF", "appendonly", "yes", "aof-use-rdb-preamble", "no", "aof-timestamp-enabled", "yes");
    }
}
