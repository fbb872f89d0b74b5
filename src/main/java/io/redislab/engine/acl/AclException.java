package io.redislab.engine.acl;

/** The users that the configuration names can't be made. The message is for the log, in Redis' words. */
public final class AclException extends Exception {
    private static final long serialVersionUID = 1L;

    public AclException(String message) {
        super(message);
    }
}
