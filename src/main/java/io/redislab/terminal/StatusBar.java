package io.redislab.terminal;

import io.redislab.engine.Session;
import io.redislab.lab.LabClient;
import io.redislab.lab.LabClock;
import io.redislab.lab.LabWorld;
import io.redislab.lab.Tutor;
import io.redislab.lab.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;

/** Gathers what the status line says. Asked at each key, so it is put together only when something else is to be said. */
final class StatusBar {
    private static final int BAR = 10;
    private static final long MINUTES_A_DAY = 24 * 60;

    /** What the line tells but for the clock. */
    private record State(Tutor.Status status, List<String> clients, Optional<Worlds.Aside> aside) {}

    /** A line, what it was made of, and in which minute. */
    private record Made(State state, boolean stopped, long minute, Prompt.StatusLine line) {}

    private final Worlds worlds;
    /** Set on the engine's thread alone, so that nobody puts back what another has just replaced. */
    private volatile State state = new State(new Tutor.Status("", "", 0, 0, false), List.of(), Optional.empty());

    private volatile Made made = new Made(state, false, -1, Prompt.StatusLine.EMPTY);

    StatusBar(Worlds worlds) {
        this.worlds = worlds;
    }

    void update(Tutor.Status newStatus, String current) {
        worlds.look(world -> state = new State(newStatus, describe(world, current), worlds.aside()));
    }

    /** Looks at the clients again. */
    void update(String current) {
        worlds.look(world -> state = new State(state.status(), describe(world, current), state.aside()));
    }

    private static List<String> describe(LabWorld world, String current) {
        List<String> all = new ArrayList<>();
        for (LabClient client : world.clients()) {
            String state = state(client);
            String name = client.name().isEmpty() ? "you" : client.name();
            if (client.name().equals(current)) {
                all.add(0, state.isEmpty() ? name : name + " " + state);
            } else if (!state.isEmpty()) {
                all.add(name + " " + state);
            }
        }
        return all;
    }

    /** What a client is in the middle of; empty for nothing. */
    static String state(LabClient client) {
        Session session = client.session();
        if (client.waiting().isPresent()) {
            return "⏸ " + Replies.command(client.waiting().get().argv());
        }
        if (session.isMonitor()) {
            return "monitors";
        }
        int channels = session.subscriptions().count();
        if (channels > 0) {
            return "subscribed(" + channels + ")";
        }
        return session.transaction() != null ? "in MULTI" : "";
    }

    /** As redis-cli's prompt has it: the database, if it is not the first, and a transaction. */
    String promptState(String current) {
        return worlds.look(world -> {
            Session session = world.connect(current).session();
            return (session.database() == 0 ? "" : "[" + session.database() + "]")
                    + (session.transaction() == null ? "" : "(TX)")
                    + clockState(world.clock().setting());
        });
    }

    /** That time was turned, as in {@code [+00:01:00 frozen]}. */
    private static String clockState(LabClock.Setting setting) {
        boolean real = Math.abs(setting.offsetMicros()) < 1_000_000;
        String turned = real ? "" : TimeWords.offset(setting.turnedMicros());
        String frozen = setting.isStanding() ? "frozen" : "";
        return turned.isEmpty() && frozen.isEmpty() ? "" : "[" + (turned + " " + frozen).strip() + "]";
    }

    /** The same object as long as it says the same. */
    @SuppressWarnings("ReferenceEquality")
    Prompt.StatusLine line() {
        State now = state;
        boolean stopped = worlds.isStopped();
        long millis = worlds.wallMillis();
        long minute = Math.floorDiv(millis, 60_000L);
        Made last = made;
        if (last.state() != now || last.stopped() != stopped || last.minute() != minute) {
            last = new Made(now, stopped, minute, make(now, stopped, millis));
            made = last;
        }
        return last.line();
    }

    private static Prompt.StatusLine make(State state, boolean stopped, long millis) {
        Tutor.Status now = state.status();
        List<String> facts = new ArrayList<>();
        if (state.aside().isPresent()) {
            facts.add(state.aside().get().name() + " · return leaves it");
        } else if (now.steps() > 0) {
            facts.add(now.place() + " · " + now.step() + "/" + now.steps() + " " + bar(now.step(), now.steps()));
        }
        if (stopped) {
            facts.add("the server is stopped");
        }
        facts.addAll(state.clients());
        facts.add(time(millis));
        String task = state.aside()
                .map(copy -> copy.past() ? "The past, to look at." : "A copy, to do with as you like.")
                .orElse(now.task());
        return new Prompt.StatusLine(task, facts);
    }

    private static String bar(int step, int steps) {
        int full = Math.max(step > 0 ? 1 : 0, step * BAR / steps);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    /** The world's time of day, hours and minutes, where the learner lives. */
    private static String time(long millis) {
        long minutes = Math.floorDiv(millis + TimeZone.getDefault().getOffset(millis), 60_000L);
        long ofDay = Math.floorMod(minutes, MINUTES_A_DAY);
        long minute = ofDay % 60;
        return ofDay / 60 + (minute < 10 ? ":0" : ":") + minute;
    }
}
