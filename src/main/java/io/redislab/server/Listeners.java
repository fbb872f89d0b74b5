package io.redislab.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sockets that accept clients. */
public final class Listeners implements AutoCloseable {
    /** How clients come. */
    enum Kind {
        TCP,
        TLS,
        UNIX
    }

    /** The sockets of one kind at one port, an address each. */
    private static final class Port {
        private final Kind kind;
        private List<Channel> channels = List.of();

        Port(Kind kind) {
            this.kind = kind;
        }

        void close() {
            channels.forEach(Channels::close);
            channels = List.of();
        }
    }

    private final Server server;
    private final Port tcp = new Port(Kind.TCP);
    private final Port tls = new Port(Kind.TLS);
    private @Nullable Channel unix;
    private @Nullable Path unixPath;

    Listeners(Server server) {
        this.server = server;
    }

    /**
     * Listens on these addresses instead of those before; when one can't be had, nothing changes.
     *
     * @param addresses as in {@code bind}: {@code *} all of IPv4, {@code ::*} all of IPv6, a leading {@code -} for one that
     *     may be missing
     * @param port 0 for none
     * @throws IOException what stands in the way, as the log is to say it
     */
    public void tcp(List<String> addresses, int port, int backlog) throws IOException {
        listen(tcp, addresses, port, backlog);
    }

    /** The same for clients that speak TLS, which has to be set up. */
    void tls(List<String> addresses, int port, int backlog) throws IOException {
        listen(tls, addresses, port, backlog);
    }

    private void listen(Port of, List<String> addresses, int port, int backlog) throws IOException {
        List<SocketAddress> before =
                of.channels.stream().map(Channel::localAddress).toList();
        of.close();
        List<Channel> bound = new ArrayList<>();
        try {
            if (port != 0) {
                for (String address : merged(addresses)) {
                    bind(of.kind, address, port, backlog, bound);
                }
            }
        } catch (IOException e) {
            bound.forEach(Channels::close);
            bound.clear();
            for (SocketAddress address : before) {
                bound.add(open(of.kind, address, backlog));
            }
            throw e;
        } finally {
            of.channels = List.copyOf(bound);
        }
    }

    /** A socket on all of IPv6 takes IPv4 as well: with both asked for, one is enough. */
    private static List<String> merged(List<String> addresses) {
        boolean all4 = addresses.stream().anyMatch(a -> plain(a).equals("*"));
        boolean all6 = addresses.stream().anyMatch(a -> plain(a).equals("::*"));
        if (!all4 || !all6) {
            return addresses;
        }
        List<String> rest = new ArrayList<>();
        for (String address : addresses) {
            if (!plain(address).equals("*")) {
                rest.add(plain(address).equals("::*") ? "**" : address);
            }
        }
        return rest;
    }

    private static String plain(String address) {
        return address.startsWith("-") ? address.substring(1) : address;
    }

    private void bind(Kind kind, String address, int port, int backlog, List<Channel> bound) throws IOException {
        boolean optional = address.startsWith("-");
        String host = plain(address);
        try {
            bound.add(
                    switch (host) {
                        case "**" -> bindAll(kind, port, backlog);
                        case "*" -> open(kind, new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port), backlog);
                        case "::*" -> open(kind, new InetSocketAddress(InetAddress.getByName("::"), port), backlog);
                        default -> open(kind, new InetSocketAddress(InetAddress.getByName(host), port), backlog);
                    });
        } catch (IOException e) {
            String shown = host.equals("**") ? "*" : host;
            server.log()
                    .warning("Warning: Could not create server TCP listening socket " + shown + ":" + port + ": "
                            + reason(e));
            if (!optional || isInUse(e)) {
                throw e;
            }
        }
    }

    private static boolean isInUse(IOException e) {
        return String.valueOf(e.getMessage()).contains("in use");
    }

    private static String reason(IOException e) {
        if (e instanceof java.net.UnknownHostException) {
            return "Name or service not known";
        }
        String text = String.valueOf(e.getMessage());
        int colon = text.lastIndexOf("failed: ");
        return "bind: " + (colon < 0 ? text : text.substring(colon + "failed: ".length()));
    }

    private Channel bindAll(Kind kind, int port, int backlog) throws IOException {
        try {
            return open(kind, new InetSocketAddress(InetAddress.getByName("::"), port), backlog);
        } catch (IOException e) {
            if (isInUse(e)) {
                throw e;
            }
            return open(kind, new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port), backlog);
        }
    }

    private Channel open(Kind kind, SocketAddress address, int backlog) throws IOException {
        ServerChannel channel = server.transport().newTcpServer();
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        return open(channel, address, backlog, kind);
    }

    private Channel open(ServerChannel channel, SocketAddress address, int backlog, Kind kind) throws IOException {
        channel.config().setOption(ChannelOption.SO_BACKLOG, backlog);
        channel.pipeline().addLast(new Accept(kind));
        Channels.register(server.loop(), channel);
        var done = channel.bind(address);
        if (done.cause() != null) {
            Channels.close(channel);
            throw done.cause() instanceof IOException io ? io : new IOException(done.cause());
        }
        return channel;
    }

    /**
     * Listens on a Unix socket; a file that is in the way is removed.
     *
     * @param permissions as for chmod, 0 for what the umask leaves
     */
    public void unix(Path path, int permissions, int backlog) throws IOException {
        Files.deleteIfExists(path);
        unix = open(
                server.transport().newUnixServer(),
                server.transport().unixAddress(path.toString()),
                backlog,
                Kind.UNIX);
        unixPath = path;
        if (permissions != 0) {
            Files.setPosixFilePermissions(path, permissions(permissions));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> result = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & 1 << all.length - 1 - bit) != 0) {
                result.add(all[bit]);
            }
        }
        return result;
    }

    /** The port that clients reach, 0 when none. */
    public int port() {
        return tcp.channels.isEmpty()
                ? 0
                : ((InetSocketAddress) tcp.channels.get(0).localAddress()).getPort();
    }

    /** Whether clients of the network can come, in the clear or by TLS. */
    public boolean isTcp() {
        return !tcp.channels.isEmpty() || !tls.channels.isEmpty();
    }

    @Override
    public void close() {
        tcp.close();
        tls.close();
        if (unix != null) {
            Channels.close(unix);
            unix = null;
        }
        Path path = unixPath;
        if (path != null) {
            unixPath = null;
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                server.log().warning("The Unix socket " + path + " can't be removed: " + e.getMessage());
            }
        }
    }

    private final class Accept extends ChannelInboundHandlerAdapter {
        private static final long REST_MILLIS = 100;

        private final Kind kind;

        Accept(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            server.accept((Channel) message, kind);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            String text = String.valueOf(cause.getMessage());
            server.log()
                    .warning("Accepting client connection: accept: "
                            + text.substring(text.lastIndexOf(": ") + 1).strip());
            // It may be what has the descriptor that is missing.
            server.endWarmUp();
            // As long as there is none, the next try would fail as well, a hundred thousand times a second.
            ChannelConfig config = context.channel().config();
            config.setAutoRead(false);
            var unused =
                    context.executor().schedule(() -> config.setAutoRead(true), REST_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
