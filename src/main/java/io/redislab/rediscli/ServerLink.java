package io.redislab.rediscli;

import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.resp.RespWriter;
import io.redislab.tls.TlsChannel;
import io.redislab.tls.TlsClientOptions;
import io.redislab.tls.TlsContext;
import io.redislab.tls.TlsException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A connection to a server, whose errors have the words of C programs. */
final class ServerLink implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ByteChannel channel;
    private final InputStream in;
    private final ReplyReader replies;
    private final RespWriter writer = new RespWriter();

    private ServerLink(ByteChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(new ChannelInput(channel), BUFFER);
        this.replies = new ReplyReader(in, Long.MAX_VALUE, StandardCharsets.ISO_8859_1);
    }

    /**
     * Connects.
     *
     * @param tls how to encrypt, or null
     * @throws ConnectionLost when that fails
     * @throws TlsFailure when files or names for the encryption are no good
     */
    static ServerLink open(Place place, @Nullable TlsClientOptions tls) throws ConnectionLost, TlsFailure {
        try {
            SocketChannel socket = connect(place);
            return new ServerLink(tls == null ? socket : encrypted(socket, tls));
        } catch (TlsFailure | ConnectionLost e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static TlsChannel encrypted(SocketChannel socket, TlsClientOptions tls) throws IOException {
        try {
            return TlsChannel.open(socket, TlsContext.client(tls));
        } catch (TlsException e) {
            socket.close();
            throw new TlsFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            socket.close();
            String why = String.valueOf(e.getMessage());
            // PKIX is what Java calls the rules by which certificates are trusted.
            throw new ConnectionLost(
                    "SSL_connect failed: " + (why.startsWith("PKIX") ? "certificate verify failed" : why));
        }
    }

    private static SocketChannel connect(Place place) throws IOException {
        String path = place.socket();
        if (path != null) {
            return connect(
                    SocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(Texts.decoded(path)));
        }
        // IPv4 first, as redis-cli tries them.
        InetAddress[] addresses = InetAddress.getAllByName(Texts.decoded(place.host()));
        Arrays.sort(addresses, Comparator.comparing(address -> address.getAddress().length));
        IOException failure = new ConnectException("Connection refused");
        for (InetAddress address : addresses) {
            try {
                SocketChannel channel = SocketChannel.open();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                // Port numbers are read without a look at their range, and cut to 16 bits by the system.
                return connect(channel, new InetSocketAddress(address, place.port() & 0xffff));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static SocketChannel connect(SocketChannel channel, SocketAddress address) throws IOException {
        try {
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The words that C's strerror has for what happened. */
    private static ConnectionLost lost(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof EOFException) {
            return new ConnectionLost("Server closed the connection");
        }
        if (e instanceof UnknownHostException) {
            int colon = message.lastIndexOf(": ");
            return new ConnectionLost(colon < 0 ? "Name or service not known" : message.substring(colon + 2));
        }
        if (message.toLowerCase(Locale.ROOT).startsWith("connection reset")) {
            return new ConnectionLost("Connection reset by peer");
        }
        // The JDK adds in parentheses what it tried.
        int details = message.indexOf(" (");
        return new ConnectionLost(details < 0 ? message : message.substring(0, details));
    }

    /** Sends commands at once. */
    void send(List<List<byte[]>> commands) throws ConnectionLost {
        for (List<byte[]> command : commands) {
            writer.array(command.size());
            command.forEach(writer::bulk);
        }
        try {
            sendRaw(writer.buffer(), writer.size());
        } finally {
            writer.clear();
        }
    }

    /** Sends bytes as they are. */
    void sendRaw(byte[] bytes, int length) throws ConnectionLost {
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Waits for what the server says next, pushes included.
     *
     * @throws ProtocolException when it is no RESP that redis-cli 7.0 reads
     */
    Reply receive() throws ConnectionLost, ProtocolException {
        try {
            Reply reply = replies.read();
            if (reply instanceof Reply.Attribute) {
                throw new ReplyReader.UnknownTypeException('|');
            }
            return reply;
        } catch (ReplyReader.UnknownTypeException e) {
            char type = (char) e.type();
            String shown = type >= ' ' && type < 0x7f ? String.valueOf(type) : String.format("\\x%02x", (int) type);
            throw new ProtocolException("Protocol error, got \"" + shown + "\" as reply type byte");
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Reads bytes as they are.
     *
     * @return how many, at least one
     */
    int readRaw(byte[] into, int length) throws ConnectionLost {
        try {
            int count = in.read(into, 0, length);
            if (count <= 0) {
                throw new EOFException();
            }
            return count;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** From any thread; a read that waits elsewhere ends. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no use any more in either case.
            writer.clear();
        }
    }
}
