package io.redislab.engine.persistence.rdb;

import io.redislab.engine.config.Configuration;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.Dict;
import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.IntSet;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.resp.Numbers;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of every version of the format into today's encodings, as the configuration wants them. Always checks
 * whatever it takes over as it is, element by element: damaged bytes give an {@link RdbException} and nothing else.
 */
public final class RdbValueReader {
    private final Configuration config;

    public RdbValueReader(Configuration config) {
        this.config = config;
    }

    /**
     * Reads the value behind its type.
     *
     * @return null for a collection without elements: such keys are left out
     * @throws RdbException when the bytes are no value
     */
    public @Nullable Value read(int type, RdbInput in) throws IOException {
        return switch (type) {
            case RdbFormat.STRING -> StringValue.of(in.string());
            case RdbFormat.LIST -> readList(in);
            case RdbFormat.SET -> readSet(in);
            case RdbFormat.ZSET, RdbFormat.ZSET_2 -> readSortedSet(in, type == RdbFormat.ZSET_2);
            case RdbFormat.HASH -> readHash(in);
            case RdbFormat.HASH_ZIPMAP -> readZipmap(in.string());
            case RdbFormat.LIST_ZIPLIST -> readListZiplist(in.string());
            case RdbFormat.SET_INTSET -> readIntSet(in.string());
            case RdbFormat.ZSET_ZIPLIST -> sortedSet(pairsOfZiplist(in.string(), "Zset"));
            case RdbFormat.ZSET_LISTPACK -> sortedSet(pairsOfListpack(in.string(), "Zset"));
            case RdbFormat.HASH_ZIPLIST -> hash(pairsOfZiplist(in.string(), "Hash"), false);
            case RdbFormat.HASH_LISTPACK -> hash(pairsOfListpack(in.string(), "Hash"), false);
            case RdbFormat.LIST_QUICKLIST, RdbFormat.LIST_QUICKLIST_2 ->
                readQuicklist(in, type == RdbFormat.LIST_QUICKLIST_2);
            case RdbFormat.STREAM_LISTPACKS, RdbFormat.STREAM_LISTPACKS_2 ->
                StreamRdb.read(in, type == RdbFormat.STREAM_LISTPACKS_2);
            case RdbFormat.MODULE, RdbFormat.MODULE_2 -> throw unknownModule(in.length());
            default -> throw RdbException.damaged("Unknown RDB encoding type " + type);
        };
    }

    // ---- lists ----

    private ListValue emptyList() {
        return new ListValue(config.listMaxListpackSize(), config.listCompressDepth());
    }

    private @Nullable ListValue readList(RdbInput in) throws IOException {
        int count = in.count();
        ListValue list = emptyList();
        for (int i = 0; i < count; i++) {
            list.list().push(in.string(), false, Quicklist.DEFAULT_PACKED_THRESHOLD);
        }
        return count == 0 ? null : list;
    }

    private @Nullable ListValue readQuicklist(RdbInput in, boolean listpacks) throws IOException {
        int nodes = in.count();
        ListValue list = emptyList();
        for (int i = 0; i < nodes; i++) {
            long container = listpacks ? in.length() : RdbFormat.NODE_PACKED;
            if (container != RdbFormat.NODE_PACKED && container != RdbFormat.NODE_PLAIN) {
                throw RdbException.damaged("Quicklist integrity check failed.");
            }
            byte[] node = in.string();
            if (node.length == 0) {
                throw RdbException.damaged("an empty node in a quicklist");
            }
            if (container == RdbFormat.NODE_PLAIN) {
                list.list().appendPlainNode(node);
            } else {
                list.list().appendNode(listpacks ? listpack(node, "Listpack") : listpackOfZiplist(node));
            }
        }
        return list.list().isEmpty() ? null : list;
    }

    private @Nullable ListValue readListZiplist(byte[] bytes) throws IOException {
        ListValue list = emptyList();
        boolean valid = Ziplist.visit(bytes, new ElementSink() {
            @Override
            public void bytes(byte[] buffer, int offset, int length) {
                push(Arrays.copyOfRange(buffer, offset, offset + length));
            }

            @Override
            public void integer(long value) {
                push(Numbers.longToBytes(value));
            }

            private void push(byte[] element) {
                list.list().push(element, false, Quicklist.DEFAULT_PACKED_THRESHOLD);
            }
        });
        if (!valid) {
            throw RdbException.damaged("List ziplist integrity check failed.");
        }
        return list.list().isEmpty() ? null : list;
    }

    // ---- sets ----

    private @Nullable SetValue readSet(RdbInput in) throws IOException {
        int count = in.count();
        if (count == 0) {
            return null;
        }
        SetValue set = count > config.setMaxIntsetEntries() ? SetValue.createTable(count) : SetValue.createInts();
        for (int i = 0; i < count; i++) {
            if (!set.add(in.string(), config.setMaxIntsetEntries())) {
                throw RdbException.damaged("Duplicate set members detected");
            }
        }
        return set;
    }

    private SetValue readIntSet(byte[] bytes) throws IOException {
        if (!IntSet.isValid(bytes)) {
            throw RdbException.damaged("Intset integrity check failed.");
        }
        SetValue set = SetValue.of(IntSet.of(bytes));
        if (set.size() > config.setMaxIntsetEntries()) {
            set.convertToTable();
        }
        return set;
    }

    // ---- sorted sets ----

    private @Nullable SortedSetValue readSortedSet(RdbInput in, boolean binary) throws IOException {
        int count = in.count();
        if (count == 0) {
            return null;
        }
        SortedSetValue sorted = SortedSetValue.createSkipList();
        for (int i = 0; i < count; i++) {
            byte[] member = in.string();
            double score = binary ? in.binaryDouble() : in.textDouble();
            if (Double.isNaN(score)) {
                throw RdbException.damaged("Zset with NAN score detected");
            }
            if (!sorted.put(member, score, 0, 0)) {
                throw RdbException.damaged("Duplicate zset fields detected");
            }
        }
        sorted.convertToPackIfSmall(config.zsetMaxListpackEntries(), config.zsetMaxListpackValue());
        return sorted;
    }

    private @Nullable SortedSetValue sortedSet(Listpack pairs) throws IOException {
        if (pairs.isEmpty()) {
            return null;
        }
        for (int p = pairs.first(); p != Listpack.NONE; ) {
            int score = pairs.next(p);
            if (!pairs.isInteger(score) && !SortedSetValue.isScore(pairs.get(score))) {
                throw RdbException.damaged("Zset listpack integrity check failed.");
            }
            p = pairs.next(score);
        }
        SortedSetValue sorted = SortedSetValue.of(pairs);
        if (sorted.size() > config.zsetMaxListpackEntries()) {
            sorted.convertToSkipList();
        }
        return sorted;
    }

    // ---- hashes ----

    private @Nullable HashValue readHash(RdbInput in) throws IOException {
        int count = in.count();
        if (count == 0) {
            return null;
        }
        Dict table = new Dict(count);
        Listpack pairs = count <= config.hashMaxListpackEntries() ? new Listpack() : null;
        for (int i = 0; i < count; i++) {
            byte[] field = in.string();
            byte[] value = in.string();
            if (!table.put(field, value)) {
                throw RdbException.damaged("Duplicate hash fields detected");
            }
            boolean small = Math.max(field.length, value.length) <= config.hashMaxListpackValue();
            if (pairs != null
                    && small
                    && (long) pairs.totalBytes() + field.length + value.length < Listpack.MAX_BYTES) {
                pairs.append(field);
                pairs.append(value);
            } else {
                pairs = null;
            }
        }
        return pairs == null ? HashValue.of(table) : HashValue.of(pairs);
    }

    private @Nullable HashValue hash(Listpack pairs, boolean checkLengths) {
        if (pairs.isEmpty()) {
            return null;
        }
        HashValue hash = HashValue.of(pairs);
        if (hash.size() > config.hashMaxListpackEntries() || (checkLengths && hasLongElement(pairs))) {
            hash.convertToTable();
        }
        return hash;
    }

    private boolean hasLongElement(Listpack pairs) {
        for (int p = pairs.first(); p != Listpack.NONE; p = pairs.next(p)) {
            if (pairs.length(p) > config.hashMaxListpackValue()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable HashValue readZipmap(byte[] map) throws IOException {
        Listpack pairs = new Listpack();
        if (!Zipmap.visit(map, new PackWriter(pairs))) {
            throw RdbException.damaged("Zipmap integrity check failed.");
        }
        if (!hasUniqueKeys(pairs)) {
            throw RdbException.damaged("Hash zipmap with dup elements");
        }
        return hash(pairs, true);
    }

    // ---- listpacks ----

    private static Listpack listpack(byte[] bytes, String what) throws IOException {
        if (!Listpack.isValid(bytes)) {
            throw RdbException.damaged(what + " integrity check failed.");
        }
        return Listpack.of(bytes);
    }

    private static Listpack listpackOfZiplist(byte[] bytes) throws IOException {
        Listpack pack = new Listpack();
        if (!Ziplist.visit(bytes, new PackWriter(pack))) {
            throw RdbException.damaged("Ziplist integrity check failed.");
        }
        pack.trimToSize();
        return pack;
    }

    private static Listpack pairsOfListpack(byte[] bytes, String type) throws IOException {
        Listpack pairs = listpack(bytes, type + " listpack");
        if (!hasUniqueKeys(pairs)) {
            throw RdbException.damaged(type + " listpack with dup elements");
        }
        return pairs;
    }

    private static Listpack pairsOfZiplist(byte[] bytes, String type) throws IOException {
        Listpack pairs = new Listpack();
        if (!Ziplist.visit(bytes, new PackWriter(pairs)) || !hasUniqueKeys(pairs)) {
            throw RdbException.damaged(type + " ziplist integrity check failed.");
        }
        pairs.trimToSize();
        return pairs;
    }

    /** Whether there are pairs only, and no first element of a pair twice. */
    private static boolean hasUniqueKeys(Listpack pairs) {
        Set<ByteKey> seen = new HashSet<>();
        for (int p = pairs.first(); p != Listpack.NONE; ) {
            int value = pairs.next(p);
            if (value == Listpack.NONE || !seen.add(new ByteKey(pairs.get(p)))) {
                return false;
            }
            p = pairs.next(value);
        }
        return true;
    }

    private record PackWriter(Listpack pack) implements ElementSink {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            pack.append(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void integer(long value) {
            pack.append(value);
        }
    }

    // ---- modules ----

    private static RdbException unknownModule(long id) {
        return RdbException.damaged(
                "The RDB file contains module data I can't load: no matching module type '" + ModuleId.name(id) + "'");
    }
}
