package io.redislab.engine.value.stream;

import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.MallocSize;

/**
 * A run of entries in one listpack, in Redis' own layout, so that RDB files take it as it is. A head comes first:
 *
 * <pre>
 * live entries | deleted entries | n | field 1 … field n | 0
 * </pre>
 *
 * with the fields of the first entry, which most entries share; then for each entry
 *
 * <pre>
 * flags | ms difference | seq difference | n | field 1 | value 1 … field n | value n | number of elements so far
 * flags | ms difference | seq difference | value 1 … value n | number of elements so far
 * </pre>
 *
 * where the second form stands for an entry with the head's fields, and the differences are those to the node's id. The
 * last element leads backwards to the flags. An entry that was deleted stays as a tombstone until its whole node goes.
 * Positions are those of {@link Listpack}; an entry's is that of its flags.
 */
public final class StreamNode {
    static final int NONE = Listpack.NONE;

    private static final int DELETED = 1;
    private static final int SAME_FIELDS = 1 << 1;

    private final StreamId id;
    private final Listpack elements;
    /** Bytes that Redis would have allocated in advance, for the memory model; 0 when nothing more is appended. */
    private int reserved;

    /** Takes over a listpack for which {@link #isValid} holds. */
    public StreamNode(StreamId id, Listpack elements) {
        this.id = id;
        this.elements = elements;
    }

    /** A node without entries yet, for entries with these fields. */
    static StreamNode forFields(StreamId id, byte[][] words, int from, int reserved) {
        Listpack elements = new Listpack();
        elements.append(0);
        elements.append(0);
        elements.append((words.length - from) / 2);
        for (int i = from; i < words.length; i += 2) {
            elements.append(words[i]);
        }
        elements.append(0);
        StreamNode node = new StreamNode(id, elements);
        node.reserved = reserved;
        return node;
    }

    /** The id that entries' ids are stored relative to: that of the first entry ever in here. */
    public StreamId id() {
        return id;
    }

    public Listpack elements() {
        return elements;
    }

    StreamNode copy() {
        return new StreamNode(id, elements.copy());
    }

    /** Nothing more will be appended. */
    void close() {
        elements.trimToSize();
        reserved = 0;
    }

    long allocatedBytes() {
        return MallocSize.of(Math.max(reserved, elements.totalBytes()));
    }

    public int liveCount() {
        return (int) elements.integer(elements.first());
    }

    public int deletedCount() {
        return (int) elements.integer(elements.next(elements.first()));
    }

    private void count(int live, int deleted) {
        int p = elements.first();
        elements.replace(p, liveCount() + (long) live);
        p = elements.next(p);
        elements.replace(p, elements.integer(p) + deleted);
    }

    private int headCountAt() {
        return elements.next(elements.next(elements.first()));
    }

    private int headFieldCount() {
        return (int) elements.integer(headCountAt());
    }

    /** Appends an entry whose id is greater than all that are here. */
    void append(StreamId entryId, byte[][] words, int from) {
        int fields = (words.length - from) / 2;
        boolean same = hasHeadFields(words, from, fields);
        count(1, 0);
        elements.append(same ? SAME_FIELDS : 0);
        elements.append(entryId.ms() - id.ms());
        elements.append(entryId.seq() - id.seq());
        if (!same) {
            elements.append(fields);
        }
        for (int i = from; i < words.length; i += 2) {
            if (!same) {
                elements.append(words[i]);
            }
            elements.append(words[i + 1]);
        }
        elements.append(3 + (same ? fields : 2 * fields + 1));
    }

    private boolean hasHeadFields(byte[][] words, int from, int fields) {
        int p = headCountAt();
        if (elements.integer(p) != fields) {
            return false;
        }
        for (int i = from; i < words.length; i += 2) {
            p = elements.next(p);
            if (!elements.matches(p, words[i])) {
                return false;
            }
        }
        return true;
    }

    // ---- entries ----

    int first() {
        int p = headCountAt();
        for (long i = elements.integer(p) + 1; i > 0; i--) {
            p = elements.next(p);
        }
        return elements.next(p);
    }

    int last() {
        return back(elements.last());
    }

    int previous(int entry) {
        return back(elements.previous(entry));
    }

    /** From the last element of an entry, or of the head, to the entry's flags. */
    private int back(int last) {
        long steps = elements.integer(last);
        if (steps == 0) {
            return NONE;
        }
        int p = last;
        for (long i = 0; i < steps; i++) {
            p = elements.previous(p);
        }
        return p;
    }

    int next(int entry) {
        int p = valuesAt(entry);
        for (int i = hasSameFields(entry) ? fieldCount(entry) : 2 * fieldCount(entry); i > 0; i--) {
            p = elements.next(p);
        }
        return elements.next(p);
    }

    private long flags(int entry) {
        return elements.integer(entry);
    }

    boolean isDeleted(int entry) {
        return (flags(entry) & DELETED) != 0;
    }

    private boolean hasSameFields(int entry) {
        return (flags(entry) & SAME_FIELDS) != 0;
    }

    long ms(int entry) {
        return id.ms() + elements.integer(elements.next(entry));
    }

    long seq(int entry) {
        return id.seq() + elements.integer(seqAt(entry));
    }

    private int seqAt(int entry) {
        return elements.next(elements.next(entry));
    }

    int fieldCount(int entry) {
        return hasSameFields(entry) ? headFieldCount() : (int) elements.integer(elements.next(seqAt(entry)));
    }

    /** Where the first value is, or the first field if the entry has fields of its own. */
    private int valuesAt(int entry) {
        int p = elements.next(seqAt(entry));
        return hasSameFields(entry) ? p : elements.next(p);
    }

    /**
     * Gives field and value in turns.
     *
     * @return the entry behind this one
     */
    int fields(int entry, ElementSink sink) {
        boolean same = hasSameFields(entry);
        int count = fieldCount(entry);
        int field = same ? headCountAt() : NONE;
        int p = valuesAt(entry);
        for (int i = 0; i < count; i++) {
            if (same) {
                field = elements.next(field);
                elements.get(field, sink);
            } else {
                elements.get(p, sink);
                p = elements.next(p);
            }
            elements.get(p, sink);
            p = elements.next(p);
        }
        return elements.next(p);
    }

    /** Makes a tombstone of a live entry. Positions are not valid any more. */
    void delete(int entry) {
        elements.replace(entry, flags(entry) | DELETED);
        count(-1, 1);
    }

    /** Whether bytes from outside are a listpack in this layout. */
    public static boolean isValid(byte[] bytes) {
        return Listpack.isValid(bytes) && new LayoutCheck(Listpack.of(bytes)).holds();
    }

    /** Walks through the elements and compares all the counts with what is there. */
    private static final class LayoutCheck {
        private final Listpack elements;
        private int p;
        private boolean broken;

        LayoutCheck(Listpack elements) {
            this.elements = elements;
            this.p = elements.first();
        }

        private long number() {
            long value = 0;
            if (p == NONE || !elements.isInteger(p)) {
                broken = true;
            } else {
                value = elements.integer(p);
            }
            skip(1);
            return value;
        }

        private void skip(long count) {
            for (long i = 0; i < count && !broken; i++) {
                if (p == NONE) {
                    broken = true;
                } else {
                    p = elements.next(p);
                }
            }
        }

        boolean holds() {
            long live = number();
            long deleted = number();
            long headFields = number();
            broken |= live < 0 || deleted < 0 || live > Integer.MAX_VALUE || deleted > Integer.MAX_VALUE;
            broken |= headFields < 0;
            skip(headFields);
            broken |= number() != 0;
            for (long i = live + deleted; i > 0 && !broken; i--) {
                boolean same = (number() & SAME_FIELDS) != 0;
                number();
                number();
                long fields = same ? headFields : number();
                broken |= fields < 0 || fields > Integer.MAX_VALUE;
                skip(same ? fields : 2 * fields);
                broken |= number() != 3 + (same ? fields : 2 * fields + 1);
            }
            return !broken && p == NONE;
        }
    }
}
