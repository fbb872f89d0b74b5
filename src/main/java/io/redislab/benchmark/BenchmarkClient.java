package io.redislab.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** One connection: sends the request, waits for its replies, sends it again. */
final class BenchmarkClient {
    private final ClientLoop loop;
    private final Run run;
    private final Request request;
    private final Prefix prefix;
    private Wire wire;
    private SelectionKey key;
    private ReplyScanner scanner = new ReplyScanner();
    private ByteBuffer sending = ByteBuffer.allocate(0);
    /** Commands ahead of the first request whose replies are not measured. */
    private int prefixPending;

    private int pending;
    private long sentNanos;
    /** Of the requests on their way: µs, below 0 while nothing has come back. */
    private long latencyMicros = -1;

    BenchmarkClient(ClientLoop loop, Run run, Request request, Prefix prefix) throws IOException {
        this.loop = loop;
        this.run = run;
        this.request = request;
        this.prefix = prefix;
        this.wire = loop.opener().begin();
        this.key = register(prefix);
        run.opened();
    }

    private SelectionKey register(Prefix commands) throws IOException {
        wire.socket().configureBlocking(false);
        sending = commands.bytes();
        prefixPending = commands.commands();
        return loop.register(wire, this);
    }

    /** Sends the first request, or does so when the connection is there. */
    void start() throws IOException {
        if (!wire.finishConnect()) {
            key.interestOps(SelectionKey.OP_CONNECT);
            return;
        }
        key.interestOps(SelectionKey.OP_READ);
        next();
    }

    void ready() {
        try {
            if (key.isConnectable()) {
                start();
            } else if (key.isWritable()) {
                send();
            } else {
                receive();
            }
        } catch (IOException e) {
            throw new BenchmarkException("Error: " + e.getMessage());
        }
    }

    /** For a connection that stays idle: only errors come. */
    void listen() {
        if (!wire.finishConnect()) {
            throw new BenchmarkException("Error: the connection is not there");
        }
        pending = 1;
        key.interestOps(SelectionKey.OP_READ);
    }

    private void next() throws IOException {
        if (!run.issue()) {
            return;
        }
        ByteBuffer bytes = request.next(loop.random());
        if (prefixPending > 0) {
            bytes = ByteBuffer.allocate(sending.remaining() + bytes.remaining())
                    .put(sending)
                    .put(bytes)
                    .flip();
        }
        sending = bytes;
        pending = prefixPending + loop.pipeline();
        latencyMicros = -1;
        sentNanos = run.nanos();
        send();
    }

    private void send() throws IOException {
        boolean sent;
        try {
            sent = wire.send(sending);
        } catch (IOException e) {
            loop.complain("Error writing to the server: " + e.getMessage());
            close();
            run.closed();
            return;
        }
        int wanted = sent ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    private void receive() throws IOException {
        if (latencyMicros < 0) {
            latencyMicros = (run.nanos() - sentNanos) / 1000;
        }
        ByteBuffer input = loop.input();
        // A full buffer may have left something behind it, which no selector tells of where it is decrypted already.
        boolean more = true;
        while (more && pending > 0) {
            if (!wire.receive(input)) {
                return;
            }
            more = input.remaining() == input.capacity() || wire.hasInput();
            take(scanner.scan(input.array(), input.arrayOffset(), input.arrayOffset() + input.limit()));
        }
    }

    private void take(int replies) throws IOException {
        String failure = scanner.failure();
        if (failure != null) {
            throw new BenchmarkException("Error from server: " + failure);
        }
        int ahead = Math.min(prefixPending, replies);
        prefixPending -= ahead;
        pending -= replies;
        int measured = replies - ahead;
        if (measured == 0) {
            return;
        }
        loop.latencies().record(latencyMicros, run.finish(measured, latencyMicros));
        if (pending == 0) {
            done();
        }
    }

    private void done() throws IOException {
        if (run.isComplete()) {
            loop.complete();
        } else if (loop.keepAlive()) {
            next();
        } else {
            close();
            wire = loop.opener().begin();
            scanner = new ReplyScanner();
            key = register(prefix);
            start();
        }
    }

    void close() {
        key.cancel();
        wire.close();
    }

    /** What a new connection says before anything else. */
    record Prefix(byte[] encoded, int commands) {
        ByteBuffer bytes() {
            return ByteBuffer.wrap(encoded);
        }
    }
}
