package io.redislab.engine.value;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash: a {@code listpack} in which fields and values alternate, as long as it is small and none of them is long, then
 * a {@code hashtable}; never back.
 */
public final class HashValue implements Value {
    /** A {@link Listpack} or a {@link Dict}: one reference for both, as there may be millions of hashes. */
    private Object content;

    private HashValue(Object content) {
        this.content = content;
    }

    public HashValue() {
        this(new Listpack());
    }

    /** Takes over a listpack in which fields and values alternate, no field twice. */
    public static HashValue of(Listpack pairs) {
        return new HashValue(pairs);
    }

    /** Takes over a hash table, which is not empty. */
    public static HashValue of(Dict fields) {
        return new HashValue(fields);
    }

    /** The pairs of a {@code listpack}, null for a {@code hashtable}. */
    public @Nullable Listpack pack() {
        return content instanceof Listpack pack ? pack : null;
    }

    /** The hash table; null for a {@code listpack}. */
    public @Nullable Dict table() {
        return content instanceof Dict table ? table : null;
    }

    private Dict dict() {
        return (Dict) content;
    }

    public int size() {
        return content instanceof Listpack pack ? pack.count() / 2 : dict().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Where the field's value is in the listpack. */
    private static int valuePosition(Listpack pairs, byte[] field) {
        int p = pairs.find(pairs.first(), field, 1);
        return p == Listpack.NONE ? p : pairs.next(p);
    }

    public boolean contains(byte[] field) {
        if (content instanceof Listpack pack) {
            return pack.find(pack.first(), field, 1) != Listpack.NONE;
        }
        return dict().contains(field);
    }

    /** The field's value, or null. */
    public byte @Nullable [] get(byte[] field) {
        if (content instanceof Listpack pack) {
            int p = valuePosition(pack, field);
            return p == Listpack.NONE ? null : pack.get(p);
        }
        int entry = dict().find(field);
        return entry == 0 ? null : dict().value(entry);
    }

    /** Hands the field's value over; returns false when there is none. */
    public boolean get(byte[] field, ElementSink sink) {
        if (content instanceof Listpack pack) {
            int p = valuePosition(pack, field);
            if (p != Listpack.NONE) {
                pack.get(p, sink);
            }
            return p != Listpack.NONE;
        }
        int entry = dict().find(field);
        if (entry != 0) {
            dict().value(entry, sink);
        }
        return entry != 0;
    }

    /** The length of the field's value, 0 when there is none. */
    public int valueLength(byte[] field) {
        if (content instanceof Listpack pack) {
            int p = valuePosition(pack, field);
            return p == Listpack.NONE ? 0 : pack.length(p);
        }
        int entry = dict().find(field);
        return entry == 0 ? 0 : dict().lengthOfValue(entry);
    }

    /**
     * Becomes a hash table when one of these arguments, fields or values, is longer than a listpack's may be. Commands
     * that set several fields do so before the first.
     *
     * @param maxValue {@code hash-max-listpack-value}
     */
    public void prepareFor(byte[][] arguments, int from, int to, int maxValue) {
        if (!(content instanceof Listpack pack)) {
            return;
        }
        long sum = 0;
        for (int i = from; i <= to; i++) {
            if (arguments[i].length > maxValue) {
                convertToTable();
                return;
            }
            sum += arguments[i].length;
        }
        if (pack.totalBytes() + sum > Listpack.MAX_BYTES) {
            convertToTable();
        }
    }

    /**
     * Sets a field; both arrays may be kept.
     *
     * @param maxEntries {@code hash-max-listpack-entries}
     * @param maxValue {@code hash-max-listpack-value}
     * @return true when the field is new
     */
    public boolean set(byte[] field, byte[] value, int maxEntries, int maxValue) {
        if (content instanceof Listpack && (field.length > maxValue || value.length > maxValue)) {
            convertToTable();
        }
        if (!(content instanceof Listpack pack)) {
            return dict().put(field, value);
        }
        int p = valuePosition(pack, field);
        if (p != Listpack.NONE) {
            pack.replace(p, value);
        } else {
            pack.append(field);
            pack.append(value);
        }
        if (size() > maxEntries) {
            convertToTable();
        }
        return p == Listpack.NONE;
    }

    /** Returns false when there was no such field. */
    public boolean remove(byte[] field) {
        if (content instanceof Listpack pack) {
            int p = pack.find(pack.first(), field, 1);
            if (p != Listpack.NONE) {
                pack.deleteFrom(p, 2);
            }
            return p != Listpack.NONE;
        }
        return dict().remove(field);
    }

    public void convertToTable() {
        Listpack old = pack();
        if (old == null) {
            return;
        }
        Dict fields = new Dict(size());
        for (int p = old.first(); p != Listpack.NONE; ) {
            int v = old.next(p);
            fields.put(old.get(p), old.get(v));
            p = old.next(v);
        }
        content = fields;
    }

    /** Visits all pairs, the field before its value; the hash may not be changed meanwhile. */
    public void forEach(@Nullable ElementSink fields, @Nullable ElementSink values) {
        if (!(content instanceof Listpack pack)) {
            dict().forEach(pairTo(fields, values));
            return;
        }
        for (int p = pack.first(); p != Listpack.NONE; ) {
            int v = pack.next(p);
            if (fields != null) {
                pack.get(p, fields);
            }
            if (values != null) {
                pack.get(v, values);
            }
            p = pack.next(v);
        }
    }

    private IntConsumer pairTo(@Nullable ElementSink fields, @Nullable ElementSink values) {
        Dict table = dict();
        return entry -> {
            if (fields != null) {
                table.key(entry, fields);
            }
            if (values != null) {
                table.value(entry, values);
            }
        };
    }

    /** Visits copies of all pairs; the hash may not be changed meanwhile. */
    public void forEachField(Consumer<? super HashField> visitor) {
        if (!(content instanceof Listpack pack)) {
            Dict table = dict();
            table.forEach(entry -> visitor.accept(new HashField(table.key(entry), table.value(entry))));
            return;
        }
        for (int p = pack.first(); p != Listpack.NONE; ) {
            int v = pack.next(p);
            visitor.accept(new HashField(pack.get(p), pack.get(v)));
            p = pack.next(v);
        }
    }

    /** A copy of a random pair; the hash is not empty. */
    public HashField random(RandomGenerator random) {
        if (content instanceof Listpack pack) {
            int p = pack.seek(2L * random.nextInt(size()));
            return new HashField(pack.get(p), pack.get(pack.next(p)));
        }
        int entry = dict().random(random);
        return new HashField(dict().key(entry), dict().value(entry));
    }

    /**
     * Visits some pairs, as HSCAN does: a listpack's all at once, else one bucket.
     *
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, ElementSink fields, ElementSink values) {
        if (content instanceof Listpack) {
            forEach(fields, values);
            return 0;
        }
        return dict().scan(cursor, pairTo(fields, values));
    }

    @Override
    public String typeName() {
        return "hash";
    }

    @Override
    public String encoding() {
        return content instanceof Listpack ? "listpack" : "hashtable";
    }

    @Override
    public HashValue copy() {
        if (content instanceof Listpack pack) {
            return of(pack.copy());
        }
        return new HashValue(dict().copy());
    }

    @Override
    public long memoryUsage(int samples) {
        if (content instanceof Listpack pack) {
            return MallocSize.OBJECT + MallocSize.of(pack.totalBytes());
        }
        return dict().memoryUsage(samples, true);
    }

    @Override
    public long freeEffort() {
        return content instanceof Listpack ? 1 : size();
    }
}
