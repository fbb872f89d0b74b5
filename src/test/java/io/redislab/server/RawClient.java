package io.redislab.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A socket and nothing else: sends bytes, and reads bytes. Characters stand for bytes. */
public final class RawClient implements AutoCloseable {
    private final SocketChannel channel;

    public RawClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
    }

    public RawClient send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        return this;
    }

    /** Says that nothing more comes. */
    public RawClient end() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** Reads this many bytes. */
    public String read(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("closed after " + text(buffer.array(), buffer.position()));
            }
        }
        return text(buffer.array(), length);
    }

    /** Reads until the other end closes the connection, or resets it because of bytes that it never read. */
    public String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
            }
        } catch (SocketException reset) {
            return text(all.toByteArray(), all.size());
        }
        return text(all.toByteArray(), all.size());
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
