package io.redislab.client;

import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.resp.RespWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A connection to a server over TCP or a Unix socket. Speaks RESP2, and RESP3 after a {@code HELLO 3}. */
public final class RemoteConnection implements Connection {
    private static final int BUFFER = 16 * 1024;
    private static final long MAX_REPLY = 1L << 30;

    private final AutoCloseable socket;
    private final OutputStream out;
    private final ReplyReader in;
    private final InputStream buffered;
    private final RespWriter writer = new RespWriter();
    private Consumer<Reply.Push> onPush = push -> {};

    private RemoteConnection(AutoCloseable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.out = out;
        this.buffered = new BufferedInputStream(in, BUFFER);
        this.in = new ReplyReader(buffered, MAX_REPLY);
    }

    /** @throws IOException when nobody answers there within {@code timeout} */
    public static RemoteConnection tcp(String host, int port, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            return new RemoteConnection(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    public static RemoteConnection unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new RemoteConnection(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whom to tell of RESP3 pushes that arrive while a reply is awaited; nobody at first. */
    public void onPush(Consumer<Reply.Push> listener) {
        onPush = listener;
    }

    /** Puts a command into the buffer; {@link #flush} sends it. */
    public void send(List<byte[]> argv) {
        writer.array(argv.size());
        argv.forEach(writer::bulk);
    }

    public void flush() {
        try {
            out.write(writer.buffer(), 0, writer.size());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.clear();
        }
    }

    /** True when a reply, or the start of one, has arrived already. */
    public boolean hasInput() {
        try {
            return buffered.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for what the server says next, pushes included. */
    public Reply receive() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reply call(List<byte[]> argv) {
        send(argv);
        flush();
        while (true) {
            Reply reply = receive();
            if (reply instanceof Reply.Push push) {
                onPush.accept(push);
            } else if (!(reply instanceof Reply.Attribute)) {
                return reply;
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
