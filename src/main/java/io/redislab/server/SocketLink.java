package io.redislab.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.redislab.engine.peer.PeerLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection to another server on the loop that serves the clients. */
final class SocketLink extends ChannelInboundHandlerAdapter implements PeerLink {
    private static final int BUFFER = 64 * 1024;

    private final Server server;
    private final Channel channel;
    private final byte[] buffer = new byte[BUFFER];
    /** Null when nothing is to be told any more. */
    private @Nullable Listener listener;

    private boolean encrypted;

    private SocketLink(Server server, Channel channel, Listener listener) {
        this.server = server;
        this.channel = channel;
        this.listener = listener;
    }

    /** As {@link PeerLink.Connector#open}. */
    static PeerLink open(Server server, String host, int port, String source, Listener listener) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(resolve(host), port);
        SocketChannel channel = server.transport().newTcpClient();
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setAllocator(server.allocator());
        // The engine looks after how long it may take.
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        SocketLink link = new SocketLink(server, channel, listener);
        if (server.tls().isForMasters()) {
            channel.pipeline().addLast(server.tls().forMaster());
            link.encrypted = true;
        }
        channel.pipeline().addLast(link);
        Channels.register(server.loop(), channel);
        ChannelFuture connecting = source.isEmpty()
                ? channel.connect(remote)
                : channel.connect(remote, new InetSocketAddress(resolve(source), 0));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                link.lost(reason(done.cause()));
            }
        });
        return link;
    }

    private static InetAddress resolve(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("Name or service not known", e);
        }
    }

    /** Netty's messages name the call and the address beside the system's words. */
    private static String reason(@Nullable Throwable cause) {
        String text = cause == null ? "connection lost" : String.valueOf(cause.getMessage());
        String plain = text.replaceFirst(": [^: ]*/.*$", "");
        return plain.substring(plain.lastIndexOf("failed: ") + (plain.contains("failed: ") ? "failed: ".length() : 1));
    }

    private void lost(String reason) {
        Listener told = listener;
        listener = null;
        Channels.close(channel);
        if (told != null) {
            told.lost(reason);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (listener != null && !encrypted) {
            listener.connected();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent agreed) {
            if (!agreed.isSuccess()) {
                lost(reason(agreed.cause()));
            } else if (listener != null) {
                listener.connected();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        try {
            while (received.isReadable() && listener != null) {
                int count = Math.min(buffer.length, received.readableBytes());
                received.readBytes(buffer, 0, count);
                listener.received(buffer, 0, count);
            }
        } finally {
            received.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost("connection lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            server.engine().stats().unexpectedErrors++;
            server.log()
                    .warning("A command of the master failed in a way that is redislab's fault: " + cause + " at "
                            + Arrays.stream(cause.getStackTrace()).limit(5).toList());
        }
        lost(reason(cause));
    }

    @Override
    public void send(byte[] bytes) {
        Channels.send(channel, Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void close() {
        listener = null;
        Channels.close(channel);
    }

    @Override
    public void setReading(boolean yes) {
        channel.config().setAutoRead(yes);
    }

    @Override
    public String remoteAddress() {
        return Addresses.text(channel.remoteAddress(), null);
    }

    @Override
    public String localAddress() {
        return Addresses.text(channel.localAddress(), null);
    }

    @Override
    public int descriptor() {
        return Transport.descriptor(channel);
    }
}
