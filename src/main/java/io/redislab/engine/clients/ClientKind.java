package io.redislab.engine.clients;

import io.redislab.engine.Session;
import io.redislab.engine.command.Ascii;
import org.jspecify.annotations.Nullable;

/** The classes of clients of CLIENT LIST TYPE, CLIENT KILL TYPE and client-output-buffer-limit. */
public enum ClientKind {
    NORMAL,
    REPLICA,
    PUBSUB,
    MASTER;

    public static ClientKind of(Session session) {
        if (session.isMaster()) {
            return MASTER;
        }
        if (session.isReplica()) {
            return REPLICA;
        }
        return session.subscriptions().isEmpty() ? NORMAL : PUBSUB;
    }

    /** By its name in any case; null when there is none such. */
    public static @Nullable ClientKind named(byte[] name) {
        if (Ascii.equalsIgnoreCase(name, "slave")) {
            return REPLICA;
        }
        for (ClientKind kind : values()) {
            if (Ascii.equalsIgnoreCase(name, kind.name())) {
                return kind;
            }
        }
        return null;
    }
}
