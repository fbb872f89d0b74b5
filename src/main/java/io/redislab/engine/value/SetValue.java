package io.redislab.engine.value;

import io.redislab.resp.Numbers;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A set: an {@code intset} as long as all members are integers and not too many, then a {@code hashtable}; never back.
 */
public final class SetValue implements Value {
    /** What a member has in the table. */
    private static final byte[] NOTHING = {};

    /** However much is configured, an intset has no more members. */
    private static final int INTSET_LIMIT = 1 << 30;

    /** An {@link IntSet} or a {@link Dict}: one reference for both, as there may be millions of sets. */
    private Object content;

    private SetValue(Object content) {
        this.content = content;
    }

    /** An empty set for this first member: an intset when it is an integer. */
    public static SetValue createFor(byte[] member) {
        return Numbers.isLong(member) ? of(new IntSet()) : new SetValue(new Dict());
    }

    public static SetValue of(IntSet ints) {
        return new SetValue(ints);
    }

    /** Takes over a hash table, which is not empty. */
    public static SetValue of(Dict members) {
        return new SetValue(members);
    }

    /** An empty intset. */
    public static SetValue createInts() {
        return of(new IntSet());
    }

    /** An empty set that is a hash table from the start, with room for so many members. */
    public static SetValue createTable(int room) {
        return new SetValue(new Dict(room));
    }

    /** The integers of an {@code intset}, null for a {@code hashtable}. */
    public @Nullable IntSet ints() {
        return content instanceof IntSet ints ? ints : null;
    }

    /** The hash table; null for an {@code intset}. */
    public @Nullable Dict table() {
        return content instanceof Dict table ? table : null;
    }

    public int size() {
        return content instanceof IntSet ints ? ints.size() : dict().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    private Dict dict() {
        return (Dict) content;
    }

    public boolean contains(byte[] member) {
        if (content instanceof IntSet ints) {
            return Numbers.isLong(member) && ints.contains(Numbers.parseLong(member));
        }
        return dict().contains(member);
    }

    /** As {@link #contains(byte[])} for the decimal form of a number. */
    public boolean contains(long member) {
        return content instanceof IntSet ints ? ints.contains(member) : dict().contains(Numbers.longToBytes(member));
    }

    /** As {@link #add(byte[], int)} for the decimal form of a number. */
    public boolean add(long member, int maxIntsetEntries) {
        if (!(content instanceof IntSet ints)) {
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
        return content instanceof IntSet ints ? ints.remove(member) : dict().remove(Numbers.longToBytes(member));
    }

    /**
     * Adds a member; its array may be kept.
     *
     * @param maxIntsetEntries {@code set-max-intset-entries}
     * @return false when it was there
     */
    public boolean add(byte[] member, int maxIntsetEntries) {
        if (content instanceof IntSet) {
            if (Numbers.isLong(member)) {
                return add(Numbers.parseLong(member), maxIntsetEntries);
            }
            convertToTable();
        }
        return dict().put(member, NOTHING);
    }

    /** Returns false when it was not there. */
    public boolean remove(byte[] member) {
        if (content instanceof IntSet ints) {
            return Numbers.isLong(member) && ints.remove(Numbers.parseLong(member));
        }
        return dict().remove(member);
    }

    public void convertToTable() {
        IntSet old = ints();
        if (old == null) {
            return;
        }
        Dict members = new Dict(old.size());
        for (int i = 0; i < old.size(); i++) {
            members.put(Numbers.longToBytes(old.get(i)), NOTHING);
        }
        content = members;
    }

    /** Visits all members; the set may not be changed meanwhile. */
    public void forEach(ElementSink sink) {
        if (content instanceof IntSet ints) {
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
        if (content instanceof IntSet ints) {
            for (int i = 0; i < ints.size() && visitor.integer(ints.get(i)); i++) {}
        } else {
            Dict table = dict();
            table.forEachWhile(entry -> visitor.bytes(table.key(entry)));
        }
    }

    private IntConsumer bytesTo(ElementSink sink) {
        Dict table = dict();
        return entry -> table.key(entry, sink);
    }

    /**
     * Visits some members, as SSCAN does: an intset's all at once, else one bucket.
     *
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, ElementSink sink) {
        if (content instanceof IntSet) {
            forEach(sink);
            return 0;
        }
        return dict().scan(cursor, bytesTo(sink));
    }

    /** A random member; the set is not empty. */
    public byte[] random(RandomGenerator random) {
        if (content instanceof IntSet ints) {
            return Numbers.longToBytes(ints.random(random));
        }
        return dict().key(dict().random(random));
    }

    /** Removes a random member; the set is not empty. */
    public byte[] pop(RandomGenerator random) {
        if (content instanceof IntSet ints) {
            long member = ints.random(random);
            ints.remove(member);
            return Numbers.longToBytes(member);
        }
        int entry = dict().random(random);
        byte[] member = dict().key(entry);
        dict().remove(entry);
        return member;
    }

    @Override
    public String typeName() {
        return "set";
    }

    @Override
    public String encoding() {
        return content instanceof IntSet ? "intset" : "hashtable";
    }

    @Override
    public SetValue copy() {
        if (content instanceof IntSet ints) {
            return of(ints.copy());
        }
        return new SetValue(dict().copy());
    }

    @Override
    public long memoryUsage(int samples) {
        if (content instanceof IntSet ints) {
            return MallocSize.OBJECT + MallocSize.of(ints.totalBytes());
        }
        return dict().memoryUsage(samples, false);
    }

    @Override
    public long freeEffort() {
        return content instanceof IntSet ? 1 : size();
    }
}
