package io.redislab.differential;

import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.resp.RespWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** A connection to a real server whose reads end after a while, so that a reply that never comes is noticed. */
final class RealClient implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final RespWriter writer = new RespWriter();
    private final Input input = new Input();
    private final ReplyReader reader = new ReplyReader(input, 1L << 30);

    RealClient(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Puts a command into the buffer. */
    void send(List<byte[]> argv) {
        writer.array(argv.size());
        argv.forEach(writer::bulk);
    }

    void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(writer.buffer(), 0, writer.size());
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Thread.onSpinWait();
            }
        }
        writer.clear();
    }

    /** @throws InterruptedIOException when nothing comes for a while */
    Reply receive() throws IOException {
        return reader.read();
    }

    Reply call(List<byte[]> argv) throws IOException {
        send(argv);
        flush();
        return receive();
    }

    /** Whether something has arrived that nobody has read. */
    boolean hasInput() throws IOException {
        return input.fill(0);
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    private final class Input extends InputStream {
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);

        /** Returns whether there are bytes; waits for them so long. */
        boolean fill(long millis) throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear();
            int read = channel.read(buffer);
            if (read == 0 && millis > 0) {
                selector.select(millis);
                selector.selectedKeys().clear();
                read = channel.read(buffer);
            }
            buffer.flip();
            return read > 0;
        }

        private void await() throws IOException {
            if (!fill(PATIENCE_MILLIS)) {
                throw new InterruptedIOException("nothing came for " + PATIENCE_MILLIS + " ms, or the server is gone");
            }
        }

        @Override
        public int read() throws IOException {
            await();
            return buffer.get() & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            await();
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }
    }
}
