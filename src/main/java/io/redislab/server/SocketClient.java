package io.redislab.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.ServerLog;
import io.redislab.engine.Session;
import io.redislab.engine.clients.ClientLine;
import io.redislab.engine.clients.SocketBuffers;
import io.redislab.engine.config.OutputBufferLimit;
import io.redislab.engine.config.OutputBufferLimit.ClientClass;
import io.redislab.resp.CommandDecoder;
import io.redislab.resp.RespWriter;
import io.redislab.server.Listeners.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A client at a socket: what it sends becomes commands, what its session writes is sent at the end of the loop's turn. */
final class SocketClient extends ChannelInboundHandlerAdapter implements Outlet {
    /** While the socket takes no more, replies are handed over in parts of at least this size. */
    private static final int CHUNK = 64 * 1024;
    /** Replies of this size are sent before the next command runs. */
    private static final int LARGE = 1 << 20;
    /** The fixed part of Redis' output buffer, which no limit counts. */
    private static final int REPLY_BLOCK = 16 * 1024;

    private final Server server;
    private final Engine engine;
    private final Channel channel;
    private final Kind kind;
    private final CommandDecoder decoder = new CommandDecoder();
    private final RespWriter writer = new RespWriter();
    private final SocketBuffers sizes;
    private @Nullable Session session;
    private boolean sendPending;
    /** The socket has not taken all it was given; it tells when it has. */
    private boolean draining;

    private boolean closeAfterSend;
    /** What the socket has not taken yet need not arrive. */
    private boolean dropOutput;

    /** Its commands wait until it reads. */
    private boolean stalled;

    /** A replica has got all data, and only changes wait for it. */
    private boolean hasFile;

    private boolean resumePending;
    /** Since when more waits than the soft limit allows: Unix time in ms, or 0. */
    private long softLimitSince;
    /** A command of this client runs, perhaps for so long that the socket is read meanwhile. */
    private boolean processing;

    SocketClient(Server server, Channel channel, Kind kind) {
        this.server = server;
        this.engine = server.engine();
        this.channel = channel;
        this.kind = kind;
        this.sizes = new SocketBuffers(engine.clientEviction().bufferSettings(), engine.now());
    }

    // ---- from the socket ----

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (kind != Kind.TLS) {
            open();
        }
    }

    private void open() {
        Session opened = engine.open(this, writer, writer);
        if (kind == Kind.UNIX) {
            opened.markUnixSocket();
        }
        session = opened;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        byte[] input = server.input();
        try {
            // What was decrypted may come in larger pieces than a socket gives.
            while (received.isReadable()) {
                Session client = session;
                if (client == null || client.isClosing()) {
                    return;
                }
                int length = Math.min(input.length, received.readableBytes());
                received.readBytes(input, 0, length);
                received(client, input, length);
            }
        } finally {
            received.release();
        }
    }

    private void received(Session client, byte[] input, int length) {
        engine.stats().netInput += length;
        decoder.feed(input, 0, length);
        sizes.received(decoder.pendingBytes());
        if (decoder.pendingBytes() > engine.config().clientQueryBufferLimit()) {
            server.log()
                    .warning("Closing client that reached max query buffer length: " + describe(client)
                            + " (qbuf initial bytes: \"" + printable(decoder.peek(64)) + "\")");
            closeNow();
            return;
        }
        if (!processing) {
            process(client);
        }
        decoder.keep();
        sizes.consumed(decoder.pendingBytes(), decoder.announcedLength());
        engine.clientEviction().changed(client);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed();
    }

    /** The other end sends no more: it is sent away, as Redis does, but still gets what it has asked for. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent agreed) {
            agreed(agreed);
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            closed();
            closeAfterSend = true;
            sendLater();
        }
    }

    private void agreed(SslHandshakeCompletionEvent event) {
        if (event.isSuccess()) {
            open();
        } else {
            server.log()
                    .warning("Error accepting a client connection: "
                            + event.cause().getMessage());
            Channels.close(channel);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException refused) {
            if (session != null) {
                server.log().verbose("Reading from client: " + refused.getMessage());
            }
        } else if (cause instanceof IOException) {
            server.log().verbose("Reading from client: " + cause.getMessage());
        } else {
            engine.stats().unexpectedErrors++;
            server.log()
                    .warning("A command failed in a way that is redislab's fault, its client is closed: " + cause
                            + " at "
                            + Arrays.stream(cause.getStackTrace()).limit(5).toList());
        }
        closeNow();
    }

    private void closed() {
        Session client = session;
        if (client != null) {
            session = null;
            engine.close(client);
        }
    }

    /** Runs what has come, as far as the session can go. */
    private void process(Session client) {
        SocketClient before = server.serve(this);
        processing = true;
        try {
            while (!client.isClosing() && !client.isBlocked() && !stalled) {
                boolean trusted = client.isAuthenticated() || !engine.acl().requiresPassword();
                byte[][] argv = decoder.next(engine.config().protoMaxBulkLen(), trusted);
                if (argv == null) {
                    break;
                }
                if (isHttp(argv[0])) {
                    refuseHttp();
                    break;
                }
                engine.execute(client, argv);
                if (writer.size() >= LARGE) {
                    server.settle();
                    send();
                    stallIfUnread();
                }
            }
        } catch (CommandDecoder.BadRequest bad) {
            reject(client, bad);
        } finally {
            processing = false;
            server.serve(before);
        }
        if (writer.size() > 0) {
            sendLater();
        }
    }

    /** A client that asks for more and more and reads nothing has to wait, before it takes all memory. */
    private void stallIfUnread() {
        long most = Math.max(
                server.unreadLimit(),
                engine.config().clientOutputBufferLimit(ClientClass.NORMAL).hardBytes());
        if (pendingBytes() > most) {
            stalled = true;
            channel.config().setAutoRead(false);
        }
    }

    /** Others are about to use the buffer that holds this client's input. */
    void keepInput() {
        decoder.keep();
    }

    /** The session may go on with what it has received. */
    void resume() {
        resumePending = false;
        Session client = session;
        if (client != null) {
            process(client);
            decoder.keep();
            sizes.consumed(decoder.pendingBytes(), decoder.announcedLength());
        }
    }

    private void reject(Session client, CommandDecoder.BadRequest bad) {
        byte[] reply = bad.reply();
        writer.raw(new byte[] {'-'}, 0, 1);
        writer.raw(reply, 0, reply.length);
        writer.raw(new byte[] {'\r', '\n'}, 0, 2);
        server.log()
                .verbose("Protocol error (" + bad.detail() + ") from client: " + describe(client)
                        + ". Query buffer during protocol error: '" + printable(decoder.peek(128)) + "'");
        engine.disconnect(client, true);
    }

    private String describe(Session client) {
        return ClientLine.of(client, engine.now());
    }

    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b >= ' ' && b < 127 ? (char) b : '.');
        }
        return text.toString();
    }

    /** Whether a browser is at the other end, made to talk to the server by someone's page. */
    private static boolean isHttp(byte[] word) {
        if (word.length != 4 && word.length != 5) {
            return false;
        }
        if ((word[0] | 0x20) != 'p' && (word[0] | 0x20) != 'h') {
            return false;
        }
        String text = new String(word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.equals("post") || text.equals("host:");
    }

    private void refuseHttp() {
        server.log().log(
                ServerLog.Level.WARNING,
                "Possible SECURITY ATTACK detected. A client sent POST or a Host: header: a web page may be trying to"
                        + " send commands to Redis. Connection from " + remoteAddress() + " aborted.");
        closeNow();
    }

    // ---- to the socket ----

    @Override
    public void ready(Session of) {
        if (writer.size() > 0) {
            sendLater();
            engine.clientEviction().changed(of);
        }
        if (!of.isBlocked() && decoder.pendingBytes() > 0 && !resumePending) {
            resumePending = true;
            server.resumeLater(this);
        }
    }

    private void sendLater() {
        if (!sendPending) {
            sendPending = true;
            server.sendLater(this);
        }
    }

    /** Gives the socket what was written, in one piece. */
    void send() {
        sendPending = false;
        int size = writer.size();
        sizes.replied(size);
        if (size == 0 || !channel.isActive()) {
            if (closeAfterSend && (dropOutput || unsentBytes() == 0)) {
                Channels.close(channel);
            } else {
                watchUnsent();
            }
            return;
        }
        Session client = session;
        if (client != null && !enforceOutputLimit(client)) {
            return;
        }
        if (draining && size < CHUNK && !closeAfterSend) {
            return;
        }
        engine.stats().netOutput += size;
        ByteBuf out = server.allocator().directBuffer(size);
        out.writeBytes(writer.buffer(), 0, size);
        writer.clear();
        if (client != null) {
            engine.clientEviction().changed(client);
        }
        if (closeAfterSend) {
            Channels.sendLast(channel, out);
            return;
        }
        Channels.send(channel, out);
        watchUnsent();
    }

    /** Has itself told when the socket has taken everything. */
    private void watchUnsent() {
        if (!draining && unsentBytes() > 0) {
            draining = true;
            // Not in the listener itself: what it tells of still counts as unsent there.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(done -> server.loop().execute(this::drained));
        }
    }

    private void drained() {
        draining = false;
        if (writer.size() > 0) {
            // Replies to commands of this turn may be among it, whose effects are not in the AOF yet.
            server.settle();
        }
        send();
        if (stalled && !draining) {
            stalled = false;
            channel.config().setAutoRead(true);
            server.resumeLater(this);
        }
    }

    private long unsentBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    // ---- limits ----

    /** Looks after a client that may have been silent, or may not read what it gets. */
    void check(Session client) {
        long idle = engine.now() - client.lastInteractionMillis();
        int timeout = engine.config().timeout();
        if (timeout > 0
                && idle > timeout * 1000L
                && !client.isBlocked()
                && !client.isMonitor()
                && client.subscriptions().isEmpty()) {
            server.log().verbose("Closing idle client");
            closeNow();
            return;
        }
        if (enforceOutputLimit(client)) {
            sizes.trim(pendingBytes(), engine.now(), idle / 1000);
        }
    }

    /** Answers false when the client is sent away because too much waits for it. */
    private boolean enforceOutputLimit(Session client) {
        long bytes = pendingBytes();
        if (bytes <= REPLY_BLOCK && softLimitSince == 0) {
            hasFile |= client.isReplica();
            return true;
        }
        if (client.isReplica() && !hasFile) {
            // The file with all data is no output that piles up.
            return true;
        }
        OutputBufferLimit limit = engine.config().clientOutputBufferLimit(classOf(client));
        // A replica may always be as late as the backlog allows.
        long least = client.isReplica() ? engine.config().replBacklogSize() : 0;
        boolean hard = limit.hardBytes() > 0 && bytes >= Math.max(limit.hardBytes(), least);
        boolean soft = limit.softBytes() > 0 && bytes >= limit.softBytes();
        if (!soft) {
            softLimitSince = 0;
        } else if (softLimitSince == 0) {
            softLimitSince = engine.now();
            soft = false;
        } else {
            soft = engine.now() / 1000 - softLimitSince / 1000 > limit.softSeconds();
        }
        if (!hard && !soft) {
            return true;
        }
        engine.stats().outputBufferLimitDisconnections++;
        server.log()
                .warning("Client " + describe(client)
                        + " scheduled to be closed ASAP for overcoming of output buffer limits.");
        closeNow();
        return false;
    }

    private static ClientClass classOf(Session client) {
        if (client.isReplica()) {
            return ClientClass.REPLICA;
        }
        return client.subscriptions().isEmpty() ? ClientClass.NORMAL : ClientClass.PUBSUB;
    }

    void closeNow() {
        closed();
        Channels.close(channel);
    }

    @Override
    public void close(Session of, boolean flush) {
        closed();
        closeAfterSend = true;
        if (!flush) {
            dropOutput = true;
            writer.clear();
        }
        sendLater();
    }

    /** What the other end has not taken yet. */
    private long pendingBytes() {
        return writer.size() + unsentBytes();
    }

    @Override
    public String remoteAddress() {
        return Addresses.text(channel.remoteAddress(), kind == Kind.UNIX ? channel.localAddress() : null);
    }

    @Override
    public String localAddress() {
        return Addresses.text(channel.localAddress(), null);
    }

    @Override
    public int descriptor() {
        return Transport.descriptor(channel);
    }

    @Override
    public Buffers buffers() {
        return sizes.view(decoder.argumentBytes(), pendingBytes(), unsentBytes() > 0 ? "rw" : "r");
    }
}
