package io.redislab.server;

import io.redislab.engine.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A server that listens nowhere, on the calling thread, and its only client: what is asked goes the way of any client's
 * commands, from one socket to another, both of this process.
 */
final class WarmUpConnection implements AutoCloseable {
    /** What is sent is there at once; if it ever is not, it is read with the next that is: ns. */
    private static final long WAIT_NANOS = 20_000;

    private static final int BUFFER = 8 * 1024;

    private final Server server;
    private final ByteBuffer sent = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER);
    private SocketChannel client;

    private WarmUpConnection(Server server, SocketChannel client) {
        this.server = server;
        this.client = client;
    }

    /** @throws IOException where the system allows no such connection */
    static WarmUpConnection open(Engine engine) throws IOException {
        Server server;
        try {
            server = new Server(engine);
        } catch (RuntimeException e) {
            // Netty's way to say that there are no more descriptors.
            throw new IOException(e);
        }
        try {
            return new WarmUpConnection(server, connect(server));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** It is the server that calls, and its client that waits for it, where for a moment others may call as well. */
    private static SocketChannel connect(Server server) throws IOException {
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            door.configureBlocking(false);
            InetSocketAddress caller = server.call(door.getLocalAddress());
            SocketChannel client = door.accept();
            if (client != null && client.getRemoteAddress().equals(caller)) {
                client.configureBlocking(false);
                return client;
            }
            if (client != null) {
                client.close();
            }
            throw new IOException("somebody else called");
        }
    }

    /**
     * Sends commands, and lets the server have its turn, in which it replies to those of the last time and reads these.
     * Answers whether what came was no error.
     */
    boolean ask(byte[] commands) throws IOException {
        client.write(sent.clear().put(commands).flip());
        server.turn(WAIT_NANOS);
        received.clear();
        return client.read(received) <= 0 || received.get(0) != '-';
    }

    /** The client goes, and another one comes. */
    void renew() throws IOException {
        client.close();
        server.turn(WAIT_NANOS);
        client = connect(server);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            // Its descriptor is free all the same.
            return;
        } finally {
            server.close();
        }
    }
}
