package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.acl.User;
import io.redislab.engine.keyspace.WatchedKeys;
import java.util.Arrays;
import java.util.Optional;

/** What a client's session was at one time: who it is, its database, its transaction, what it watches, how it is answered. */
record SessionImage(
        String user,
        boolean authenticated,
        int database,
        byte[] name,
        int protocol,
        Session.ReplyMode replies,
        boolean noEvict,
        Optional<Transaction> transaction,
        WatchedKeys.Snapshot watched) {

    static SessionImage of(Session session) {
        return new SessionImage(
                session.user().name(),
                session.isAuthenticated(),
                session.database(),
                session.name(),
                session.protocol(),
                session.replyMode(),
                session.isNoEvict(),
                Optional.ofNullable(session.transaction()).map(Transaction::copy),
                session.watched().snapshot());
    }

    void restore(Engine engine, Session session) {
        User known = engine.acl().user(user);
        session.setUser(known == null ? engine.acl().defaultUser() : known);
        session.setAuthenticated(authenticated);
        session.select(database);
        session.setName(name);
        session.setProtocol(protocol);
        session.setReplyMode(replies);
        session.setNoEvict(noEvict);
        session.setTransaction(transaction.map(Transaction::copy).orElse(null));
        engine.keyspace().rewatch(session.watched(), watched);
    }

    /** Whether the two are the same for whoever uses the session. */
    boolean isLike(SessionImage other) {
        return user.equals(other.user)
                && authenticated == other.authenticated
                && database == other.database
                && protocol == other.protocol
                && replies == other.replies
                && noEvict == other.noEvict
                && Arrays.equals(name, other.name)
                && watched.equals(other.watched)
                && transaction.isPresent() == other.transaction.isPresent()
                && (transaction.isEmpty() || transaction.get().isLike(other.transaction.orElseThrow()));
    }
}
