package io.redislab.benchmark;

import io.redislab.benchmark.BenchmarkOptions.Endpoint;
import io.redislab.tls.TlsChannel;
import io.redislab.tls.TlsContext;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A connection to the server, encrypted or not. */
final class Wire implements AutoCloseable {
    /** Opens connections to one server. */
    static final class Opener {
        private final Endpoint endpoint;
        private final SocketAddress address;
        private final @Nullable TlsContext tls;

        Opener(Endpoint endpoint, @Nullable TlsContext tls) {
            this.endpoint = endpoint;
            this.tls = tls;
            if (endpoint.socket().isEmpty()) {
                InetSocketAddress inet = new InetSocketAddress(endpoint.host(), endpoint.port());
                if (inet.isUnresolved()) {
                    throw unreachable("Name or service not known");
                }
                address = inet;
            } else {
                address = UnixDomainSocketAddress.of(Path.of(endpoint.socket()));
            }
        }

        /** Waits until the connection is there. */
        Wire connect() {
            return open(true);
        }

        /** A connection that does not block, and perhaps is not there yet; see {@link Wire#finishConnect}. */
        Wire begin() {
            boolean waits = tls != null || !endpoint.socket().isEmpty();
            return open(waits);
        }

        private Wire open(boolean blocking) {
            try {
                boolean tcp = endpoint.socket().isEmpty();
                SocketChannel socket =
                        SocketChannel.open(tcp ? StandardProtocolFamily.INET : StandardProtocolFamily.UNIX);
                try {
                    if (tcp) {
                        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    }
                    socket.configureBlocking(blocking);
                    socket.connect(address);
                    return new Wire(this, socket, tls == null ? null : secure(socket, tls));
                } catch (IOException | RuntimeException e) {
                    socket.close();
                    throw e;
                }
            } catch (IOException e) {
                throw unreachable(reason(e));
            }
        }

        private static TlsChannel secure(SocketChannel socket, TlsContext tls) {
            try {
                return TlsChannel.open(socket, tls);
            } catch (IOException e) {
                throw new BenchmarkException("Could not negotiate a TLS connection: " + e.getMessage());
            }
        }

        private BenchmarkException unreachable(String reason) {
            return new BenchmarkException("Could not connect to Redis at " + endpoint.name() + ": " + reason);
        }

        private static String reason(IOException e) {
            return e instanceof UnknownHostException ? "Name or service not known" : String.valueOf(e.getMessage());
        }
    }

    private final Opener opener;
    private final SocketChannel socket;
    private final @Nullable TlsChannel tls;

    private Wire(Opener opener, SocketChannel socket, @Nullable TlsChannel tls) {
        this.opener = opener;
        this.socket = socket;
        this.tls = tls;
    }

    SocketChannel socket() {
        return socket;
    }

    /** For whoever wants to wait. */
    ByteChannel channel() {
        return tls == null ? socket : tls;
    }

    /** Answers false when the connection is not there yet. */
    boolean finishConnect() {
        try {
            return socket.finishConnect();
        } catch (IOException e) {
            throw opener.unreachable(Opener.reason(e));
        }
    }

    /** Answers whether all of it has left. */
    boolean send(ByteBuffer bytes) throws IOException {
        if (tls != null) {
            tls.write(bytes);
            return !bytes.hasRemaining() && tls.flush();
        }
        socket.write(bytes);
        return !bytes.hasRemaining();
    }

    /** Reads what has come; answers false when there was nothing. */
    boolean receive(ByteBuffer into) throws IOException {
        into.clear();
        int length = channel().read(into);
        if (length < 0) {
            throw new EOFException("Server closed the connection");
        }
        into.flip();
        return length > 0;
    }

    /** Whether more has come than was read, which the socket does not know. */
    boolean hasInput() {
        return tls != null && tls.hasInput();
    }

    @Override
    public void close() {
        try {
            channel().close();
        } catch (IOException e) {
            // The other end has gone first.
            return;
        }
    }
}
