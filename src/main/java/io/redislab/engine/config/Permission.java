package io.redislab.engine.config;

/** Who may do what enable-debug-command and its like guard. The order is that of Redis' error text. */
public enum Permission {
    NO,
    YES,
    LOCAL;

    /** @param local whether the client is on this machine */
    public boolean allows(boolean local) {
        return this == YES || this == LOCAL && local;
    }
}
