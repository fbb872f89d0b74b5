package io.redislab.lab.door;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Engine;
import io.redislab.resp.Reply;
import java.util.List;

/** A visitor who is a client of an engine, and no more than that. */
public final class EngineVisit implements Visit {
    private final EmbeddedConnection connection;
    private final Visitor visitor;

    public EngineVisit(Engine engine, Visitor visitor) {
        this(EmbeddedConnection.atSocket(engine, visitor.socket().toString()), visitor);
    }

    /** @param connection of the visitor's own, which ends with the visit */
    public EngineVisit(EmbeddedConnection connection, Visitor visitor) {
        this.connection = connection;
        this.visitor = visitor;
        connection.listen(this::ready);
    }

    @Override
    public void run(byte[][] argv) {
        answer(argv);
    }

    /** Runs a command, and sends and returns its replies. */
    public List<Reply> answer(byte[][] argv) {
        List<Reply> replies = connection.send(List.of(argv));
        visitor.send(replies);
        if (connection.isClosed()) {
            visitor.close();
        }
        return replies;
    }

    private void ready() {
        visitor.send(connection.takeReplies());
        if (connection.isClosed()) {
            visitor.close();
        } else {
            visitor.goOn();
        }
    }

    @Override
    public boolean isBusy() {
        return connection.session().isBlocked();
    }

    @Override
    public int protocol() {
        return connection.session().protocol();
    }

    @Override
    public void end() {
        connection.close();
    }
}
