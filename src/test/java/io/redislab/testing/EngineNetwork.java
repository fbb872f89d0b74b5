package io.redislab.testing;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.peer.PeerLink;
import io.redislab.resp.CommandDecoder;
import io.redislab.resp.RespWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Engines that reach each other without sockets: each has a port, and {@link #run} moves what they have sent. */
public final class EngineNetwork {
    private final Map<Integer, Engine> engines = new HashMap<>();
    private final List<Pipe> pipes = new ArrayList<>();

    /** Lets the engine reach the others, and be reached at this port. */
    public void add(int port, Engine engine) {
        engines.put(port, engine);
        engine.replication().useConnector((host, to, source, listener) -> open(to, listener));
    }

    /** Nobody is at this port any more; connections that are there stay. */
    public void remove(int port) {
        engines.remove(port);
    }

    private PeerLink open(int port, PeerLink.Listener listener) throws IOException {
        Engine engine = engines.get(port);
        if (engine == null) {
            throw new ConnectException("Connection refused");
        }
        Pipe pipe = new Pipe(engine, listener);
        pipes.add(pipe);
        return pipe;
    }

    /** Cuts all connections, as if a cable were pulled. */
    public void cut() {
        for (Pipe pipe : List.copyOf(pipes)) {
            pipe.cut();
        }
    }

    /** Moves everything that was sent, until nothing is left. */
    public void run() {
        boolean moved = true;
        while (moved) {
            engines.values().forEach(Engine::poll);
            moved = false;
            for (Pipe pipe : List.copyOf(pipes)) {
                moved |= pipe.move();
            }
        }
    }

    private final class Pipe implements PeerLink, Outlet {
        private final Engine server;
        private final Listener listener;
        private final CommandDecoder decoder = new CommandDecoder();
        private final RespWriter replies = new RespWriter();
        private final Session session;
        private final List<byte[]> sent = new ArrayList<>();
        private boolean told;
        private boolean reading = true;
        private boolean closed;

        Pipe(Engine server, Listener listener) {
            this.server = server;
            this.listener = listener;
            this.session = server.open(this, replies, replies);
        }

        boolean move() {
            if (closed) {
                return false;
            }
            if (!told) {
                told = true;
                listener.connected();
                return true;
            }
            boolean moved = !sent.isEmpty();
            for (byte[] bytes : List.copyOf(sent)) {
                execute(bytes);
            }
            sent.clear();
            if (reading && !closed && replies.size() > 0) {
                byte[] bytes = replies.toBytes();
                replies.clear();
                listener.received(bytes, 0, bytes.length);
                moved = true;
            }
            if (!closed && session.isClosing() && replies.size() == 0) {
                end();
                listener.lost("connection lost");
                moved = true;
            }
            return moved;
        }

        private void execute(byte[] bytes) {
            decoder.feed(bytes, 0, bytes.length);
            try {
                for (byte[][] argv = decoder.next(1 << 20, true); argv != null; argv = decoder.next(1 << 20, true)) {
                    server.execute(session, argv);
                }
            } catch (CommandDecoder.BadRequest e) {
                throw new IllegalStateException(e);
            }
            decoder.keep();
        }

        private void end() {
            closed = true;
            pipes.remove(this);
        }

        void cut() {
            close();
            listener.lost("Connection reset by peer");
        }

        @Override
        public void send(byte[] bytes) {
            sent.add(bytes);
        }

        @Override
        public void close() {
            end();
            server.close(session);
        }

        @Override
        public void setReading(boolean yes) {
            reading = yes;
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:40000";
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:40001";
        }

        @Override
        public void ready(Session of) {}

        @Override
        public void close(Session of, boolean flush) {}
    }
}
