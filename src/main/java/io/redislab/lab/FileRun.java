package io.redislab.lab;

import io.redislab.engine.BlockedState;
import io.redislab.engine.Clock;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Commands of a file in a world of their own, one after the other, in real time. A client that waits holds up its own
 * next command, and nobody else's. Used by one thread, which owns the engine.
 */
public final class FileRun implements AutoCloseable {
    private final LabWorld world;
    private final Consumer<Reply> replies;

    /** @param replies gets each reply and each message as it comes */
    public FileRun(Clock machine, Consumer<Reply> replies) {
        this.replies = replies;
        try {
            world = LabWorld.open(WorldStore.NOWHERE, machine, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why a file can't go on. */
    public enum Trouble {
        NONE,
        /** The client waits in an earlier command, and nobody is there who could end it. */
        WAITS_FOR_EVER,
        /** SHUTDOWN has ended the server. */
        ENDED
    }

    /** Runs a command, after what its client waits for. */
    public Trouble run(Command command) {
        Trouble before = settle(command.client());
        if (before != Trouble.NONE) {
            return before;
        }
        Outcome outcome = world.run(command);
        outcome.replies().forEach(replies);
        outcome.events().forEach(this::show);
        return outcome.fate() == Outcome.Fate.SHUTDOWN ? Trouble.ENDED : Trouble.NONE;
    }

    /** Waits for all clients that wait. */
    public Trouble finish() {
        Trouble trouble = Trouble.NONE;
        for (LabClient client : world.clients()) {
            Trouble its = settle(client.name());
            trouble = its == Trouble.NONE ? trouble : its;
        }
        return trouble;
    }

    private Trouble settle(String client) {
        while (world.waiting(client).isPresent()) {
            BlockedState state = world.client(client).session().blocked();
            if (state != null && !state.hasTimeout()) {
                world.stopWaiting(client);
                return Trouble.WAITS_FOR_EVER;
            }
            long nanos = world.engine().poll();
            List<ClientEvent> events = world.takeEvents();
            events.forEach(this::show);
            if (events.isEmpty() && nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
        }
        return Trouble.NONE;
    }

    private void show(ClientEvent event) {
        if (event instanceof ClientEvent.Message message) {
            replies.accept(message.reply());
        } else if (event instanceof ClientEvent.Served served) {
            served.replies().forEach(replies);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
