package io.redislab.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The copies of a world that stand in its place, one made from the other: whoever leaves one is in the one below, and at
 * last in the world itself. Those that have a name stay when they are left. On the engine's thread.
 */
final class Asides {
    private final Deque<Aside> stack = new ArrayDeque<>();
    private final Map<String, LabWorld> named = new LinkedHashMap<>();

    /** What kind of a copy it is. */
    enum Kind {
        /** For free play; thrown away when it is left. */
        PLAY,
        /** The past; not to be changed. */
        PAST,
        /** A copy with a name, which stays until the lab ends. */
        FORK
    }

    /**
     * A copy.
     *
     * @param step after which it shows the world; only of the past
     */
    record Aside(LabWorld world, Kind kind, String name, int step) {}

    /** The copy that is looked at; empty in the world itself. */
    Optional<Aside> top() {
        return Optional.ofNullable(stack.peek());
    }

    boolean isPast() {
        return top().filter(aside -> aside.kind() == Kind.PAST).isPresent();
    }

    /** The world whose steps count here: of the past, the one that it is the past of. */
    LabWorld origin(LabWorld kept) {
        return stack.stream()
                .filter(aside -> aside.kind() != Kind.PAST)
                .findFirst()
                .map(Aside::world)
                .orElse(kept);
    }

    void play(LabWorld copy) {
        leavePast();
        stack.push(new Aside(copy, Kind.PLAY, "play", 0));
    }

    void past(LabWorld copy, int step) {
        leavePast();
        stack.push(new Aside(copy, Kind.PAST, "at " + step, step));
    }

    /** A copy gets a name, in the place of one that had it, and is gone to. */
    void fork(LabWorld copy, String name) {
        leavePast();
        LabWorld old = named.put(name, copy);
        if (old != null) {
            stack.removeIf(aside -> aside.world() == old);
            old.close();
        }
        stack.push(new Aside(copy, Kind.FORK, name, 0));
    }

    /** Goes to the copy of this name; false when there is none. */
    boolean enter(String name) {
        LabWorld known = named.get(name);
        if (known == null) {
            return false;
        }
        if (stack.stream().anyMatch(aside -> aside.world() == known)) {
            while (stack.element().world() != known) {
                leave();
            }
        } else {
            leavePast();
            stack.push(new Aside(known, Kind.FORK, name, 0));
        }
        return true;
    }

    private void leavePast() {
        if (isPast()) {
            leave();
        }
    }

    /** Goes back to where this copy was made. */
    void leave() {
        @Nullable Aside left = stack.poll();
        if (left != null && left.kind() != Kind.FORK) {
            left.world().close();
        }
    }

    List<String> names() {
        return List.copyOf(named.keySet());
    }

    /** Bytes that the data in all copies take, roughly. */
    long memory() {
        List<LabWorld> all = new ArrayList<>(named.values());
        stack.stream().filter(aside -> aside.kind() != Kind.FORK).forEach(aside -> all.add(aside.world()));
        return all.stream()
                .mapToLong(world -> world.engine().keyspace().memory())
                .sum();
    }

    /** Every copy. */
    List<LabWorld> all() {
        List<LabWorld> all = new ArrayList<>(named.values());
        stack.forEach(aside -> all.add(aside.world()));
        return all;
    }

    void close() {
        while (!stack.isEmpty()) {
            leave();
        }
        named.values().forEach(LabWorld::close);
        named.clear();
    }
}
