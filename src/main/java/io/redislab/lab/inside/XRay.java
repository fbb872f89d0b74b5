package io.redislab.lab.inside;

import io.redislab.engine.Engine;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.Dict;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.IntSet;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SkipList;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.engine.value.stream.StreamValue;
import java.util.List;
import java.util.Optional;

/** Draws how a key is stored: from the engine's memory, not from what commands say. */
public final class XRay {
    private static final int NAME = 40;

    private XRay() {}

    /**
     * The drawing, as lines that are safe for a terminal; empty when there is no such key.
     *
     * @param element whose way through the structure is drawn; empty for none
     * @param width columns that the lines may take
     */
    public static Optional<List<String>> of(Engine engine, int database, byte[] key, byte[] element, int width) {
        Database in = engine.keyspace().database(database);
        KeyEntry entry = in.find(key);
        if (entry == null) {
            return Optional.empty();
        }
        Value value = entry.value();
        Drawing drawing = new Drawing(width);
        drawing.line(Drawing.shown(key, NAME) + "  " + value.typeName() + " · " + value.encoding() + " · "
                + Drawing.bytes(value.memoryUsage(0)));
        String reason = Encodings.reason(value, engine.config());
        if (!reason.isEmpty()) {
            drawing.line("because " + reason);
        }
        draw(value, element, drawing);
        return Optional.of(drawing.lines());
    }

    private static void draw(Value value, byte[] element, Drawing drawing) {
        if (value instanceof StringValue string) {
            new StringXRay(drawing).draw(string);
        } else if (value instanceof ListValue list) {
            new ListXRay(drawing).draw(list.list());
        } else if (value instanceof HashValue hash) {
            drawHash(hash, element, drawing);
        } else if (value instanceof SetValue set) {
            drawSet(set, element, drawing);
        } else if (value instanceof SortedSetValue set) {
            drawSortedSet(set, element, drawing);
        } else if (value instanceof StreamValue stream) {
            new StreamXRay(drawing).draw(stream);
        }
    }

    private static void drawHash(HashValue hash, byte[] element, Drawing drawing) {
        Listpack pack = hash.pack();
        Dict table = hash.table();
        if (pack != null) {
            new ListpackXRay(drawing).draw(pack, 2);
        } else if (table != null) {
            new TableXRay(
                            drawing,
                            table,
                            entry -> Drawing.shown(table.key(entry), 12) + "=" + Drawing.shown(table.value(entry), 12))
                    .draw(element);
        }
    }

    private static void drawSet(SetValue set, byte[] element, Drawing drawing) {
        IntSet ints = set.ints();
        Dict table = set.table();
        if (ints != null) {
            new ListpackXRay(drawing).draw(ints);
        } else if (table != null) {
            new TableXRay(drawing, table, entry -> Drawing.shown(table.key(entry), 20)).draw(element);
        }
    }

    private static void drawSortedSet(SortedSetValue set, byte[] element, Drawing drawing) {
        Listpack pack = set.pack();
        SkipList list = set.skipList();
        if (pack != null) {
            new ListpackXRay(drawing).draw(pack, 2);
        } else if (list != null) {
            new SkipListXRay(drawing).draw(set, list, element);
        }
    }
}
