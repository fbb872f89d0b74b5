package io.redislab.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.redislab.engine.Engine;
import io.redislab.engine.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The engine on sockets. The thread that made it owns both: it calls {@link #run}, which reads from all clients that have
 * sent something, runs their commands, then sends all replies, and waits.
 */
public final class Server implements AutoCloseable {
    private static final int READ_SIZE = 64 * 1024;
    /** Tasks of other threads may take this long, in ns, before sockets are looked at again. */
    private static final long TASK_QUANTUM = 1_000_000;

    private final Engine engine;
    private final ServerLog log;
    private final Transport transport = Transport.best();
    private final ManualIoEventLoop loop;
    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final ReadBuffer readBuffer = new ReadBuffer(allocator, READ_SIZE);
    private final byte[] input = new byte[READ_SIZE];
    private final Listeners listeners;
    private List<SocketClient> unsent = new ArrayList<>();
    private List<SocketClient> unsentSpare = new ArrayList<>();
    private List<SocketClient> resumable = new ArrayList<>();
    private Runnable beforeReplies = () -> {};

    public Server(Engine engine) {
        this.engine = engine;
        this.log = engine.log();
        this.loop = new ManualIoEventLoop(Thread.currentThread(), transport.ioHandler());
        this.listeners = new Listeners(this);
    }

    public Engine engine() {
        return engine;
    }

    public Listeners listeners() {
        return listeners;
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
        long wait = engine.poll();
        beforeSleep();
        if (!resumable.isEmpty()) {
            wait = 0;
        }
        if (wait == 0) {
            loop.runNow(TASK_QUANTUM);
        } else {
            loop.run(Math.max(wait, 0), TASK_QUANTUM);
        }
    }

    private void beforeSleep() {
        while (!resumable.isEmpty()) {
            List<SocketClient> batch = resumable;
            resumable = new ArrayList<>();
            batch.forEach(SocketClient::resume);
        }
        beforeReplies.run();
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
        listeners.close();
        for (io.redislab.engine.Session session : List.copyOf(engine.sessions())) {
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

    /** What a new channel of a client needs. */
    void accepted(Channel channel, boolean unix) {
        channel.config().setRecvByteBufAllocator(readBuffer);
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(new SocketClient(this, channel, unix));
        Channels.register(loop, channel);
    }
}
