package io.redislab.rediscli;

import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.resp.RespWriter;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A connection to a server, whose errors have the words of C programs. */
final class ServerLink implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final AutoCloseable socket;
    private final InputStream in;
    private final OutputStream out;
    private final ReplyReader replies;
    private final RespWriter writer = new RespWriter();

    private ServerLink(AutoCloseable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new BufferedInputStream(in, BUFFER);
        this.out = out;
        this.replies = new ReplyReader(this.in, Long.MAX_VALUE, StandardCharsets.ISO_8859_1);
    }

    /**
     * Connects.
     *
     * @throws ConnectionLost when that fails
     * @throws TlsFailure when the server is there, but encryption fails
     */
    static ServerLink open(Place place, Tls tls) throws ConnectionLost, TlsFailure {
        try {
            String path = place.socket();
            if (path != null) {
                return unix(Path.of(Texts.decoded(path)), tls);
            }
            Socket socket = connect(Texts.decoded(place.host()), place.port());
            if (tls.on()) {
                Socket encrypted = TlsSockets.wrap(socket, place, tls);
                return new ServerLink(encrypted, encrypted.getInputStream(), encrypted.getOutputStream());
            }
            return new ServerLink(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (TlsFailure e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static ServerLink unix(Path path, Tls tls) throws IOException {
        if (tls.on()) {
            throw new TlsFailure("redislab encrypts connections over TCP only");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new ServerLink(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /** Tries the host's addresses, IPv4 first, as redis-cli does. */
    private static Socket connect(String host, int port) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        Arrays.sort(addresses, Comparator.comparing(address -> address.getAddress().length));
        IOException failure = new ConnectException("Connection refused");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                // Port numbers are read without a look at their range, and cut to 16 bits by the system.
                socket.connect(new InetSocketAddress(address, port & 0xffff));
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
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
            out.write(writer.buffer(), 0, writer.size());
            out.flush();
        } catch (IOException e) {
            throw lost(e);
        } finally {
            writer.clear();
        }
    }

    /** Sends bytes as they are. */
    void sendRaw(byte[] bytes, int length) throws ConnectionLost {
        try {
            out.write(bytes, 0, length);
            out.flush();
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
            socket.close();
        } catch (Exception e) {
            // It is of no use any more in either case.
            writer.clear();
        }
    }
}
