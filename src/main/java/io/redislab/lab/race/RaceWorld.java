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

    /** What tells this world from others: equal for worlds whose keys, expiries, clients and time are the same. */
    String state();

    @Override
    void close();
}
