package io.redislab.lab.door;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Engine;
import java.util.List;

/** A visitor who is a client of an engine, and no more than that. */
public final class EngineVisit implements Visit {
    private final EmbeddedConnection connection;
    private final Visitor visitor;

    public EngineVisit(Engine engine, Visitor visitor) {
        this.visitor = visitor;
        connection = EmbeddedConnection.atSocket(engine, visitor.socket().toString());
        connection.listen(this::ready);
    }

    @Override
    public void run(byte[][] argv) {
        visitor.send(connection.send(List.of(argv)));
        if (connection.isClosed()) {
            visitor.close();
        }
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
