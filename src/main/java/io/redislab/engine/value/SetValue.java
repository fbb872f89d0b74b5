package io.redislab.engine.value;

import io.redislab.resp.Numbers;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A set: an {@code intset} as long as all members are integers and not too many, then a {@code hashtable}; never back.
 */
public final class SetValue implements Value {
    /** However much is configured, an intset has no more members. */
    private static final int INTSET_LIMIT = 1 << 30;

    private @Nullable IntSet ints;
    /** Null exactly while {@link #ints} is not. */
    private @Nullable Dict<SetMember> table;

    private SetValue(@Nullable IntSet ints, @Nullable Dict<SetMember> table) {
        this.ints = ints;
        this.table = table;
    }

    /** An empty set for this first member: an intset when it is an integer. */
    public static SetValue createFor(byte[] member) {
        return Numbers.isLong(member) ? of(new IntSet()) : createTable();
    }

    public static SetValue of(IntSet ints) {
        return new SetValue(ints, null);
    }

    /** An empty intset. */
    public static SetValue createInts() {
        return of(new IntSet());
    }

    /** An empty set that is a hash table from the start. */
    public static SetValue createTable() {
        return new SetValue(null, new Dict<>());
    }

    /** The integers of an {@code intset}, null for a {@code hashtable}. */
    public @Nullable IntSet ints() {
        return ints;
    }

    /** The hash table; null for an {@code intset}. */
    public @Nullable Dict<SetMember> table() {
        return table;
    }

    public int size() {
        return ints != null ? ints.size() : dict().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    private Dict<SetMember> dict() {
        if (table == null) {
            throw new IllegalStateException("not a hash table");
        }
        return table;
    }

    public boolean contains(byte[] member) {
        if (ints != null) {
            return Numbers.isLong(member) && ints.contains(Numbers.parseLong(member));
        }
        return dict().contains(member);
    }

    /** As {@link #contains(byte[])} for the decimal form of a number. */
    public boolean contains(long member) {
        return ints != null ? ints.contains(member) : dict().contains(Numbers.longToBytes(member));
    }

    /** As {@link #add(byte[], int)} for the decimal form of a number. */
    public boolean add(long member, int maxIntsetEntries) {
        if (ints == null) {
            return add(Numbers.longToBytes(member), maxIntsetEntries);
        }
        boolean added = ints.add(member);
        if (added && ints.size() > Math.min(maxIntsetEntries, INTSET_LIMIT)) {
            convertToTable();
        }
        return added;
    }

    /** As {@link #remove(byte[])} for the decimal form of a number. */
    public boolean remove(long member) {
        return ints != null ? ints.remove(member) : dict().remove(Numbers.longToBytes(member)) != null;
    }

    /**
     * Adds a member and takes its array over.
     *
     * @param maxIntsetEntries {@code set-max-intset-entries}
     * @return false when it was there
     */
    public boolean add(byte[] member, int maxIntsetEntries) {
        if (ints != null) {
            if (Numbers.isLong(member)) {
                return add(Numbers.parseLong(member), maxIntsetEntries);
            }
            convertToTable();
        }
        Dict<SetMember> members = dict();
        if (members.contains(member)) {
            return false;
        }
        members.add(new SetMember(member));
        return true;
    }

    /** Returns false when it was not there. */
    public boolean remove(byte[] member) {
        if (ints != null) {
            return Numbers.isLong(member) && ints.remove(Numbers.parseLong(member));
        }
        return dict().remove(member) != null;
    }

    public void convertToTable() {
        IntSet old = ints;
        if (old == null) {
            return;
        }
        Dict<SetMember> members = new Dict<>();
        members.expand(old.size());
        for (int i = 0; i < old.size(); i++) {
            members.add(new SetMember(Numbers.longToBytes(old.get(i))));
        }
        table = members;
        ints = null;
    }

    /** Visits all members; the set may not be changed meanwhile. */
    public void forEach(ElementSink sink) {
        if (ints != null) {
            for (int i = 0; i < ints.size(); i++) {
                sink.integer(ints.get(i));
            }
        } else {
            dict().forEach(bytesTo(sink));
        }
    }

    /** Takes a member as it is kept; says whether to go on. */
    public interface Visitor {
        boolean integer(long member);

        /** The array may be kept but not changed. */
        boolean bytes(byte[] member);
    }

    /** Visits members until the visitor returns false; the set may not be changed meanwhile. */
    public void forEachWhile(Visitor visitor) {
        if (ints != null) {
            for (int i = 0; i < ints.size() && visitor.integer(ints.get(i)); i++) {}
        } else {
            dict().forEachWhile(node -> visitor.bytes(node.key));
        }
    }

    private static Consumer<SetMember> bytesTo(ElementSink sink) {
        return node -> sink.bytes(node.key, 0, node.key.length);
    }

    /**
     * Visits some members, as SSCAN does: an intset's all at once, else one bucket.
     *
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, ElementSink sink) {
        if (ints != null) {
            forEach(sink);
            return 0;
        }
        return dict().scan(cursor, bytesTo(sink));
    }

    /** A random member; the set is not empty. */
    public byte[] random(RandomGenerator random) {
        if (ints != null) {
            return Numbers.longToBytes(ints.random(random));
        }
        SetMember node = dict().random(random);
        if (node == null) {
            throw new IllegalStateException("no member in an empty set");
        }
        return node.key;
    }

    @Override
    public String typeName() {
        return "set";
    }

    @Override
    public String encoding() {
        return ints != null ? "intset" : "hashtable";
    }

    @Override
    public SetValue copy() {
        if (ints != null) {
            return of(ints.copy());
        }
        Dict<SetMember> members = new Dict<>();
        members.expand(size());
        dict().forEach(node -> members.add(new SetMember(node.key)));
        return new SetValue(null, members);
    }

    @Override
    public long memoryUsage(int samples) {
        if (ints != null) {
            return MallocSize.OBJECT + MallocSize.of(ints.totalBytes());
        }
        return MallocSize.ofDict(dict(), samples, node -> MallocSize.ofString(node.key.length));
    }

    @Override
    public long freeEffort() {
        return ints != null ? 1 : size();
    }
}
