package io.redislab.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.resp.ArgumentSplitter;
import io.redislab.testing.ManualClock;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * What goes into the AOF: every transcript is played on the engine and on a real Redis, and the commands that both have
 * written must be the same, up to what comes from clock and chance.
 */
@Tag("long")
class PropagationTest {
    private static final String INCREMENT = "appendonlydir/appendonly.aof.1.incr.aof";

    @TestFactory
    Stream<DynamicTest> asRedisWritesIt() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        return TranscriptTest.files().stream()
                .map(file -> DynamicTest.dynamicTest(TranscriptTest.name(file), () -> compare(file)));
    }

    private static void compare(Path file) throws Exception {
        Transcript transcript = Transcript.read(file);
        ManualClock clock = new ManualClock(1_700_000_000_000L);
        MemoryDisk disk = new MemoryDisk(clock);
        Configuration config = Configuration.defaults();
        config.setDirectory("/");
        config.set("appendonly", "yes");
        config.set("auto-aof-rewrite-percentage", "0");
        Engine engine = new Engine(clock, new Random(1), config, disk);
        engine.persistence().load();
        transcript.play(() -> new EnginePeer(engine, clock));
        List<String> ours = commands(disk.read(INCREMENT).readAllBytes());
        try (RealRedis redis =
                RealRedis.start("--appendonly", "yes", "--appendfsync", "no", "--auto-aof-rewrite-percentage", "0")) {
            transcript.play(() -> new RedisPeer(redis));
            Path real = redis.folder().resolve(INCREMENT);
            List<String> theirs = commands(Files.readAllBytes(real));
            if (callsSpop(transcript)) {
                hideMembers(theirs);
                hideMembers(ours);
            }
            assertEquals(String.join("\n", theirs), String.join("\n", ours));
        }
    }

    private static boolean callsSpop(Transcript transcript) {
        return transcript.calls().stream()
                .anyMatch(call -> new String(call.get(0), StandardCharsets.ISO_8859_1).equalsIgnoreCase("SPOP"));
    }

    /** Which member SPOP takes is chance, and becomes an SREM. */
    private static void hideMembers(List<String> commands) {
        commands.replaceAll(command -> command.replaceAll("^(SREM \\S+) .*", "$1 <members>"));
    }

    /** One line a command; times are shown as such. */
    private static List<String> commands(byte[] aof) {
        List<String> commands = new ArrayList<>();
        int[] at = {0};
        while (at[0] < aof.length) {
            int words = number(aof, at);
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < words; i++) {
                int length = number(aof, at);
                String word = new String(aof, at[0], length, StandardCharsets.ISO_8859_1);
                at[0] += length + 2;
                boolean plain = word.matches("[!-~]+");
                line.append(
                        plain
                                ? word
                                : new String(
                                        ArgumentSplitter.quote(word.getBytes(StandardCharsets.ISO_8859_1)),
                                        StandardCharsets.ISO_8859_1));
                line.append(' ');
            }
            commands.add(line.toString().strip().replaceAll("\\b1[6-9]\\d{11}\\b", "<ms>"));
        }
        return commands;
    }

    /** The number between a character and the end of the line. */
    private static int number(byte[] aof, int[] at) {
        int value = 0;
        for (at[0]++; aof[at[0]] != '\r'; at[0]++) {
            value = value * 10 + aof[at[0]] - '0';
        }
        at[0] += 2;
        return value;
    }
}
