package io.redislab.engine.replication;

import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The history of the data as a stream of commands: its name, how long it is, and the name of the history that it goes on
 * from. A master makes it; a replica has its master's, byte for byte, so that it can take the master's place.
 *
 * <p>Offsets count bytes; the first byte of a history has offset 1.
 */
final class ReplicationStream {
    private static final String NO_ID = "0".repeat(40);
    /** No backlog is made smaller than this, whatever is asked for: bytes. */
    private static final long LEAST_BACKLOG = 16 * 1024;

    private final Engine engine;
    private String id;
    private String previousId = NO_ID;
    private long previousEnd = -1;
    private long offset;
    private @Nullable Backlog backlog;

    ReplicationStream(Engine engine) {
        this.engine = engine;
        this.id = engine.randomId();
    }

    /** 40 hexadecimal digits. */
    String id() {
        return id;
    }

    /** The name of the history before this one; zeros when there is none. */
    String previousId() {
        return previousId;
    }

    /** The first offset at which the history before can't be gone on with, or -1. */
    long previousEnd() {
        return previousEnd;
    }

    /** How long the history is. */
    long offset() {
        return offset;
    }

    @Nullable
    Backlog backlog() {
        return backlog;
    }

    /** Keeps the last bytes from now on. */
    void keepBacklog() {
        if (backlog == null) {
            backlog = new Backlog(engine.config().replBacklogSize(), offset);
        }
    }

    void resizeBacklog() throws ConfigException {
        if (engine.config().replBacklogSize() < LEAST_BACKLOG) {
            engine.config().set("repl-backlog-size", Long.toString(LEAST_BACKLOG));
        }
        if (backlog != null) {
            backlog.resize(engine.config().replBacklogSize());
        }
    }

    void dropBacklog() {
        backlog = null;
    }

    /** Begins another history. */
    void restart() {
        id = engine.randomId();
        previousId = NO_ID;
        previousEnd = -1;
    }

    /** Gives the history another name only. */
    void rename() {
        id = engine.randomId();
    }

    /** The history goes on under another name; its own becomes that of the one before. */
    void branch(String newId) {
        previousId = id;
        previousEnd = offset + 1;
        id = newId;
    }

    /** Another server's history takes the place of this one. */
    void adopt(String newId, long newOffset) {
        id = newId;
        previousId = NO_ID;
        previousEnd = -1;
        offset = newOffset;
        backlog = null;
        keepBacklog();
    }

    void append(byte[] bytes, int from, int to) {
        offset += to - from;
        if (backlog != null) {
            backlog.append(bytes, from, to);
        }
    }

    /** Whether these are the names of this history, or of the one before up to where it ended. */
    boolean isNamed(String name, long from) {
        return name.equalsIgnoreCase(id) || name.equalsIgnoreCase(previousId) && from <= previousEnd;
    }
}
