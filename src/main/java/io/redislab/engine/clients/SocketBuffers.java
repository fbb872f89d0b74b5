package io.redislab.engine.clients;

import io.redislab.engine.Outlet;

/**
 * The sizes that Redis would give a connection's buffers, which CLIENT LIST and client eviction show. A query buffer
 * begins with 20 KiB, grows with what comes, and goes back to what was needed of late, or to nothing in silence. A reply
 * buffer of up to 16 KiB follows what was needed since its peak was last forgotten. What does not fit stands in blocks
 * behind it. All sizes in bytes.
 */
public final class SocketBuffers {
    /** What one read asks for, rounded up by the allocator. */
    private static final int QUERY_START = 20_474;
    /** Spare room below this is not worth a new buffer. */
    private static final int QUERY_SPARE = 4 * 1024;

    private static final int QUERY_LARGE = 32 * 1024;
    private static final int IDLE_SECONDS = 2;

    private static final int REPLY_MAX = 16 * 1024;
    private static final int REPLY_MIN = 1024;
    /** The head of a block, and of the list's node that holds it. */
    private static final int BLOCK_HEAD = 40;

    /** When reply buffers change their size; DEBUG REPLYBUFFER changes it. */
    public static final class Settings {
        private static final long RESET_MILLIS = 5000;

        private long resetMillis = RESET_MILLIS;
        private boolean resizing = true;
        private long shrinks;
        private long expands;

        /** @param millis after which a peak is forgotten; negative for never */
        public void setResetMillis(long millis) {
            resetMillis = millis;
        }

        public void restoreResetMillis() {
            resetMillis = RESET_MILLIS;
        }

        public void setResizing(boolean on) {
            resizing = on;
        }

        /** How often a reply buffer was made smaller. */
        public long shrinks() {
            return shrinks;
        }

        public long expands() {
            return expands;
        }
    }

    private final Settings settings;
    private long query;
    private long queryCapacity;
    private long queryPeak;
    private int replyCapacity = REPLY_MAX;
    private int replyPeak = REPLY_MAX;
    private long peakReset;

    /** @param now Unix time in ms */
    public SocketBuffers(Settings settings, long now) {
        this.settings = settings;
        this.peakReset = now;
    }

    /** Something was read. @param held what is there now and has not been understood yet, this read included */
    public void received(long held) {
        query = held;
        queryCapacity = Math.max(queryCapacity, Math.max(QUERY_START, held));
        queryPeak = Math.max(queryPeak, held);
    }

    /**
     * What was read has been run as far as possible.
     *
     * @param held what is left of it
     * @param announced the length of an argument that has begun to come, or 0: a large one gets its room at once
     */
    public void consumed(long held, long announced) {
        query = held;
        if (announced >= QUERY_LARGE) {
            queryCapacity = Math.max(queryCapacity, announced + 2);
            queryPeak = Math.max(queryPeak, announced);
        }
    }

    /** Replies were written. @param waiting what is to be sent in all */
    public void replied(long waiting) {
        replyPeak = (int) Math.max(replyPeak, Math.min(waiting, replyCapacity));
    }

    /**
     * Gives back what was not needed of late.
     *
     * @param waiting what is to be sent now
     * @param now Unix time in ms
     * @param idleSeconds since something was read
     */
    public void trim(long waiting, long now, long idleSeconds) {
        if (queryCapacity - query > QUERY_SPARE) {
            if (idleSeconds > IDLE_SECONDS) {
                queryCapacity = query;
            } else if (queryCapacity > QUERY_LARGE && queryCapacity / 2 > queryPeak) {
                queryCapacity = Math.max(query, queryPeak);
            }
        }
        queryPeak = query;
        if (settings.resizing) {
            trimReplies(waiting, now);
        }
    }

    private void trimReplies(long waiting, long now) {
        int wanted = replyCapacity;
        if (replyCapacity / 2 >= REPLY_MIN && replyPeak < replyCapacity / 2) {
            wanted = Math.max(REPLY_MIN, replyPeak + 1);
            settings.shrinks++;
        } else if (replyCapacity * 2 < REPLY_MAX * 2 && replyPeak == replyCapacity) {
            wanted = Math.min(REPLY_MAX, replyCapacity * 2);
            settings.expands++;
        }
        if (settings.resetMillis >= 0 && now - peakReset >= settings.resetMillis) {
            replyPeak = (int) Math.min(waiting, replyCapacity);
            peakReset = now;
        }
        replyCapacity = wanted;
    }

    /**
     * The buffers as CLIENT LIST shows them.
     *
     * @param arguments the words of a command that has not arrived whole
     * @param waiting what is to be sent
     */
    public Outlet.Buffers view(long arguments, long waiting, String events) {
        long inBuffer = Math.min(waiting, replyCapacity);
        long blocks = (waiting - inBuffer + REPLY_MAX - 1) / REPLY_MAX;
        return new Outlet.Buffers(
                query,
                Math.max(0, queryCapacity - query),
                arguments,
                replyCapacity,
                replyPeak,
                inBuffer,
                blocks,
                blocks * (REPLY_MAX + BLOCK_HEAD),
                events);
    }
}
