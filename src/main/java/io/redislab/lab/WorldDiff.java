package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.keyspace.DataDigest;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What differs between two engines' keys. */
public final class WorldDiff {
    private WorldDiff() {}

    /** What became of a key. */
    public enum Sort {
        ADDED,
        REMOVED,
        CHANGED,
        /** Only its time to live is another one. */
        EXPIRY
    }

    /** @param type of the later value, or of the one that is gone */
    public record Line(int database, byte[] key, Sort sort, String type) {}

    static List<Line> between(Engine before, Engine after) {
        List<Line> lines = new ArrayList<>();
        Contents old = new Contents(before);
        Contents now = new Contents(after);
        for (int i = 0; i < Math.min(before.keyspace().count(), after.keyspace().count()); i++) {
            Database one = before.keyspace().database(i);
            Database other = after.keyspace().database(i);
            int index = i;
            one.keys().forEach(entry -> {
                KeyEntry later = other.find(entry.key());
                if (later == null) {
                    lines.add(new Line(
                            index, entry.key(), Sort.REMOVED, entry.value().typeName()));
                } else if (!old.same(index, entry, now)) {
                    lines.add(new Line(
                            index, entry.key(), Sort.CHANGED, later.value().typeName()));
                } else if (one.expireAt(entry.key()) != other.expireAt(entry.key())) {
                    lines.add(new Line(
                            index, entry.key(), Sort.EXPIRY, later.value().typeName()));
                }
            });
            other.keys().forEach(entry -> {
                if (one.find(entry.key()) == null) {
                    lines.add(new Line(
                            index, entry.key(), Sort.ADDED, entry.value().typeName()));
                }
            });
        }
        lines.sort((a, b) -> a.database() != b.database()
                ? Integer.compare(a.database(), b.database())
                : Arrays.compareUnsigned(a.key(), b.key()));
        return lines;
    }

    /**
     * Compares values, however they are stored: the order in a hash table says nothing. A stream's groups are in DUMP only.
     */
    private static final class Contents {
        private static final byte[] DUMP = "DUMP".getBytes(StandardCharsets.US_ASCII);

        private final Engine engine;
        private final ReplyBuilder replies = new ReplyBuilder();
        private final Session session;

        private Contents(Engine engine) {
            this.engine = engine;
            this.session = engine.internalSession(replies);
        }

        private boolean same(int database, KeyEntry entry, Contents other) {
            KeyEntry theirs = other.engine.keyspace().database(database).find(entry.key());
            if (theirs == null
                    || !entry.value().typeName().equals(theirs.value().typeName())) {
                return false;
            }
            return entry.value() instanceof StreamValue
                    ? Arrays.equals(dump(database, entry.key()), other.dump(database, entry.key()))
                    : DataDigest.ofValue(entry).equals(DataDigest.ofValue(theirs));
        }

        private byte[] dump(int database, byte[] key) {
            session.select(database);
            engine.execute(session, new byte[][] {DUMP, key});
            return replies.take().stream()
                    .filter(Reply.Bulk.class::isInstance)
                    .map(reply -> ((Reply.Bulk) reply).bytes())
                    .findFirst()
                    .orElse(new byte[0]);
        }
    }
}
