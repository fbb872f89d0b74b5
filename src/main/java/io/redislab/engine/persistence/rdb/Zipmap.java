package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.ElementSink;

/**
 * How small hashes were kept before Redis 2.6: the number of pairs (254 for "count them"), the pairs, FF. A pair is the
 * field's length (one byte, or FE and 32 bits, little-endian) and the field, the value's length, the number of unused
 * bytes behind the value, the value and those.
 */
final class Zipmap {
    private static final int END = 0xFF;
    private static final int LONG = 0xFE;

    private Zipmap() {}

    /**
     * Checks all of it and visits fields and values in turn.
     *
     * @return false when it is damaged or empty; elements may have been visited by then
     */
    static boolean visit(byte[] map, ElementSink sink) {
        if (map.length < 2 || (map[map.length - 1] & 0xFF) != END) {
            return false;
        }
        int end = map.length - 1;
        int pairs = 0;
        int p = 1;
        while (p < end) {
            int value = visit(map, p, end, 0, sink);
            int next = value < 0 || value >= end ? -1 : visit(map, value, end, 1, sink);
            if (next < 0) {
                return false;
            }
            p = next;
            pairs++;
        }
        int stored = map[0] & 0xFF;
        return pairs > 0 && (stored >= LONG || stored == pairs);
    }

    /** Returns where it goes on behind the string, -1 when it is damaged. */
    private static int visit(byte[] map, int p, int end, int freeBytes, ElementSink sink) {
        int first = map[p] & 0xFF;
        int header = first == LONG ? 5 : 1;
        if (first == END || p + header + freeBytes > end) {
            return -1;
        }
        long length = first;
        if (first == LONG) {
            length = (map[p + 1] & 0xFFL)
                    | (map[p + 2] & 0xFFL) << 8
                    | (map[p + 3] & 0xFFL) << 16
                    | (map[p + 4] & 0xFFL) << 24;
        }
        int start = p + header + freeBytes;
        int unused = freeBytes == 0 ? 0 : map[p + header] & 0xFF;
        if (length + unused > end - start) {
            return -1;
        }
        sink.bytes(map, start, (int) length);
        return start + (int) length + unused;
    }
}
