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

/** Gathers what the status line says. Drawn often, so only the clock is looked at each time. */
final class StatusBar {
    private static final int BAR = 10;
    private static final long MINUTES_A_DAY = 24 * 60;

    private final Worlds worlds;
    private volatile Tutor.Status status = new Tutor.Status("", "", 0, 0, false);
    private volatile List<String> clients = List.of();
    private volatile Optional<Worlds.Aside> aside = Optional.empty();

    StatusBar(Worlds worlds) {
        this.worlds = worlds;
    }

    void update(Tutor.Status newStatus, String current) {
        status = newStatus;
        aside = worlds.aside();
        update(current);
    }

    /** Looks at the clients again. */
    void update(String current) {
        clients = worlds.look(world -> describe(world, current));
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

    Prompt.StatusLine line() {
        Tutor.Status now = status;
        List<String> facts = new ArrayList<>();
        if (aside.isPresent()) {
            facts.add(aside.get().name() + " · return leaves it");
        } else if (now.steps() > 0) {
            facts.add(now.place() + " · " + now.step() + "/" + now.steps() + " " + bar(now.step(), now.steps()));
        }
        if (worlds.isStopped()) {
            facts.add("the server is stopped");
        }
        facts.addAll(clients);
        facts.add(time());
        return new Prompt.StatusLine(
                aside.map(copy -> copy.past() ? "The past, to look at." : "A copy, to do with as you like.")
                        .orElse(now.task()),
                facts);
    }

    private static String bar(int step, int steps) {
        int full = Math.max(step > 0 ? 1 : 0, step * BAR / steps);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    /** The world's time of day, hours and minutes, where the learner lives. */
    private String time() {
        long millis = worlds.wallMillis();
        long minutes = Math.floorDiv(millis + TimeZone.getDefault().getOffset(millis), 60_000L);
        long ofDay = Math.floorMod(minutes, MINUTES_A_DAY);
        long minute = ofDay % 60;
        return ofDay / 60 + (minute < 10 ? ":0" : ":") + minute;
    }
}
