package io.redislab.engine.replication;

import io.redislab.resp.RespWriter;

/** The last bytes of a stream, for those that were away for a while. Takes memory as it fills, up to its capacity. */
final class Backlog {
    /** What the array begins with. */
    private static final int LEAST = 1024;

    private int capacity;
    private byte[] ring = new byte[LEAST];
    /** Where the next byte goes. */
    private int next;

    private int length;
    /** The offset behind the last byte. */
    private long end;

    /**
     * An empty one.
     *
     * @param capacity bytes
     * @param offset the stream's offset: of its first byte's predecessor
     */
    Backlog(long capacity, long offset) {
        this.end = offset;
        this.capacity = limited(capacity);
    }

    private static int limited(long bytes) {
        return (int) Math.max(LEAST, Math.min(bytes, Integer.MAX_VALUE - 16));
    }

    /** Changes the capacity; what does not fit is forgotten. */
    void resize(long bytes) {
        int wanted = limited(bytes);
        if (wanted < ring.length) {
            relocate(wanted);
        }
        capacity = wanted;
    }

    private void relocate(int size) {
        byte[] moved = new byte[size];
        int kept = Math.min(length, size);
        copy(length - kept, moved, kept);
        ring = moved;
        length = kept;
        next = kept % size;
    }

    /** Copies bytes from so far behind the first one on. */
    private void copy(int skipped, byte[] to, int count) {
        int start = Math.floorMod(next - length + skipped, ring.length);
        int first = Math.min(count, ring.length - start);
        System.arraycopy(ring, start, to, 0, first);
        System.arraycopy(ring, 0, to, first, count - first);
    }

    void append(byte[] bytes, int from, int to) {
        int count = to - from;
        end += count;
        if (length + count > ring.length && ring.length < capacity) {
            relocate((int) Math.min(capacity, Math.max(length + (long) count, ring.length * 2L)));
        }
        int start = count > ring.length ? to - ring.length : from;
        int part = to - start;
        int first = Math.min(part, ring.length - next);
        System.arraycopy(bytes, start, ring, next, first);
        System.arraycopy(bytes, start + first, ring, 0, part - first);
        next = (next + part) % ring.length;
        length = Math.min(ring.length, length + part);
    }

    /** The offset of the first byte that is there, or that will be. */
    long firstOffset() {
        return end - length + 1;
    }

    /** Bytes that are there. */
    int length() {
        return length;
    }

    /** Whether the stream can be continued with the byte of this offset. */
    boolean reaches(long offset) {
        return offset >= firstOffset() && offset <= end + 1;
    }

    /** Writes everything from the byte of this offset on, and answers how much that was. */
    int writeFrom(long offset, RespWriter out) {
        int count = (int) (end + 1 - offset);
        byte[] bytes = new byte[count];
        copy(length - count, bytes, count);
        out.raw(bytes, 0, count);
        return count;
    }
}
