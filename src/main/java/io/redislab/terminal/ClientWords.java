package io.redislab.terminal;

import io.redislab.lab.LabClient;
import io.redislab.lab.LabWorld;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.resp.CommandText.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The learner's clients, and whose prompt it is. */
final class ClientWords {
    private final Worlds worlds;
    private final ScreenVoice voice;
    private final Screen screen;

    private volatile String current = "";

    ClientWords(Worlds worlds, ScreenVoice voice, Screen screen) {
        this.worlds = worlds;
        this.voice = voice;
        this.screen = screen;
    }

    /** The client whose prompt this is: empty for the first one. */
    String current() {
        return current;
    }

    /** Who sends a command: the client that it names, or the one whose prompt this is. */
    String sender(Command command) {
        return command.client().isEmpty() ? current : called(command.client());
    }

    /** The name of a client that the learner calls so: the first one, a, has none. */
    static String called(String word) {
        return word.equals("a") ? "" : word;
    }

    /** That a client does something, in the two forms that English has for it. */
    static String does(String client, String you, String other) {
        return client.isEmpty() ? "You " + you : "Client " + client + " " + other;
    }

    /** What marks words of a client as another's than the prompt's; empty when they are not. */
    String mark(String client) {
        return client.equals(current) ? "" : client.isEmpty() ? "a" : client;
    }

    /** All clients are new ones, or others: the prompt is the first one's. */
    void backToFirst() {
        current = "";
    }

    void switchTo(String client) {
        current = called(client);
        worlds.look(world -> world.connect(current));
        voice.line(
                Mark.NOTE,
                current.isEmpty()
                        ? "You are the first client again."
                        : "You are client " + current + " now. @a takes you back.");
    }

    void show() {
        List<List<String>> rows = new ArrayList<>();
        worlds.look(world -> {
            for (LabClient client : world.clients()) {
                String name = client.name().isEmpty() ? "a (you)" : client.name();
                rows.add(List.of(client.name().equals(current) ? "▸" : " ", name, StatusBar.state(client)));
            }
            return true;
        });
        voice.table(rows);
    }

    /** Ctrl-C on an empty line frees the client that waits, or ends its subscriptions. */
    void interrupt() {
        Optional<String> freed = worlds.look(world -> free(world, current));
        voice.line(Mark.NOTE, freed.orElse("quit leaves the lab, help shows what you can do."));
        screen.refresh();
    }

    private static Optional<String> free(LabWorld world, String preferred) {
        List<LabClient> clients = new ArrayList<>(world.clients());
        clients.sort(Comparator.comparing(client -> !client.name().equals(preferred)));
        for (LabClient client : clients) {
            Optional<Command> command = world.stopWaiting(client.name());
            if (command.isPresent()) {
                return Optional.of(does(client.name(), "wait", "waits") + " no more in "
                        + Replies.command(command.get().argv()) + ".");
            }
        }
        for (LabClient client : clients) {
            boolean subscribed = !client.session().subscriptions().isEmpty();
            if (subscribed || client.session().isMonitor()) {
                world.disconnect(client.name());
                world.connect(client.name());
                return Optional.of(does(client.name(), "have", "has")
                        + (subscribed ? " left all channels." : " stopped watching."));
            }
        }
        return Optional.empty();
    }
}
