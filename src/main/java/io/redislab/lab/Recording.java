package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.grading.Check;
import io.redislab.resp.CommandText.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** The commands that were run since the server's start, with their steps and times: to be run once more, elsewhere. */
final class Recording {
    private static final int MAX_COMMANDS = Journal.MAX_TRACE;
    /** What running a session that somebody has made may take. */
    private static final long MAX_NANOS = 30_000_000_000L;

    private static final long MAX_BYTES = 256L << 20;

    private final List<Ran> ran = new ArrayList<>();

    private record Ran(int step, CrashTable.Timed timed) {}

    /**
     * Where a run begins.
     *
     * @param engine an engine of its own, as the world's was then
     * @param commands what was run since; never empty
     */
    private record Start(Engine engine, LabClock clock, List<CrashTable.Timed> commands) {}

    void add(int step, Command command, long wallMicros) {
        if (ran.size() < MAX_COMMANDS) {
            ran.add(new Ran(step, new CrashTable.Timed(command, wallMicros)));
        }
    }

    void clear() {
        ran.clear();
    }

    /** A step is taken back; answers its commands. */
    List<CrashTable.Timed> take(int step) {
        List<CrashTable.Timed> taken =
                ran.stream().filter(each -> each.step() == step).map(Ran::timed).toList();
        ran.removeIf(each -> each.step() == step);
        return taken;
    }

    /** A step is done again that was taken back. */
    void putBack(int step, List<CrashTable.Timed> commands) {
        commands.forEach(timed -> ran.add(new Ran(step, timed)));
    }

    /** As far back as the timeline can go; empty when nothing was run since. */
    private Optional<Start> start(Timeline timeline, LabClock clock) {
        List<Ran> known =
                ran.stream().filter(each -> each.step() >= timeline.oldest()).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Ran first = known.get(0);
        LabClock then = LabClock.standingAt(clock, first.timed().wallMicros() / 1000);
        Engine past = timeline.engineAt(first.step() - 1).fork(then);
        timeline.turnBack(past, first.step() - 1);
        return Optional.of(new Start(past, then, known.stream().map(Ran::timed).toList()));
    }

    /** The session: what was run, with what there was before. */
    SessionFile session(Timeline timeline, LabClock clock) {
        return start(timeline, clock)
                .map(start -> new SessionFile(Optional.of(Engines.snapshot(start.engine())), start.commands()))
                .orElseGet(() -> new SessionFile(Optional.empty(), List.of()));
    }

    /** What a crash now would leave of it, under each way to keep data; no row when nothing was run. */
    List<CrashTable.Row> compareCrashes(Timeline timeline, LabClock clock) {
        return start(timeline, clock)
                .map(start ->
                        new CrashTable(start.engine(), start.clock(), start.commands(), clock.wallMicros()).rows())
                .orElse(List.of());
    }

    /** A session as a recording of a terminal: run once more in a world of its own. */
    static String asciicast(SessionFile session, Clock machine) throws IOException {
        Asciicast cast = new Asciicast(startMicros(session, machine));
        replay(session, machine, (timed, outcome) -> cast.add(timed.command(), timed.wallMicros(), outcome.replies()))
                .close();
        return cast.text();
    }

    private static long startMicros(SessionFile session, Clock machine) {
        return session.steps().isEmpty()
                ? machine.wallMicros()
                : session.steps().get(0).wallMicros();
    }

    private static SessionFile.Fault stopped(LabWorld world, String why) {
        world.close();
        return new SessionFile.Fault(why);
    }

    /**
     * Runs a session in a world of its own, at the times at which it was made.
     *
     * @param seen is told of every command
     * @throws SessionFile.Fault when it can't be run, or takes too much
     */
    static LabWorld replay(SessionFile session, Clock machine, BiConsumer<CrashTable.Timed, Outcome> seen)
            throws IOException {
        LabClock clock = LabClock.standingAt(machine, startMicros(session, machine) / 1000);
        Engine engine = Engines.start(clock, new SplittableRandom(7), MirroredDisk.waiting(clock));
        if (session.snapshot().isPresent()) {
            try {
                Engines.restore(engine, session.snapshot().get());
            } catch (Engines.BootFailure e) {
                throw new SessionFile.Fault("its snapshot can't be read: " + e.getMessage());
            }
        }
        LabWorld world = LabWorld.aside(engine, clock);
        long deadline = machine.monotonicNanos() + MAX_NANOS;
        for (CrashTable.Timed timed : session.steps()) {
            if (machine.monotonicNanos() > deadline) {
                throw stopped(world, "it takes longer than " + MAX_NANOS / 1_000_000_000 + " seconds");
            } else if (world.engine().keyspace().memory() > MAX_BYTES) {
                throw stopped(world, "its data take more than " + (MAX_BYTES >> 20) + " MB");
            }
            world.waitUntil(timed.wallMicros());
            Outcome outcome = world.run(timed.command());
            if (outcome.fate() == Outcome.Fate.SHUTDOWN) {
                world.restart("SHUTDOWN", Check.Ending.CLEAN);
            }
            seen.accept(timed, outcome);
        }
        return world;
    }
}
