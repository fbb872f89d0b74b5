package io.redislab.engine.acl;

/** A user of the server. */
public final class User {
    private final String name;

    public User(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Every command, key and channel is allowed: no check is needed. */
    public boolean isUnrestricted() {
        return true;
    }
}
