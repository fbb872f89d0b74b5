package io.redislab.engine.value;

import org.jspecify.annotations.Nullable;

/** A node of a {@link Quicklist}: a listpack, or one plain element; either may be LZF compressed. */
final class QuicklistNode {
    private static final int SMALLEST_TO_COMPRESS = 48;
    private static final int LEAST_GAIN = 8;

    @Nullable
    QuicklistNode previous;

    @Nullable
    QuicklistNode next;

    final boolean plain;
    int count;

    /** Null for a plain element, and while compressed. */
    private @Nullable Listpack pack;

    /** The plain element, or the compressed bytes of either kind. */
    private byte @Nullable [] stored;

    private boolean compressed;
    /** Bytes before compression, kept while compressed. */
    private int expandedBytes;

    private QuicklistNode(@Nullable Listpack pack, byte @Nullable [] element, int count) {
        this.pack = pack;
        this.stored = element;
        this.plain = pack == null;
        this.count = count;
    }

    static QuicklistNode packed(Listpack pack) {
        return new QuicklistNode(pack, null, pack.count());
    }

    static QuicklistNode plain(byte[] element) {
        return new QuicklistNode(null, element, 1);
    }

    QuicklistNode copy() {
        QuicklistNode copy = new QuicklistNode(plain ? null : new Listpack(), stored, count);
        copy.pack = pack == null ? null : pack.copy();
        copy.compressed = compressed;
        copy.expandedBytes = expandedBytes;
        return copy;
    }

    /** Bytes when not compressed. */
    int bytes() {
        if (compressed) {
            return expandedBytes;
        }
        return pack != null ? pack.totalBytes() : bytesOf(stored).length;
    }

    /** Bytes as they are kept. */
    int keptBytes() {
        return pack != null ? pack.totalBytes() : bytesOf(stored).length;
    }

    boolean isCompressed() {
        return compressed;
    }

    private static byte[] bytesOf(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalStateException("a node without content");
        }
        return bytes;
    }

    /** The listpack for reading; a compressed node stays as it is. */
    Listpack open() {
        return pack != null ? pack : Listpack.of(decompressed());
    }

    /** The listpack for changing it; the node is not compressed then. */
    Listpack unpack() {
        if (pack == null) {
            pack = Listpack.of(decompressed());
            stored = null;
            compressed = false;
        }
        return pack;
    }

    byte[] plainBytes() {
        return compressed ? decompressed() : bytesOf(stored);
    }

    void setPlain(byte[] element) {
        stored = element;
        compressed = false;
    }

    void expand() {
        if (!compressed) {
            return;
        }
        if (plain) {
            setPlain(decompressed());
        } else {
            unpack();
        }
    }

    private byte[] decompressed() {
        byte[] bytes = Lzf.decompress(bytesOf(stored), expandedBytes);
        if (bytes == null) {
            throw new IllegalStateException("a compressed node cannot be read");
        }
        return bytes;
    }

    void compress() {
        int bytes = bytes();
        if (compressed || bytes < SMALLEST_TO_COMPRESS) {
            return;
        }
        byte[] from = pack != null ? pack.buffer() : bytesOf(stored);
        byte[] smaller = Lzf.compress(from, bytes, bytes);
        if (smaller != null && smaller.length + LEAST_GAIN < bytes) {
            expandedBytes = bytes;
            stored = smaller;
            pack = null;
            compressed = true;
        }
    }
}
