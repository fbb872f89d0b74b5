package io.redislab.lab;

import io.redislab.engine.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of the open world: told, taken back, compared, gone to, and written down to be gone through once more. May be
 * called from any thread; the work is done on the engine's.
 */
public final class TimeTravel {
    private final Worlds worlds;
    private final EngineLoop loop;
    private final Asides asides;
    private final Clock machine;

    TimeTravel(Worlds worlds, EngineLoop loop, Asides asides, Clock machine) {
        this.worlds = worlds;
        this.loop = loop;
        this.asides = asides;
        this.machine = machine;
    }

    /** The world whose steps are told and gone to: in the past, the one that it is the past of. */
    private LabWorld origin() {
        return asides.isPast() ? asides.origin(worlds.kept()) : worlds.active();
    }

    /** Goes to the past: a copy of the world as it was after a step. False when the step is not known. */
    public boolean at(int number) {
        return loop.call(() -> {
            Optional<LabWorld> past = past(number);
            past.ifPresent(world -> {
                asides.past(world, number);
                worlds.drive();
            });
            return past.isPresent();
        });
    }

    private Optional<LabWorld> past(int number) {
        LabWorld world = origin();
        List<Moment> steps = world.timeline().past();
        int oldest = steps.isEmpty() ? 0 : steps.get(0).number() - 1;
        if (number < oldest || number > world.timeline().now()) {
            return Optional.empty();
        }
        long wall = steps.stream()
                .filter(step -> step.number() <= number)
                .reduce((earlier, later) -> later)
                .map(Moment::wallMillis)
                .orElseGet(() -> steps.isEmpty()
                        ? world.clock().wallMillis()
                        : steps.get(0).wallMillis());
        return Optional.of(world.at(number, wall));
    }

    /**
     * Makes a copy with a name and goes there.
     *
     * @param number after which step, or empty for now
     * @return false when the step is not known
     */
    public boolean fork(Optional<Integer> number, String name) {
        return loop.call(() -> {
            Optional<LabWorld> copy =
                    number.isEmpty() ? Optional.of(worlds.active().play()) : past(number.get());
            copy.ifPresent(world -> {
                world.clock().go();
                asides.fork(world, name);
                worlds.drive();
            });
            return copy.isPresent();
        });
    }

    /** Goes to the copy that has this name; false when there is none. */
    public boolean enter(String name) {
        return loop.call(() -> {
            boolean known = asides.enter(name);
            worlds.drive();
            return known;
        });
    }

    /** The copies that have a name. */
    public List<String> forks() {
        return loop.call(asides::names);
    }

    /** A step of the timeline, as it is told. */
    public record Step(int number, String text, long wallMillis, List<String> lasting) {
        public Step {
            lasting = List.copyOf(lasting);
        }

        private static Step of(Moment moment) {
            return new Step(moment.number(), moment.text(), moment.wallMillis(), moment.lasting());
        }
    }

    /**
     * The timeline.
     *
     * @param past oldest first
     * @param future what was taken back, the next first
     * @param forgotten how many earlier steps are gone
     * @param shown after which step the world is looked at; 0 for now
     */
    public record History(List<Step> past, List<Step> future, int forgotten, int shown) {
        public History {
            past = List.copyOf(past);
            future = List.copyOf(future);
        }
    }

    /** The number of the last step, whether it changed something or not. */
    public int lastStep() {
        return loop.call(() -> origin().timeline().now());
    }

    public History history() {
        return loop.call(() -> {
            Timeline timeline = origin().timeline();
            return new History(
                    timeline.past().stream().map(Step::of).toList(),
                    timeline.future().stream().map(Step::of).toList(),
                    timeline.forgotten(),
                    asides.top().map(Asides.Aside::step).orElse(0));
        });
    }

    /** Takes steps back, or does them again; answers which. */
    public List<Step> turn(int steps, boolean back) {
        return loop.call(() -> {
            LabWorld world = worlds.active();
            List<Step> done = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                Optional<Moment> moment = back ? world.undo() : world.redo();
                if (moment.isEmpty()) {
                    break;
                }
                done.add(Step.of(moment.get()));
            }
            worlds.drive();
            return done;
        });
    }

    /** What differs between the world after one step and after another. Empty when a step is not known. */
    public Optional<List<WorldDiff.Line>> diff(int from, int to) {
        return loop.call(() -> {
            Optional<LabWorld> before = past(from);
            Optional<LabWorld> after = past(to);
            try {
                return before.isPresent() && after.isPresent()
                        ? Optional.of(WorldDiff.between(
                                before.get().engine(), after.get().engine()))
                        : Optional.empty();
            } finally {
                before.ifPresent(LabWorld::close);
                after.ifPresent(LabWorld::close);
            }
        });
    }

    /** What became of a key in the database that a client has selected. */
    public KeyLife life(String client, byte[] key) {
        return loop.call(() -> {
            int database = worlds.active().client(client).session().database();
            int last = asides.isPast() ? asides.top().orElseThrow().step() : Integer.MAX_VALUE;
            return origin().timeline().life(database, key).until(last);
        });
    }

    /** Writes the session into a file; answers how many steps it has. */
    public int saveSession(Path file) throws IOException {
        SessionFile session = loop.call(() -> worlds.active().session());
        session.write(file);
        return session.steps().size();
    }

    /** Writes the session as a recording of a terminal. */
    public void saveCast(Path file) throws IOException {
        Files.writeString(
                file,
                loop.callWithFiles(() -> Recording.asciicast(worlds.active().session(), machine)));
    }

    /**
     * Runs a session from a file in a copy of its own, and goes there.
     *
     * @return why it can't be run; empty when all went well
     */
    public Optional<String> replay(Path file) throws IOException {
        try {
            SessionFile session = SessionFile.read(file);
            return loop.callWithFiles(() -> {
                asides.fork(Recording.replay(session, machine, (timed, outcome) -> {}), "replay");
                worlds.drive();
                return Optional.empty();
            });
        } catch (SessionFile.Fault e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
