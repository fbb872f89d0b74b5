package io.redislab.engine.persistence.rdb;

import java.io.IOException;

/** Bytes that are no RDB: cut off, or damaged. */
public final class RdbException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean cutOff;

    private RdbException(String message, boolean cutOff) {
        super(message);
        this.cutOff = cutOff;
    }

    /** The bytes end too early. */
    public static RdbException cutOff() {
        return new RdbException("Unexpected EOF reading RDB file", true);
    }

    /** The bytes are not what they should be. */
    public static RdbException damaged(String what) {
        return new RdbException(what, false);
    }

    /** Whether the bytes end too early. */
    public boolean isCutOff() {
        return cutOff;
    }
}
