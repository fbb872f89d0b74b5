package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.keyspace.WatchedKeys;
import java.util.Objects;
import java.util.Optional;

/** What a client's session was at one time: its database, its transaction and what it watches. */
record SessionImage(
        int database, byte[] name, int protocol, Optional<Transaction> transaction, WatchedKeys.Snapshot watched) {

    static SessionImage of(Session session) {
        return new SessionImage(
                session.database(),
                session.name(),
                session.protocol(),
                Optional.ofNullable(session.transaction()).map(Transaction::copy),
                session.watched().snapshot());
    }

    void restore(Engine engine, Session session) {
        session.select(database);
        session.setName(name);
        session.setProtocol(protocol);
        session.setTransaction(transaction.map(Transaction::copy).orElse(null));
        engine.keyspace().rewatch(session.watched(), watched);
    }

    /** Whether the two are the same for whoever uses the session. */
    boolean isLike(SessionImage other) {
        return database == other.database
                && protocol == other.protocol
                && java.util.Arrays.equals(name, other.name)
                && Objects.equals(watched, other.watched)
                && transaction.map(each -> each.queue().size()).equals(other.transaction.map(each -> each.queue()
                        .size()))
                && transaction.map(Transaction::hasFailed).equals(other.transaction.map(Transaction::hasFailed));
    }
}
