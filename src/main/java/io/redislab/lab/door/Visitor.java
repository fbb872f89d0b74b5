package io.redislab.lab.door;

import io.redislab.resp.CommandDecoder;
import io.redislab.resp.Reply;
import io.redislab.resp.RespWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a {@link Doorway}: what comes becomes commands, what the visit answers is sent. Bytes are read by the
 * doorway's thread; everything else is done on the engine's.
 */
public final class Visitor {
    /** While so much waits to be run, no more is read. */
    private static final long MAX_UNRUN = 1 << 20;
    /** Who does not read what it gets is sent away beyond this. */
    private static final long MAX_UNREAD = 256 << 20;

    private static final long MAX_ARGUMENT = 512 << 20;

    private final Doorway doorway;
    private final SocketChannel channel;
    private final long number;
    private final CommandDecoder decoder = new CommandDecoder();
    private final RespWriter writer = new RespWriter();
    private final Deque<byte[][]> commands = new ArrayDeque<>();
    private @Nullable Visit visit;
    private boolean held;
    private boolean running;
    private boolean ended;

    /** Bytes that were read and not yet looked at. */
    private final AtomicLong unseen = new AtomicLong();

    /** Guards what the socket has not taken yet. */
    private final Object outputLock = new Object();

    private final Deque<ByteBuffer> output = new ArrayDeque<>();
    private long outputBytes;
    private boolean closeWhenSent;
    private volatile @Nullable SelectionKey key;

    Visitor(Doorway doorway, SocketChannel channel, long number) {
        this.doorway = doorway;
        this.channel = channel;
        this.number = number;
    }

    /** 1 for the doorway's first visitor, and so on. */
    public long number() {
        return number;
    }

    /** Where the visitor has come in. */
    public Path socket() {
        return doorway.socket();
    }

    void watchedBy(SelectionKey newKey) {
        key = newKey;
    }

    // ---- on the doorway's thread ----

    /** Bytes have come. */
    void read(byte[] bytes) {
        if (unseen.addAndGet(bytes.length) > MAX_UNRUN) {
            interest(SelectionKey.OP_READ, false);
        }
        doorway.execute(() -> receive(bytes));
    }

    /** The socket takes more. */
    void writable() {
        synchronized (outputLock) {
            write();
        }
    }

    private void interest(int operation, boolean yes) {
        SelectionKey watched = key;
        if (watched == null) {
            return;
        }
        try {
            if (yes) {
                watched.interestOpsOr(operation);
                doorway.wakeUp();
            } else {
                watched.interestOpsAnd(~operation);
            }
        } catch (CancelledKeyException e) {
            // The other thread has sent the visitor away meanwhile.
            return;
        }
    }

    // ---- on the engine's thread ----

    void begin() {
        visit = doorway.receive(this);
        doorway.gate().connected(this);
    }

    private void receive(byte[] bytes) {
        if (unseen.addAndGet(-bytes.length) <= MAX_UNRUN) {
            interest(SelectionKey.OP_READ, true);
        }
        if (ended) {
            return;
        }
        decoder.feed(bytes, 0, bytes.length);
        try {
            for (byte[][] argv = decoder.next(MAX_ARGUMENT, true);
                    argv != null;
                    argv = decoder.next(MAX_ARGUMENT, true)) {
                if (argv.length > 0) {
                    commands.add(argv);
                }
            }
            decoder.keep();
            goOn();
        } catch (CommandDecoder.BadRequest bad) {
            goOn();
            byte[] reply = bad.reply();
            writer.raw(new byte[] {'-'}, 0, 1);
            writer.raw(reply, 0, reply.length);
            writer.raw(new byte[] {'\r', '\n'}, 0, 2);
            close();
        }
    }

    /** Runs what was held back by the {@link Gate}, and goes on. */
    public void release() {
        byte[][] argv = held ? commands.poll() : null;
        held = false;
        if (argv != null) {
            run(argv);
        }
        goOn();
    }

    /** The visit waits no more: runs what the visitor has sent meanwhile. */
    public void goOn() {
        if (running) {
            return;
        }
        Visit mine = visit;
        if (mine != null && commands.size() > 1 && !held && !mine.isBusy()) {
            mine.together(this::runAll);
        } else {
            runAll();
        }
        flush();
    }

    private void runAll() {
        while (!ended && !held && visit != null && !visit.isBusy()) {
            byte[][] argv = commands.peek();
            if (argv == null) {
                return;
            }
            if (!doorway.gate().admits(this, argv)) {
                held = true;
                return;
            }
            commands.remove();
            run(argv);
        }
    }

    private void run(byte[][] argv) {
        Visit mine = visit;
        if (mine == null || ended) {
            return;
        }
        boolean before = running;
        running = true;
        try {
            mine.run(argv);
        } catch (RuntimeException | StackOverflowError e) {
            close();
            throw e;
        } finally {
            running = before;
        }
        doorway.gate().ran(this, argv);
    }

    /** Replies and messages for the visitor. */
    public void send(List<Reply> replies) {
        Visit mine = visit;
        if (mine != null && !replies.isEmpty()) {
            writer.setProtocol(mine.protocol());
            replies.forEach(writer::reply);
            if (!running) {
                flush();
            }
        }
    }

    /** Ends the connection when all that was sent has gone. */
    public void close() {
        flush();
        leave();
        synchronized (outputLock) {
            closeWhenSent = true;
            write();
        }
    }

    /** The other end is gone, or is sent away. */
    void leave() {
        if (!ended) {
            ended = true;
            commands.clear();
            if (visit != null) {
                visit.end();
            }
            doorway.gate().left(this);
        }
    }

    // ---- to the socket ----

    private void flush() {
        if (writer.size() == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(writer.toBytes());
        writer.clear();
        synchronized (outputLock) {
            output.add(bytes);
            outputBytes += bytes.remaining();
            write();
            if (outputBytes > MAX_UNREAD) {
                shut();
            }
        }
    }

    private void write() {
        try {
            while (true) {
                ByteBuffer first = output.peek();
                if (first == null) {
                    break;
                }
                outputBytes -= channel.write(first);
                if (first.hasRemaining()) {
                    interest(SelectionKey.OP_WRITE, true);
                    return;
                }
                output.remove();
            }
            interest(SelectionKey.OP_WRITE, false);
            if (closeWhenSent) {
                shut();
            }
        } catch (IOException e) {
            // The other end is gone: nobody is left to be told.
            shut();
        }
    }

    /** Closes the socket; from any thread. */
    void shut() {
        synchronized (outputLock) {
            output.clear();
            outputBytes = 0;
        }
        doorway.shut(this, channel);
    }
}
