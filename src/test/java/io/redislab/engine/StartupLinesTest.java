package io.redislab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.config.ConfigFileException;
import io.redislab.engine.config.ConfigReader;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lines of redis.conf that are no parameters. */
class StartupLinesTest {
    private static EngineClient start(String... lines) throws Exception {
        Configuration config = Configuration.defaults();
        StartupLines startup = new StartupLines(config);
        new ConfigReader(config, startup, Engine.REDIS_VERSION).read("", String.join("\n", lines));
        Engine engine = new Engine(new ManualClock(1), new Random(1), config);
        startup.apply(engine);
        return new EngineClient(engine);
    }

    private static String error(EngineClient client, String... words) {
        return client.call(words) instanceof Reply.Failure failure ? failure.text() : "";
    }

    @Test
    void commandsGetOtherNamesOrNone() throws Exception {
        EngineClient client =
                start("rename-command FLUSHALL \"\"", "rename-command GET Read", "rename-command SET GET");
        assertEquals("ERR unknown command 'FLUSHALL', with args beginning with: ", error(client, "FLUSHALL"));
        assertEquals(new Reply.Status("OK"), client.call("GET", "k", "v"));
        assertEquals("v", ((Reply.Bulk) client.call("READ", "k")).text());
        assertTrue(error(client, "SET", "k", "v").startsWith("ERR unknown command 'SET'"));
        assertEquals("ERR wrong number of arguments for 'get' command", error(client, "read"));
        EngineClient fork = new EngineClient(client.engine().fork(new ManualClock(1)));
        assertEquals("v", ((Reply.Bulk) fork.call("READ", "k")).text());
        // Others keep the names that they know.
        assertEquals(new Reply.Status("OK"), start().call("SET", "k", "v"));
    }

    @Test
    void namesMustBeThereAndFree() {
        assertTrue(refusal("rename-command NOSUCH x").endsWith("\nNo such command in rename-command"));
        assertTrue(refusal("rename-command GET SET").endsWith("\nTarget command name already exists"));
        assertTrue(refusal("rename-command GET").endsWith("\nBad directive or wrong number of arguments"));
    }

    @Test
    void modulesEndTheStart() {
        assertEquals("Can't load module from /m.so: server aborting", refusal("loadmodule /m.so with arguments"));
    }

    private static String refusal(String line) {
        return assertThrows(ConfigFileException.class, () -> start(line)).text();
    }
}
