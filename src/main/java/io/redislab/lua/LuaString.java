package io.redislab.lua;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable string of bytes. The hash is Lua's own (all bytes, from the end), because it decides the order in
 * which {@code pairs} visits string keys, which scripts can see.
 */
public final class LuaString implements Comparable<LuaString> {
    public static final LuaString EMPTY = new LuaString(new byte[0]);
    private static final LuaString[] SINGLE = new LuaString[256];

    static {
        for (int i = 0; i < 256; i++) {
            SINGLE[i] = new LuaString(new byte[] {(byte) i});
        }
    }

    private final byte[] bytes;
    private int hash;

    private LuaString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the array without a copy; nobody may change it afterwards. */
    public static LuaString wrap(byte[] bytes) {
        return bytes.length > 1 ? new LuaString(bytes) : bytes.length == 0 ? EMPTY : SINGLE[bytes[0] & 0xff];
    }

    /** A copy of a part of the array. */
    public static LuaString of(byte[] bytes, int from, int to) {
        if (to - from <= 1) {
            return to <= from ? EMPTY : SINGLE[bytes[from] & 0xff];
        }
        return new LuaString(Arrays.copyOfRange(bytes, from, to));
    }

    /** The characters as Latin-1 bytes, one each. */
    public static LuaString of(String text) {
        return wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The bytes of the text in UTF-8. */
    public static LuaString utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static LuaString ofByte(int b) {
        return SINGLE[b & 0xff];
    }

    public int length() {
        return bytes.length;
    }

    /** The byte at the index, 0 to 255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    /** The string's own array, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public LuaString substring(int from, int to) {
        return from == 0 && to == bytes.length ? this : of(bytes, from, to);
    }

    /** The bytes up to the first NUL, which is all that C functions see. */
    public LuaString untilNul() {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return of(bytes, 0, i);
            }
        }
        return this;
    }

    public int luaHash() {
        int h = hash;
        if (h == 0) {
            byte[] b = bytes;
            h = b.length;
            for (int i = b.length - 1; i >= 0; i--) {
                h ^= (h << 5) + (h >>> 2) + (b[i] & 0xff);
            }
            hash = h;
        }
        return h;
    }

    @SuppressWarnings("ReferenceEquality") // The short way; what is not the same object is compared below.
    public boolean same(LuaString other) {
        return this == other
                || (bytes.length == other.bytes.length
                        && luaHash() == other.luaHash()
                        && Arrays.equals(bytes, other.bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LuaString string && same(string);
    }

    @Override
    public int hashCode() {
        return luaHash();
    }

    @Override
    public int compareTo(LuaString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** The bytes as Latin-1 characters. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
