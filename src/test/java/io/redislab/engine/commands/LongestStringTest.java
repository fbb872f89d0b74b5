package io.redislab.engine.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strings longer than an array can be, which Redis has where proto-max-bulk-len allows them. */
class LongestStringTest {
    private final Engine engine =
            new Engine(new ManualClock(1_700_000_000_000L), new Random(1), Configuration.defaults());
    private final EngineClient client = new EngineClient(engine);

    @Test
    void areRefusedAsTooLong() {
        Reply tooLong = new Reply.Failure("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        Reply outOfRange = new Reply.Failure("ERR bit offset is not an integer or out of range");
        assertEquals(new Reply.Status("OK"), client.call("CONFIG", "SET", "proto-max-bulk-len", "5gb"));
        assertEquals(tooLong, client.call("SETRANGE", "k", "2147483647", "x"));
        assertEquals(tooLong, client.call("SETRANGE", "k", "3000000000", "x"));
        assertEquals(outOfRange, client.call("SETBIT", "k", "17179869183", "1"));
        assertEquals(outOfRange, client.call("SETBIT", "k", "34359738367", "1"));
        assertEquals(outOfRange, client.call("BITFIELD", "k", "SET", "u8", "34359738360", "1"));
        assertEquals(new Reply.Int(0), client.call("DBSIZE"));
    }
}
