package io.redislab.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Lets all sockets of a loop read into one and the same buffer: what is in it is taken out before the next read. A
 * socket gets one read a turn, so that a client that sends a lot does not hold up the others.
 */
final class ReadBuffer implements RecvByteBufAllocator, AutoCloseable {
    private final ByteBuf shared;

    ReadBuffer(ByteBufAllocator allocator, int size) {
        shared = allocator.directBuffer(size, size);
    }

    @Override
    @SuppressWarnings("deprecation") // the interface asks for it
    public Handle newHandle() {
        return new SharedHandle();
    }

    @Override
    public void close() {
        shared.release();
    }

    private final class SharedHandle implements ExtendedHandle {
        private int attempted;
        private int last;

        @Override
        public ByteBuf allocate(ByteBufAllocator ignored) {
            return shared.clear().retain();
        }

        @Override
        public int guess() {
            return shared.capacity();
        }

        @Override
        public void reset(ChannelConfig config) {
            last = 0;
        }

        @Override
        public void incMessagesRead(int count) {}

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return false;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return false;
        }

        @Override
        public void readComplete() {}
    }
}
