package io.redislab.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.redislab.engine.Engine;
import io.redislab.engine.EngineModule;
import io.redislab.engine.ServerLog;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.peer.PeerLink;
import io.redislab.server.Listeners.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine on sockets. The thread that made it owns both: it calls {@link #run}, which reads from all clients that have
 * sent something, runs their commands, then sends all replies, and waits.
 */
public final class Server implements EngineModule, AutoCloseable {
    /** The version that clients see. */
    public static final String REDIS_VERSION = "7.0.15";

    private static final String TOO_MANY = "ERR max number of clients reached";
    private static final String PROTECTED =
            "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for"
                    + " the default user. In this mode connections are only accepted from the loopback interface. To"
                    + " connect from other computers, do one of these: 1) On this computer, send 'CONFIG SET"
                    + " protected-mode no', and CONFIG REWRITE to keep it so; make sure that the server can't be reached"
                    + " from the internet. 2) Set protected-mode to no in the configuration file and restart the server."
                    + " 3) Start the server with the option --protected-mode no. 4) Set a password for the default user.";
    private static final long LEAST_UNREAD_LIMIT = 16 << 20;
    /** With more data than this, in bytes, the collector would take longer than it saves. */
    private static final long MOST_TO_TIDY = 8 << 20;
    /** So many clients are looked after with each run of the cron. */
    private static final int FEW = 100;

    private static final int READ_SIZE = 64 * 1024;
    /** Tasks of other threads may take this long, in ns, before sockets are looked at again. */
    private static final long TASK_QUANTUM = 1_000_000;
    /** So long, in ns, a call of this process to itself may take. */
    private static final long CALL_NANOS = 1_000_000;

    private final Engine engine;
    private final ServerLog log;
    private final Transport transport = Transport.best();
    private final ManualIoEventLoop loop;
    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final ReadBuffer readBuffer = new ReadBuffer(allocator, READ_SIZE);
    private final byte[] input = new byte[READ_SIZE];
    private final Listeners listeners;
    private final Tls tls;
    private final long unreadLimit =
            Math.max(LEAST_UNREAD_LIMIT, Runtime.getRuntime().maxMemory() / 16);
    private List<SocketClient> unsent = new ArrayList<>();
    private List<SocketClient> unsentSpare = new ArrayList<>();
    private List<SocketClient> resumable = new ArrayList<>();
    private Runnable beforeReplies = () -> {};
    private @Nullable SocketClient serving;
    private @Nullable IdleThread warmUp;
    private boolean startIsUntidied;

    public Server(Engine engine) {
        this.engine = engine;
        this.log = engine.log();
        this.loop = new ManualIoEventLoop(Thread.currentThread(), transport.ioHandler());
        this.listeners = new Listeners(this);
        this.tls = new Tls(this);
        engine.add(this);
        engine.info().setMultiplexingApi(transport.multiplexingApi());
        engine.scripting().whileBusy(this::serveWhileBusy);
    }

    public Engine engine() {
        return engine;
    }

    public Listeners listeners() {
        return listeners;
    }

    Tls tls() {
        return tls;
    }

    ServerLog log() {
        return log;
    }

    Transport transport() {
        return transport;
    }

    ManualIoEventLoop loop() {
        return loop;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    ReadBuffer readBuffer() {
        return readBuffer;
    }

    /** Where a client's bytes are put while they are decoded. */
    byte[] input() {
        return input;
    }

    /** How much may wait for a client that has no limit of its own: bytes. */
    long unreadLimit() {
        return unreadLimit;
    }

    /** What has to be done before a reply leaves. */
    void settle() {
        beforeReplies.run();
    }

    /** Makes connections to other servers, on this loop. */
    public PeerLink.Connector peers() {
        return (host, port, source, listener) -> SocketLink.open(this, host, port, source, listener);
    }

    /** Runs something on the engine's thread, from any thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** What has to be done before clients learn that their commands ran, such as writing the AOF. */
    public void setBeforeReplies(Runnable action) {
        beforeReplies = action;
    }

    /** Serves clients until told to stop. */
    public void run(BooleanSupplier stop) {
        while (!stop.getAsBoolean()) {
            turn();
        }
    }

    /** One turn of the loop: waits for something to do, unless there is something already. */
    void turn() {
        IdleThread current = warmUp;
        if (current == null) {
            turn(Long.MAX_VALUE);
        } else if (turn(current.patience()) && !current.goOn()) {
            endWarmUp();
            startIsUntidied = true;
        }
    }

    /** The same, but waits no longer than so many ns. Answers whether it waited in vain. */
    boolean turn(long longest) {
        readInOrder();
        long wait = engine.poll();
        beforeSleep();
        if (wait == 0 || !resumable.isEmpty()) {
            loop.runNow(TASK_QUANTUM);
            return false;
        }
        return loop.run(wait < 0 ? longest : Math.min(wait, longest), TASK_QUANTUM) == 0;
    }

    /** From now on it uses idle moments to become faster. */
    void warmUp() {
        warmUp = new IdleThread();
    }

    /**
     * Has the collector put what the start has left where it stays. Otherwise the first two collections of the young
     * generation would, each in 10 to 100 ms, in which clients wait; now there are none.
     */
    private void tidyStart() {
        startIsUntidied = false;
        if (engine.usedMemory() < MOST_TO_TIDY) {
            System.gc();
        }
    }

    void endWarmUp() {
        IdleThread current = warmUp;
        warmUp = null;
        if (current != null) {
            current.close();
        }
    }

    /**
     * Reads once more before replies leave, without waiting. A client that was read stays at the head of the kernel's ready
     * list until it is found silent. If its reply left before that, its next command would be read before what others have
     * sent in between.
     */
    private void readInOrder() {
        if (!unsent.isEmpty() && engine.sessions().size() > 1) {
            loop.runNow(TASK_QUANTUM);
        }
    }

    /** A script does not end: others are served in the middle of its client's turn. */
    private void serveWhileBusy() {
        SocketClient running = serving;
        if (running != null) {
            running.keepInput();
        }
        loop.runNow(TASK_QUANTUM);
        sendReplies();
    }

    /** The client whose command runs; answers which one it was before. */
    @Nullable
    SocketClient serve(@Nullable SocketClient client) {
        SocketClient before = serving;
        serving = client;
        return before;
    }

    private void beforeSleep() {
        while (!resumable.isEmpty()) {
            List<SocketClient> batch = resumable;
            resumable = new ArrayList<>();
            batch.forEach(SocketClient::resume);
        }
        beforeReplies.run();
        sendReplies();
    }

    private void sendReplies() {
        if (!unsent.isEmpty()) {
            List<SocketClient> batch = unsent;
            unsent = unsentSpare;
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).send();
            }
            batch.clear();
            unsentSpare = batch;
        }
    }

    /** The client has something to send at the end of this turn. */
    void sendLater(SocketClient client) {
        unsent.add(client);
    }

    /** The client may have commands that wait to be run. */
    void resumeLater(SocketClient client) {
        resumable.add(client);
    }

    /** Closes all sockets; what clients have not read is lost. */
    @Override
    public void close() {
        endWarmUp();
        listeners.close();
        for (Session session : List.copyOf(engine.sessions())) {
            if (session.outlet() instanceof SocketClient client) {
                client.closeNow();
            }
        }
        loop.runNow();
        readBuffer.close();
        var ended = loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!ended.isDone()) {
            loop.runNow();
        }
    }

    /** A new client: refused, or set up. */
    void accept(Channel channel, Kind kind) {
        Configuration config = engine.config();
        if (engine.sessions().size() >= config.maxclients()) {
            engine.stats().rejectedConnections++;
            refuse(channel, kind, TOO_MANY);
            return;
        }
        if (config.protectedMode()
                && kind != Kind.UNIX
                && !engine.acl().requiresPassword()
                && !Addresses.isLocal(channel)) {
            engine.stats().rejectedConnections++;
            refuse(channel, kind, PROTECTED);
            return;
        }
        prepare(channel, kind);
        if (kind != Kind.UNIX) {
            keepAlive(channel, config.tcpKeepalive());
        }
        Channels.register(loop, channel);
    }

    private void prepare(Channel channel, Kind kind) {
        if (kind != Kind.TLS) {
            // What is encrypted waits in its buffer for the rest of its record.
            channel.config().setRecvByteBufAllocator(readBuffer);
        }
        channel.config().setAllocator(allocator);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (kind != Kind.UNIX) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        }
        if (kind == Kind.TLS) {
            channel.pipeline().addLast(tls.forClient());
        }
        channel.pipeline().addLast(new SocketClient(this, channel, kind));
    }

    /** Makes the connection itself to a client of this process that waits for it there. Answers from where. */
    InetSocketAddress call(SocketAddress client) throws IOException {
        Channel channel;
        try {
            channel = transport.newTcpClient();
        } catch (ChannelException e) {
            // There are no more descriptors.
            throw new IOException(e);
        }
        prepare(channel, Kind.TCP);
        Channels.register(loop, channel);
        ChannelFuture connected = channel.connect(client);
        loop.run(CALL_NANOS, TASK_QUANTUM);
        if (!connected.isSuccess()) {
            throw new IOException("no connection", connected.cause());
        }
        return (InetSocketAddress) channel.localAddress();
    }

    /** Who speaks TLS has not agreed on it yet, so that there is no way to tell the reason. */
    private void refuse(Channel channel, Kind kind, String reply) {
        Channels.register(loop, channel);
        if (kind == Kind.TLS) {
            Channels.close(channel);
            return;
        }
        Channels.sendLast(channel, Unpooled.copiedBuffer("-" + reply + "\r\n", StandardCharsets.US_ASCII));
    }

    /** Probes a silent client after so many seconds, 0 for never. */
    private void keepAlive(Channel channel, int seconds) {
        if (seconds == 0) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        transport.setKeepAlive(channel, seconds);
    }

    // ---- twice a second and more ----

    @Override
    public void cron(long run) {
        if (startIsUntidied && engine.sessions().isEmpty()) {
            tidyStart();
        }
        if (engine.sessions().size() > FEW && run % Math.max(1, engine.config().hz() / 2) != 0) {
            return;
        }
        for (Session session : List.copyOf(engine.sessions())) {
            if (session.outlet() instanceof SocketClient client) {
                client.check(session);
            }
        }
    }
}
