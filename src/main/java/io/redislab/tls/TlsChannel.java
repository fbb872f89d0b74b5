package io.redislab.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A client's connection in TLS over a socket channel, which may block or not: then {@link #read} and {@link #write} answer
 * 0 where the socket has nothing or takes nothing. One thread uses it.
 */
public final class TlsChannel implements ByteChannel {
    private final SocketChannel socket;
    private final SSLEngine engine;
    /** What came and is not decrypted yet, what is decrypted and not fetched yet: both ready to be read from. */
    private ByteBuffer encrypted;

    private ByteBuffer plain;
    /** What is encrypted and not sent yet: ready to be read from. */
    private ByteBuffer outgoing;

    private TlsChannel(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        encrypted =
                ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
        outgoing =
                ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    }

    /**
     * Agrees with the server on a connected socket, which has to block until then.
     *
     * @throws IOException when the two don't agree, or the server is not to be trusted
     */
    public static TlsChannel open(SocketChannel socket, TlsContext context) throws IOException {
        TlsChannel channel = new TlsChannel(socket, context.newEngine());
        channel.engine.beginHandshake();
        channel.handshake();
        return channel;
    }

    private void handshake() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    wrap(ByteBuffer.allocate(0));
                    send();
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap() == Status.BUFFER_UNDERFLOW && receive() < 0) {
                        throw new EOFException("Server closed the connection");
                    }
                }
                case NEED_TASK -> runTasks();
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private int receive() throws IOException {
        encrypted.compact();
        try {
            return socket.read(encrypted);
        } finally {
            encrypted.flip();
        }
    }

    private Status unwrap() throws IOException {
        plain.compact();
        try {
            SSLEngineResult result = engine.unwrap(encrypted, plain);
            if (result.getStatus() == Status.BUFFER_UNDERFLOW
                    && encrypted.limit() == encrypted.capacity()
                    && encrypted.position() == 0) {
                encrypted = grown(encrypted);
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
            return result.getStatus();
        } finally {
            plain.flip();
        }
    }

    private Status wrap(ByteBuffer source) throws IOException {
        outgoing.compact();
        try {
            return engine.wrap(source, outgoing).getStatus();
        } finally {
            outgoing.flip();
        }
    }

    private static ByteBuffer grown(ByteBuffer full) {
        return ByteBuffer.allocate(full.capacity() * 2).put(full).flip();
    }

    private void send() throws IOException {
        int sent = 1;
        while (outgoing.hasRemaining() && sent > 0) {
            sent = socket.write(outgoing);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!plain.hasRemaining()) {
            switch (unwrap()) {
                case OK -> answerHandshake();
                case CLOSED -> {
                    return -1;
                }
                case BUFFER_UNDERFLOW -> {
                    int received = receive();
                    if (received <= 0) {
                        return received;
                    }
                }
                case BUFFER_OVERFLOW -> plain = grown(plain);
            }
        }
        int length = Math.min(plain.remaining(), target.remaining());
        target.put(target.position(), plain, plain.position(), length);
        target.position(target.position() + length);
        plain.position(plain.position() + length);
        return length;
    }

    /** A new key or session ticket may want an answer. */
    private void answerHandshake() throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrap(ByteBuffer.allocate(0));
            send();
        }
    }

    /** Answers how many bytes of {@code source} were taken; the socket may still lack some: see {@link #flush}. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int before = source.remaining();
        while (source.hasRemaining() && flush()) {
            switch (wrap(source)) {
                case OK, BUFFER_UNDERFLOW -> {}
                case BUFFER_OVERFLOW -> outgoing = grown(outgoing);
                case CLOSED -> throw new IOException("Server closed the connection");
            }
        }
        flush();
        return before - source.remaining();
    }

    /** Gives the socket what it has not taken yet; false when it does not take all. */
    public boolean flush() throws IOException {
        send();
        return !outgoing.hasRemaining();
    }

    /** Whether bytes have left the socket that were not read from here, perhaps only half a record. */
    public boolean hasInput() {
        return plain.hasRemaining() || encrypted.hasRemaining();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        engine.closeOutbound();
        try {
            wrap(ByteBuffer.allocate(0));
            send();
        } finally {
            socket.close();
        }
    }
}
