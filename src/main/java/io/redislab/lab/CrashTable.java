package io.redislab.lab;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Engine;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.resp.CommandText.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is left after a crash under each way to keep data: the same commands at the same times, run under each of them, and
 * then the end. Time is the clock's, so that it takes none.
 */
public final class CrashTable {
    /** A command and when it was run: Unix time in µs by the world's clock. */
    record Timed(Command command, long wallMicros) {}

    /** The ways, with what is set for each. */
    private enum Policy {
        NONE("nothing is kept", "save", "", "appendonly", "no"),
        RDB("save points as they are", "appendonly", "no"),
        AOF_NO("AOF, fsync left to the system", "appendonly", "yes", "appendfsync", "no"),
        AOF_EVERYSEC("AOF, fsync each second", "appendonly", "yes", "appendfsync", "everysec"),
        AOF_ALWAYS("AOF, fsync at each write", "appendonly", "yes", "appendfsync", "always");

        private final String title;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, and its strings are
        private final List<String> settings;

        Policy(String title, String... settings) {
            this.title = title;
            this.settings = List.of(settings);
        }
    }

    /**
     * One way.
     *
     * @param power keys as they were, after the power went
     * @param kill the same after kill -9
     * @param total keys there were
     */
    public record Row(String policy, long power, long kill, long total) {}

    private static final Set<String> POLICY_SETTINGS = Set.of("save", "appendonly", "appendfsync");

    private final Engine start;
    private final LabClock startClock;
    private final List<Timed> commands;
    private final long endMicros;

    /**
     * Prepares the comparison.
     *
     * @param start the server before the first of the commands
     * @param endMicros when it ends
     */
    CrashTable(Engine start, LabClock startClock, List<Timed> commands, long endMicros) {
        this.start = start;
        this.startClock = startClock;
        this.commands = List.copyOf(commands);
        this.endMicros = endMicros;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            rows.add(row(policy));
        }
        return rows;
    }

    private Row row(Policy policy) {
        LabClock clock = startClock.copy();
        Engine engine = start.fork(clock);
        TimeMachine time = new TimeMachine(engine, clock);
        EmbeddedConnection admin = new EmbeddedConnection(engine);
        admin.session().setAuthenticated(true);
        // A file that is there already would have a past of its own: what of it is synced, and how.
        admin.send(words("CONFIG", "SET", "appendonly", "no"));
        for (int i = 0; i < policy.settings.size(); i += 2) {
            admin.send(words("CONFIG", "SET", policy.settings.get(i), policy.settings.get(i + 1)));
        }
        // What was set is in the file too: it holds after the restart.
        admin.send(words("CONFIG", "REWRITE"));
        engine.persistence().finishJob();
        // Everything up to here is safe, whatever the policy: the comparison is about what follows.
        if (policy != Policy.NONE) {
            admin.send(words("SAVE"));
        }
        Map<String, EmbeddedConnection> clients = new HashMap<>();
        for (Timed timed : commands) {
            long wait = timed.wallMicros() - clock.wallMicros();
            if (wait > 0) {
                time.turn(wait);
            }
            EmbeddedConnection client = clients.computeIfAbsent(timed.command().client(), name -> {
                EmbeddedConnection connection = new EmbeddedConnection(engine);
                connection.session().setAuthenticated(true);
                return connection;
            });
            if (!client.isClosed() && !client.session().isBlocked() && !choosesPolicy(timed.command())) {
                client.send(timed.command().argv());
            }
        }
        if (endMicros > clock.wallMicros()) {
            time.turn(endMicros - clock.wallMicros());
        }
        long total = engine.keyspace().databases().stream()
                .mapToLong(each -> each.size())
                .sum();
        return new Row(policy.title, left(engine, clock, true), left(engine, clock, false), total);
    }

    /** Whether it would put another way to keep data in the place of the one that is tried. */
    private static boolean choosesPolicy(Command command) {
        List<String> words = command.argv().stream()
                .map(word -> new String(word, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT))
                .toList();
        return words.size() > 3
                && words.get(0).equals("config")
                && words.get(1).equals("set")
                && words.stream().skip(2).anyMatch(POLICY_SETTINGS::contains);
    }

    /** How many keys the server has, as they were, when it comes up again. */
    private static long left(Engine engine, LabClock clock, boolean power) {
        LabClock later = clock.copy();
        MemoryDisk disk = ((MemoryDisk) engine.storage()).copy(later);
        if (power) {
            disk.losePower();
        }
        try {
            Engine again = Engines.boot(later, new SplittableRandom(1), disk);
            long total = engine.keyspace().databases().stream()
                    .mapToLong(each -> each.size())
                    .sum();
            long changed = WorldDiff.between(again, engine).stream()
                    .filter(line -> line.sort() == WorldDiff.Sort.ADDED || line.sort() == WorldDiff.Sort.CHANGED)
                    .count();
            return total - changed;
        } catch (Engines.BootFailure e) {
            return 0;
        }
    }

    private static List<byte[]> words(String... words) {
        List<byte[]> argv = new ArrayList<>();
        for (String word : words) {
            argv.add(word.getBytes(StandardCharsets.UTF_8));
        }
        return argv;
    }
}
