package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.ElementSink;

/**
 * The predecessor of the listpack, in files up to version 9: total bytes, offset of the last entry (32 bits each), number
 * of entries (16 bits, 65535 for "count them"), all little-endian; the entries; FF. An entry is the length of the one
 * before it (one byte, or FE and 32 bits), its encoding with a string's length or an integer, and its data.
 */
final class Ziplist {
    private static final int HEADER = 10;
    private static final int END = 0xFF;
    private static final int LONG_PREVIOUS = 0xFE;
    private static final int COUNT_UNKNOWN = 0xFFFF;

    private Ziplist() {}

    /**
     * Checks all of it and visits every element on the way.
     *
     * @return false when it is damaged; elements may have been visited by then
     */
    static boolean visit(byte[] list, ElementSink sink) {
        if (list.length < HEADER + 1
                || littleEndian(list, 0, 4) != list.length
                || (list[list.length - 1] & 0xFF) != END) {
            return false;
        }
        int end = list.length - 1;
        int count = 0;
        int previous = -1;
        int p = HEADER;
        while (p < end) {
            int next = visitEntry(list, p, end, previous < 0 ? 0 : p - previous, sink);
            if (next < 0) {
                return false;
            }
            previous = p;
            p = next;
            count++;
        }
        long tail = littleEndian(list, 4, 4) & 0xFFFFFFFFL;
        long stored = littleEndian(list, 8, 2) & 0xFFFF;
        return tail <= end && (previous < 0 || tail == previous) && (stored == COUNT_UNKNOWN || stored == count);
    }

    /** Returns where the next entry is, -1 when this one is damaged. */
    private static int visitEntry(byte[] list, int p, int end, int previousBytes, ElementSink sink) {
        int first = list[p] & 0xFF;
        int at = p + (first == LONG_PREVIOUS ? 5 : 1);
        if (first == END || at >= end) {
            return -1;
        }
        long previous = first == LONG_PREVIOUS ? littleEndian(list, p + 1, 4) & 0xFFFFFFFFL : first;
        if (previous != previousBytes) {
            return -1;
        }
        int code = list[at] & 0xFF;
        return code >> 6 == 3 ? visitInteger(list, at, code, end, sink) : visitString(list, at, code, end, sink);
    }

    private static int visitString(byte[] list, int at, int code, int end, ElementSink sink) {
        int header = code >> 6 == 0 ? 1 : code >> 6 == 1 ? 2 : 5;
        if (at + header > end) {
            return -1;
        }
        long length =
                switch (header) {
                    case 1 -> code & 0x3F;
                    case 2 -> (code & 0x3F) << 8 | (list[at + 1] & 0xFF);
                    default -> Integer.toUnsignedLong(Integer.reverseBytes((int) littleEndian(list, at + 1, 4)));
                };
        if (length > end - at - header) {
            return -1;
        }
        sink.bytes(list, at + header, (int) length);
        return at + header + (int) length;
    }

    private static int visitInteger(byte[] list, int at, int code, int end, ElementSink sink) {
        int bytes;
        switch (code) {
            case 0xC0 -> bytes = 2;
            case 0xD0 -> bytes = 4;
            case 0xE0 -> bytes = 8;
            case 0xF0 -> bytes = 3;
            case 0xFE -> bytes = 1;
            default -> {
                if (code < 0xF1 || code > 0xFD) {
                    return -1;
                }
                sink.integer(code - 0xF1);
                return at + 1;
            }
        }
        if (at + 1 + bytes > end) {
            return -1;
        }
        int unused = 64 - 8 * bytes;
        sink.integer(littleEndian(list, at + 1, bytes) << unused >> unused);
        return at + 1 + bytes;
    }

    private static long littleEndian(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at + i] & 0xFF);
        }
        return value;
    }
}
