package io.redislab.terminal;

import io.redislab.lab.ClientEvent;
import io.redislab.lab.Outcome;
import io.redislab.lab.Outcome.Fate;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of the server: runs a command for a client, waits with it, and shows its replies and what else clients hear. */
final class ServerCalls {
    /** A command that is served this soon is answered as if it had not waited. */
    private static final long GRACE_MILLIS = 150;

    private static final long PATIENCE_MILLIS = 2000;

    private final Screen screen;
    private final ScreenVoice voice;
    private final Worlds worlds;
    private final StatusBar statusBar;
    private final ClientWords clients;

    /** What the prompt's thread waits for; completed on the engine's thread. */
    private volatile Waited waited = new Waited("", new CompletableFuture<>());

    private record Waited(String client, CompletableFuture<ClientEvent.Served> served) {}

    /**
     * What came of a call.
     *
     * @param replies all that were shown, also those to a wait that was soon over
     */
    record Called(Outcome outcome, List<Reply> replies) {
        Called {
            replies = List.copyOf(replies);
        }
    }

    ServerCalls(Screen screen, ScreenVoice voice, Worlds worlds, StatusBar statusBar, ClientWords clients) {
        this.screen = screen;
        this.voice = voice;
        this.worlds = worlds;
        this.statusBar = statusBar;
        this.clients = clients;
    }

    /** Runs a command of its client, and shows what comes of it. */
    Called call(Command command) {
        CompletableFuture<ClientEvent.Served> served = new CompletableFuture<>();
        waited = new Waited(command.client(), served);
        Outcome outcome = await(command, worlds.run(command));
        if (outcome.fate() == Fate.BUSY) {
            sayBusy(command.client());
        }
        List<Reply> replies = outcome.replies();
        if (outcome.fate() == Fate.WAITS) {
            replies = awaitServed(command, served);
        }
        show(command.client(), command.argv(), replies);
        outcome.events().forEach(this::show);
        return new Called(outcome, replies);
    }

    private Outcome await(Command command, CompletableFuture<Outcome> future) {
        screen.onInterrupt(() -> worlds.interrupt());
        try {
            return screen.isInteractive() ? awaitAtScreen(command, future) : future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the prompt was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(Replies.command(command.argv()) + " failed: " + e.getCause(), e.getCause());
        } finally {
            screen.onInterrupt(() -> {});
        }
    }

    /** Says what goes on when it takes longer than one expects, for instance in a script that never ends. */
    private Outcome awaitAtScreen(Command command, CompletableFuture<Outcome> future)
            throws InterruptedException, ExecutionException {
        try {
            return future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            voice.line(Mark.NOTE, Replies.command(command.argv()) + " is still at work. Ctrl-C stops a script.");
            return future.get();
        }
    }

    /** Waits a moment, or in a pipe until it is over; answers no reply when the client waits on while the prompt is free. */
    private List<Reply> awaitServed(Command command, CompletableFuture<ClientEvent.Served> served) {
        String client = command.client();
        try {
            if (!screen.isInteractive()) {
                return served.get().replies();
            }
            return served.get(GRACE_MILLIS, TimeUnit.MILLISECONDS).replies();
        } catch (TimeoutException e) {
            if (!served.completeExceptionally(e)) {
                return served.join().replies();
            }
            String other = client.isEmpty() ? "@b lets another client act" : "go on typing";
            voice.line(
                    Mark.NOTE,
                    ClientWords.does(client, "wait", "waits") + " in " + Replies.command(command.argv()) + ": " + other
                            + ", Ctrl-C ends the wait.");
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void sayBusy(String client) {
        Optional<Command> waiting = worlds.look(world -> world.waiting(client));
        String in =
                waiting.map(command -> " in " + Replies.command(command.argv())).orElse("");
        voice.line(
                Mark.NOTE,
                ClientWords.does(client, "still wait", "still waits") + in + "."
                        + (client.isEmpty() ? " @b before a command lets another client do it," : "")
                        + " Ctrl-C ends the wait.");
    }

    private void show(String client, List<byte[]> argv, List<Reply> replies) {
        String mark = clients.mark(client);
        for (Reply reply : replies) {
            voice.reply(mark.isEmpty() ? Replies.show(reply, argv) : Replies.of(mark, Replies.message(reply, argv)));
        }
    }

    /** Is told what happens between commands, on the engine's thread. */
    void happened(ClientEvent event) {
        Waited now = waited;
        if (event instanceof ClientEvent.Served served
                && served.client().equals(now.client())
                && now.served().complete(served)) {
            return;
        }
        show(event);
        statusBar.update(clients.current());
        screen.refresh();
    }

    private void show(ClientEvent event) {
        String mark = clients.mark(event.client());
        if (event instanceof ClientEvent.Message message) {
            screen.print(
                    mark.isEmpty()
                            ? Replies.show(message.reply(), List.of())
                            : Replies.of(mark, Replies.message(message.reply(), List.of())));
        } else if (event instanceof ClientEvent.Served served) {
            show(served.client(), served.command().argv(), served.replies());
        } else if (event instanceof ClientEvent.Saving saving) {
            voice.line(
                    saving.trouble().isPresent() ? Mark.TROUBLE : Mark.NOTE,
                    saving.trouble()
                            .map(
                                    trouble -> "Your work can't be saved: " + trouble
                                            + ". It stays in memory, and is written as soon as that is possible: don't leave before.")
                            .orElse("Your work is saved again."));
        } else if (event instanceof ClientEvent.Closed) {
            voice.line(
                    Mark.NOTE,
                    (mark.isEmpty() ? "Your" : "Client " + mark + "'s")
                            + " connection was closed by the server. The next command opens a new one.");
        }
    }
}
