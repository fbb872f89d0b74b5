package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.ServerLog;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.engine.storage.Storage;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An engine with its files on a storage, as a server process has it, under a clock that the test turns. */
final class Server {
    final Engine engine;
    final List<String> log = new ArrayList<>();
    private final ManualClock clock;
    private final EngineClient client;

    /** Starts with what the storage holds. @param options name and value in turns */
    Server(Storage storage, ManualClock clock, String... options) {
        Configuration config = Configuration.defaults();
        try {
            config.setDirectory("/");
            for (int i = 0; i < options.length; i += 2) {
                config.set(options[i], options[i + 1].split(" ", -1));
            }
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
        this.clock = clock;
        engine = new Engine(clock, new Random(5), config, storage);
        engine.setLog(new ServerLog() {
            @Override
            public void log(Level level, String line) {
                log.add(line);
            }
        });
        engine.persistence().load();
        client = new EngineClient(engine);
    }

    Reply call(String... words) {
        return client.call(words);
    }

    /** The text of a reply. */
    String text(String... words) {
        Reply reply = client.call(words);
        if (reply instanceof Reply.Bulk bulk) {
            return bulk.text();
        } else if (reply instanceof Reply.Status status) {
            return status.text();
        } else if (reply instanceof Reply.Failure failure) {
            return failure.text();
        } else if (reply instanceof Reply.Int number) {
            return Long.toString(number.value());
        }
        return reply.toString();
    }

    /** Lets time pass until background work has come to its end. */
    void finishBackgroundWork() {
        for (int i = 0; engine.persistence().hasJob(); i++) {
            if (i == 100_000) {
                throw new AssertionError("it does not end");
            }
            turn(1);
        }
    }

    /** Lets ms pass and does what is due. */
    void turn(long millis) {
        clock.advanceMillis(millis);
        engine.poll();
    }

    /** All keys with their values as DUMP gives them, and their expiries. */
    Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        for (Database database : engine.keyspace().databases()) {
            database.keys().forEach(entry -> {
                String key = database.index() + ":" + new String(entry.key(), StandardCharsets.ISO_8859_1);
                String value = new String(DumpPayload.of(entry.value(), false), StandardCharsets.ISO_8859_1);
                content.put(key, value + "@" + database.expireAt(entry.key()));
            });
        }
        return content;
    }
}
