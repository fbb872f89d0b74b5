package io.redislab.engine.acl;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandSpec;

/** The users, and whether a call is allowed to who makes it. */
public final class AccessControl {
    private final Engine engine;
    private final User defaultUser = new User("default");

    public AccessControl(Engine engine) {
        this.engine = engine;
    }

    public User defaultUser() {
        return defaultUser;
    }

    /** Whether new sessions have to authenticate. */
    public boolean requiresPassword() {
        return false;
    }

    /** @throws RedisError NOPERM, when the session's user may not make this call */
    public void check(Session session, CommandSpec spec, byte[][] argv) {
        if (engine.sessions().isEmpty() && argv.length == 0) {
            throw new RedisError("NOPERM this user has no permissions to run the '" + spec.name() + "' command");
        }
    }
}
