package io.redislab.grading;

import io.redislab.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server whose state an answer changes and the examiner looks at. */
public interface World extends AutoCloseable {
    /**
     * The connection of a client of this world; the same name gives the same connection. The empty name is the learner's
     * first client.
     */
    Connection client(String name);

    /**
     * The client of the examiner, so that the learner's connections keep their state. It may do everything, whatever the
     * learner has made of passwords and users.
     */
    Connection examiner();

    /** An independent world with the same data, configuration and clock. Connections are not copied. */
    World fork();

    /** What can only be done to an engine of one's own; absent for a remote server. */
    Optional<Control> control();

    /** The world itself, without what counts what is done in it. */
    default World origin() {
        return this;
    }

    @Override
    void close();

    /** Power over time and power. */
    interface Control {
        void turn(Duration by);

        /** Ends the server and starts it again from its files; its connections are gone. */
        void restart(Check.Ending ending);

        /** Elements that the engine has visited for commands so far. */
        long work();

        /** Commands that the engine has run so far, those that scripts call among them. */
        long commands();

        /** How often data has been changed since the last save, as in INFO's rdb_changes_since_last_save. */
        long changes();

        /** Bytes that keys and values take. */
        long memory();

        /** What was published on a channel so far, in order. */
        List<byte[]> published(byte[] channel);
    }

    /** Where new worlds come from. */
    interface Source {
        /** An empty world; {@code clock} is the time at which it starts, Unix ms, or now. */
        World fresh(Optional<Long> clock);

        /** The machine's monotonic clock, ns: for how long grading takes. */
        long machineNanos();
    }
}
