package io.redislab.engine.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key specification: where to begin (an index, a keyword, unknown) and how to go on from there (a range, a count
 * among the arguments, unknown). See redis.io, "Command key specifications". Immutable: each method gives a new one.
 */
public final class KeySpec {
    public static final int RO = 1;
    public static final int RW = 1 << 1;
    public static final int OW = 1 << 2;
    public static final int RM = 1 << 3;
    public static final int ACCESS = 1 << 4;
    public static final int UPDATE = 1 << 5;
    public static final int INSERT = 1 << 6;
    public static final int DELETE = 1 << 7;
    public static final int NOT_KEY = 1 << 8;
    public static final int INCOMPLETE = 1 << 9;
    public static final int VARIABLE_FLAGS = 1 << 10;

    private static final String[] FLAG_NAMES = {
        "RO", "RW", "OW", "RM", "access", "update", "insert", "delete", "not_key", "incomplete", "variable_flags"
    };

    /** How the first key is found. */
    public enum Begin {
        INDEX,
        KEYWORD,
        UNKNOWN
    }

    /** How the other keys are found. */
    public enum Find {
        RANGE,
        KEYNUM,
        UNKNOWN
    }

    private final Begin begin;
    private final int index;
    private final String keyword;
    private final Find find;
    private final int a;
    private final int b;
    private final int c;
    private final int flags;
    private final @Nullable String notes;

    private KeySpec(
            Begin begin, int index, String keyword, Find find, int a, int b, int c, int flags, @Nullable String notes) {
        this.begin = begin;
        this.index = index;
        this.keyword = keyword;
        this.find = find;
        this.a = a;
        this.b = b;
        this.c = c;
        this.flags = flags;
        this.notes = notes;
    }

    /** The key is the first argument. */
    public static KeySpec firstKey() {
        return keyAt(1);
    }

    /** The key is argv[index]. */
    public static KeySpec keyAt(int index) {
        return new KeySpec(Begin.INDEX, index, "", Find.RANGE, 0, 1, 0, 0, null);
    }

    /** The key follows a keyword that is looked for from argv[from] on; from the end backwards when negative. */
    public static KeySpec keyAfter(String keyword, int from) {
        return new KeySpec(Begin.KEYWORD, from, keyword, Find.RANGE, 0, 1, 0, 0, null);
    }

    /** There are keys that no rule describes. */
    public static KeySpec unknownKeys() {
        return new KeySpec(Begin.UNKNOWN, 0, "", Find.UNKNOWN, 0, 0, 0, 0, null);
    }

    /** The last key, counted from the first one; negative: from the end of argv. */
    public KeySpec to(int last) {
        return new KeySpec(begin, index, keyword, Find.RANGE, last, b, c, flags, notes);
    }

    /** The distance between keys. */
    public KeySpec step(int step) {
        return find == Find.KEYNUM
                ? new KeySpec(begin, index, keyword, find, a, b, step, flags, notes)
                : new KeySpec(begin, index, keyword, find, a, step, c, flags, notes);
    }

    /** With {@code to(-1)}: the keys are the first 1/limit of the remaining arguments. */
    public KeySpec limit(int limit) {
        return new KeySpec(begin, index, keyword, Find.RANGE, a, b, limit, flags, notes);
    }

    /** The number of keys stands at this distance from the beginning; the first key at that one. */
    public KeySpec counted(int countAt, int firstKeyAt) {
        return new KeySpec(begin, index, keyword, Find.KEYNUM, countAt, firstKeyAt, 1, flags, notes);
    }

    public KeySpec readOnly() {
        return with(RO);
    }

    public KeySpec readWrite() {
        return with(RW);
    }

    public KeySpec overwrite() {
        return with(OW);
    }

    public KeySpec remove() {
        return with(RM);
    }

    public KeySpec access() {
        return with(ACCESS);
    }

    public KeySpec update() {
        return with(UPDATE);
    }

    public KeySpec insert() {
        return with(INSERT);
    }

    public KeySpec delete() {
        return with(DELETE);
    }

    /** An argument that is routed and checked like a key without being one (a shard channel). */
    public KeySpec notKey() {
        return with(NOT_KEY);
    }

    public KeySpec incomplete() {
        return with(INCOMPLETE);
    }

    public KeySpec variableFlags() {
        return with(VARIABLE_FLAGS);
    }

    public KeySpec notes(String text) {
        return new KeySpec(begin, index, keyword, find, a, b, c, flags, text);
    }

    private KeySpec with(int flag) {
        return new KeySpec(begin, index, keyword, find, a, b, c, flags | flag, notes);
    }

    public Begin begin() {
        return begin;
    }

    /** Begin INDEX: the position; KEYWORD: where the search starts. */
    public int index() {
        return index;
    }

    public String keyword() {
        return keyword;
    }

    public Find find() {
        return find;
    }

    /** Of a RANGE: the last key, relative to the first, or from the end when negative. */
    public int lastKey() {
        return a;
    }

    /** Of a RANGE: see {@link #limit(int)}. */
    public int limit() {
        return c;
    }

    /** Of a KEYNUM: where the number stands, relative to the beginning. */
    public int countAt() {
        return a;
    }

    /** Of a KEYNUM: where the first key stands, relative to the beginning. */
    public int firstKeyAt() {
        return b;
    }

    public int step() {
        return find == Find.KEYNUM ? c : b;
    }

    public int flags() {
        return flags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public @Nullable String notes() {
        return notes;
    }

    /** The names of the flags in such bits, as COMMAND INFO and GETKEYSANDFLAGS give them. */
    public static List<String> flagNames(int bits) {
        List<String> names = new ArrayList<>(3);
        for (int i = 0; i < FLAG_NAMES.length; i++) {
            if ((bits & 1 << i) != 0) {
                names.add(FLAG_NAMES[i]);
            }
        }
        return names;
    }

    /** Adds this spec's keys in the call to the result; false when the call does not fit the spec. */
    boolean find(byte[][] argv, KeyPositions result) {
        int first = 0;
        switch (begin) {
            case INDEX -> first = index;
            case KEYWORD -> {
                first = afterKeyword(argv);
                if (first == 0) {
                    return true;
                }
            }
            case UNKNOWN -> {
                return false;
            }
        }
        int argc = argv.length;
        int last;
        switch (find) {
            case RANGE -> {
                if (a >= 0) {
                    last = first + a;
                } else if (c == 0) {
                    last = argc + a;
                } else {
                    last = first + (argc - first) / c + a;
                }
            }
            case KEYNUM -> {
                if (first + a >= argc) {
                    return false;
                }
                long count = Ascii.parseLong(argv[first + a]);
                if (count < 0) {
                    return false;
                }
                first += b;
                last = (int) Math.min(first + count - 1, Integer.MAX_VALUE);
            }
            default -> {
                return false;
            }
        }
        if (last >= argc || last < first) {
            return false;
        }
        for (int i = first; i <= last; i += step()) {
            result.add(i, flags);
        }
        return !has(INCOMPLETE);
    }

    private int afterKeyword(byte[][] argv) {
        int start = index > 0 ? index : argv.length + index;
        int end = index > 0 ? argv.length - 1 : 1;
        int direction = start <= end ? 1 : -1;
        for (int i = start; i != end && i < argv.length && i >= 1; i += direction) {
            if (Ascii.equalsIgnoreCase(argv[i], keyword)) {
                return i + 1;
            }
        }
        return 0;
    }
}
