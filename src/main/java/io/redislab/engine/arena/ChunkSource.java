package io.redislab.engine.arena;

/** Where a large arena has its arrays from. */
public interface ChunkSource {
    /** Makes each when it is taken. */
    ChunkSource AT_ONCE = new ChunkSource() {
        @Override
        public void expect(int chunks) {
            // Nothing is made ahead.
        }

        @Override
        public byte[] take() {
            return new byte[CHUNK];
        }
    };

    /**
     * Length of each array: a little longer than any that grows by doubling, up to here. By its size a collector can tell
     * what stays for long from what a script makes and drops ({@code -XX:PretenureSizeThreshold}).
     */
    int CHUNK = Arena.CHUNK_BYTES + 64;

    /** So many will be taken before long. */
    void expect(int chunks);

    /** An array that nobody else has, with any content. */
    byte[] take();
}
