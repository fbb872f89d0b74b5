package io.redislab.lab;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Session;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client: at the prompt, or a program that has come in by the doorway. On the engine's thread. */
public final class LabClient {
    private final String name;
    private final EmbeddedConnection connection;
    private final LabWorld world;
    private final Consumer<ClientEvent> listener;
    private final boolean visitor;
    private @Nullable Command waiting;
    private int waitingSince;
    private boolean sending;

    /** A client at the prompt. */
    LabClient(String name, EmbeddedConnection connection, LabWorld world) {
        this(name, connection, world, world::tell, false);
    }

    /**
     * Makes a client.
     *
     * @param listener is told of what no command of the client asked for just now
     * @param visitor whether it is a program that has come in by the doorway
     */
    LabClient(
            String name,
            EmbeddedConnection connection,
            LabWorld world,
            Consumer<ClientEvent> listener,
            boolean visitor) {
        this.name = name;
        this.connection = connection;
        this.world = world;
        this.listener = listener;
        this.visitor = visitor;
        connection.listen(this::ready);
    }

    /** Whether it is a program that has come in by the doorway. */
    boolean isVisitor() {
        return visitor;
    }

    /** Ends the connection from this side. */
    void hangUp() {
        connection.close();
        if (visitor) {
            listener.accept(new ClientEvent.Closed(name));
        }
    }

    /** One letter, or empty for the learner's first client; {@code shell1} and so on for visitors. */
    public String name() {
        return name;
    }

    EmbeddedConnection connection() {
        return connection;
    }

    public Session session() {
        return connection.session();
    }

    /** The command that the client waits in. */
    public Optional<Command> waiting() {
        return Optional.ofNullable(waiting);
    }

    /** The step of the timeline in which the wait began. */
    int waitingSince() {
        return waitingSince;
    }

    /** Sends a command; answers its replies, none when it waits. */
    List<Reply> send(Command command) {
        sending = true;
        List<Reply> replies = new ArrayList<>();
        try {
            replies.addAll(connection.send(command.argv()));
        } finally {
            sending = false;
        }
        List<Reply> messages = connection.messages();
        if (replies.isEmpty() && !session().isBlocked()) {
            // Of SUBSCRIBE and the like under RESP3: the confirmations are messages.
            replies.addAll(messages);
        } else {
            messages.forEach(message -> listener.accept(new ClientEvent.Message(name, message)));
        }
        if (replies.isEmpty() && session().isBlocked() && !connection.isClosed()) {
            waiting = command;
            waitingSince = world.timeline().now();
        }
        return replies;
    }

    private void ready() {
        if (sending) {
            return;
        }
        Command served = waiting;
        if (served != null && !session().isBlocked()) {
            List<Reply> replies = connection.takeReplies();
            waiting = null;
            world.remember(served, replies);
            listener.accept(new ClientEvent.Served(name, served, replies));
        }
        connection.messages().forEach(message -> listener.accept(new ClientEvent.Message(name, message)));
        if (connection.isClosed()) {
            waiting = null;
            listener.accept(new ClientEvent.Closed(name));
        }
    }

    Optional<Command> stopWaiting() {
        Command stopped = waiting;
        if (stopped == null) {
            return Optional.empty();
        }
        waiting = null;
        sending = true;
        try {
            world.engine().blocking().unblock(session(), null);
            connection.takeReplies();
            if (session().isBlocked()) {
                // CLIENT PAUSE holds it, and would run it later: the only way out is a new connection.
                connection.close();
            }
            if (visitor) {
                // It waits for a reply that will not come.
                hangUp();
            }
        } finally {
            sending = false;
        }
        return Optional.of(stopped);
    }
}
