package io.redislab.lab.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Unix socket at which programs reach an engine that this process owns. One thread accepts and reads; commands run on the
 * engine's own thread, which also sends. Who may connect is decided by the folder in which the socket is: one that only its
 * owner can enter.
 */
public final class Doorway implements AutoCloseable {
    private static final int READ_SIZE = 64 * 1024;
    /** While no more files can be opened, nobody is let in for so long at a time. */
    private static final long REST_MILLIS = 100;

    private final Path socket;
    private final Host host;
    private final Gate gate;
    private final Selector selector;
    private final ServerSocketChannel door;
    private final SelectionKey bell;
    private final Set<Visitor> visitors = ConcurrentHashMap.newKeySet();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
    private long count;

    private Doorway(Path socket, Host host, Gate gate) throws IOException {
        this.socket = socket;
        this.host = host;
        this.gate = gate;
        selector = Selector.open();
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(socket));
            door.configureBlocking(false);
            bell = door.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            door.close();
            selector.close();
            throw e;
        }
        Thread thread = new Thread(this::watch, "redislab-doorway");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a doorway.
     *
     * @param socket where; at most some 100 bytes long, as systems have it, in a folder that only its owner can enter
     * @throws IOException when it can't be made
     */
    public static Doorway open(Path socket, Host host, Gate gate) throws IOException {
        Files.deleteIfExists(socket);
        return new Doorway(socket, host, gate);
    }

    public Path socket() {
        return socket;
    }

    Gate gate() {
        return gate;
    }

    void execute(Runnable work) {
        host.execute(work);
    }

    Visit receive(Visitor visitor) {
        return host.receive(visitor);
    }

    void wakeUp() {
        selector.wakeup();
    }

    // ---- the doorway's thread ----

    private void watch() {
        try {
            while (door.isOpen()) {
                boolean rests = bell.interestOps() == 0;
                selector.select(this::ready, rests ? REST_MILLIS : 0);
                if (rests) {
                    bell.interestOps(SelectionKey.OP_ACCEPT);
                }
            }
        } catch (ClosedSelectorException | CancelledKeyException e) {
            // It was closed while it was looked at.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (!(key.attachment() instanceof Visitor visitor)) {
            accept();
            return;
        }
        try {
            if (key.isWritable()) {
                visitor.writable();
            }
            if (key.isReadable()) {
                read(visitor, (SocketChannel) key.channel());
            }
        } catch (CancelledKeyException e) {
            // The engine's thread has sent the visitor away meanwhile.
            return;
        }
    }

    private void accept() {
        try {
            SocketChannel channel = door.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            Visitor visitor = new Visitor(this, channel, ++count);
            visitors.add(visitor);
            execute(visitor::begin);
            visitor.watchedBy(channel.register(selector, SelectionKey.OP_READ, visitor));
        } catch (IOException e) {
            // Most likely no more files can be opened, and the next try would fail as well. Who is there goes on.
            bell.interestOps(0);
        }
    }

    private void read(Visitor visitor, SocketChannel channel) {
        try {
            int length = channel.read(buffer.clear());
            if (length > 0) {
                byte[] bytes = new byte[length];
                buffer.flip().get(bytes);
                visitor.read(bytes);
            } else if (length < 0) {
                gone(visitor, channel);
            }
        } catch (IOException e) {
            gone(visitor, channel);
        }
    }

    /** What it has sent before is run, and what that answers is lost. */
    private void gone(Visitor visitor, SocketChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
        }
        execute(visitor::close);
    }

    /** A visitor's socket is to be closed; from any thread. */
    void shut(Visitor visitor, SocketChannel channel) {
        if (visitors.remove(visitor)) {
            close(channel);
            execute(visitor::leave);
        }
    }

    private static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // A socket that can't be closed is closed already, or goes with the process.
            return;
        }
    }

    /** Sends all visitors away and takes the socket from its folder. */
    @Override
    public void close() throws IOException {
        close(door);
        visitors.forEach(Visitor::shut);
        selector.close();
        Files.deleteIfExists(socket);
    }
}
