package io.redislab.lab.race;

import io.redislab.resp.Reply;
import java.util.List;

/** What a race runs in: an engine with the race's clients, which can be copied as it stands. */
public interface RaceWorld extends AutoCloseable {
    /** A copy in which every client is where it is here, in the middle of a transaction too. */
    RaceWorld copy();

    /** A client's command. A command that would wait answers nil at once. */
    Reply call(String client, List<byte[]> argv);

    /** Turns the clock by so many µs. */
    void turn(long micros);

    /**
     * The power goes, and the server starts again from its files; all clients connect anew.
     *
     * @throws IllegalArgumentException when it does not start from them
     */
    void crash();

    /**
     * What tells this world from others: equal for worlds whose keys, settings, clients and time are the same.
     *
     * @param files whether its files count too, with what of them is synced
     */
    String state(boolean files);

    @Override
    void close();
}
