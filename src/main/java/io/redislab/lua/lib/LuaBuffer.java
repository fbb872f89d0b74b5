package io.redislab.lua.lib;

import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaMemory;
import io.redislab.lua.LuaString;
import java.util.Arrays;

/** Bytes that grow, charged to a script's memory. */
final class LuaBuffer {
    private final LuaMemory memory;
    private byte[] bytes;
    private int length;

    LuaBuffer(LuaFrame caller, int room) {
        memory = caller.state().memory();
        bytes = new byte[Math.max(room, 16)];
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Makes room for so many bytes more. */
    void reserve(int more) {
        if (bytes.length - length < more) {
            long needed = Math.max((long) length + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - 64));
            memory.chargeString(needed);
            bytes = Arrays.copyOf(bytes, (int) needed);
        }
    }

    void add(int b) {
        if (length == bytes.length) {
            reserve(1);
        }
        bytes[length++] = (byte) b;
    }

    void add(byte[] source, int from, int to) {
        int n = to - from;
        reserve(n);
        System.arraycopy(source, from, bytes, length, n);
        length += n;
    }

    void add(LuaString s) {
        add(s.bytes(), 0, s.length());
    }

    /** Latin-1 text. */
    void add(String s) {
        int n = s.length();
        reserve(n);
        for (int i = 0; i < n; i++) {
            bytes[length++] = (byte) s.charAt(i);
        }
    }

    void setLength(int length) {
        this.length = length;
    }

    LuaString toLuaString() {
        memory.charge(length + 32L);
        return LuaString.of(bytes, 0, length);
    }
}
