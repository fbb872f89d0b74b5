package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.acl.User;
import io.redislab.engine.keyspace.WatchedKeys;
import io.redislab.engine.pubsub.SubscriptionType;
import io.redislab.engine.value.ByteKey;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client's session was at one time: who it is, its database, its transaction, what it watches and hears, how it is answered. */
record SessionImage(
        String user,
        boolean authenticated,
        int database,
        byte[] name,
        int protocol,
        Session.ReplyMode replies,
        boolean noEvict,
        Optional<Transaction> transaction,
        WatchedKeys.Snapshot watched,
        Map<SubscriptionType, List<ByteKey>> subscriptions,
        boolean monitor) {

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
                session.watched().snapshot(),
                subscriptions(session),
                session.isMonitor());
    }

    private static Map<SubscriptionType, List<ByteKey>> subscriptions(Session session) {
        if (session.subscriptions().isEmpty()) {
            return Map.of();
        }
        Map<SubscriptionType, List<ByteKey>> names = new EnumMap<>(SubscriptionType.class);
        for (SubscriptionType type : SubscriptionType.values()) {
            names.put(type, List.copyOf(session.subscriptions().of(type)));
        }
        return names;
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
        engine.pubSub().forget(session);
        subscriptions.forEach(
                (type, names) -> names.forEach(name -> engine.pubSub().subscribe(type, session, name.bytes())));
        engine.callLog().monitors().remove(session);
        if (monitor) {
            engine.callLog().monitors().add(session);
        }
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
                && subscriptions.equals(other.subscriptions)
                && monitor == other.monitor
                && transaction.isPresent() == other.transaction.isPresent()
                && (transaction.isEmpty() || transaction.get().isLike(other.transaction.orElseThrow()));
    }
}
