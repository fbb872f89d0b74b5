package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.keyspace.Database;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** Says in commands what keys hold now, so that a store can make them anew. */
final class WorldEffects {
    private final Engine engine;
    private final BiConsumer<Integer, byte[][]> sink;
    private final ReplyBuilder replies = new ReplyBuilder();
    private final Session session;

    /** @param sink gets a database's number and the words of a command */
    WorldEffects(Engine engine, BiConsumer<Integer, byte[][]> sink) {
        this.engine = engine;
        this.sink = sink;
        this.session = engine.internalSession(replies);
    }

    /** What the key holds now; that it is not there, if so. */
    void key(int database, byte[] key) {
        Database of = engine.keyspace().database(database);
        if (of.find(key) == null) {
            send(database, bytes("DEL"), key);
            return;
        }
        session.select(database);
        engine.execute(session, new byte[][] {bytes("DUMP"), key});
        List<Reply> dumped = replies.take();
        if (dumped.size() == 1 && dumped.get(0) instanceof Reply.Bulk payload) {
            long expireAt = of.expireAt(key);
            send(
                    database,
                    bytes("RESTORE"),
                    key,
                    bytes(String.valueOf(Math.max(0, expireAt))),
                    payload.bytes(),
                    bytes("REPLACE"),
                    bytes("ABSTTL"));
        }
    }

    /** All that a database holds. */
    void all(int database) {
        send(database, bytes("FLUSHDB"));
        engine.keyspace().database(database).keys().forEach(entry -> key(database, entry.key()));
    }

    /** The libraries of functions. */
    void libraries() {
        send(0, bytes("FUNCTION"), bytes("FLUSH"));
        engine.scripting().libraryCodes().forEach(code -> send(0, bytes("FUNCTION"), bytes("LOAD"), code));
    }

    private void send(int database, byte[]... words) {
        sink.accept(database, words);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
