package io.redislab.transcript;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection to a real Redis. Its replies are read by a thread of its own, so that one that never comes is noticed. */
final class RedisPeer implements Peer {
    private static final int PATIENCE_SECONDS = 10;

    private final RemoteConnection connection;
    private final RemoteConnection observer;
    private final long id;
    private @Nullable CompletableFuture<Reply> pending;

    RedisPeer(RealRedis redis) throws IOException {
        connection = redis.connect();
        observer = redis.connect();
        id = ((Reply.Int) connection.call("CLIENT", "ID")).value();
    }

    @Override
    public void send(List<byte[]> argv) {
        connection.send(argv);
        connection.flush();
    }

    private CompletableFuture<Reply> pending() {
        CompletableFuture<Reply> future = pending;
        if (future == null) {
            CompletableFuture<Reply> started = new CompletableFuture<>();
            Thread reader = new Thread(
                    () -> {
                        try {
                            started.complete(connection.receive());
                        } catch (RuntimeException e) {
                            started.completeExceptionally(e);
                        }
                    },
                    "transcript reader");
            reader.setDaemon(true);
            reader.start();
            pending = started;
            future = started;
        }
        return future;
    }

    /** Asks the server itself whether the client waits, until it does or its reply is there. */
    @Override
    public @Nullable Reply reply() throws IOException {
        CompletableFuture<Reply> future = pending();
        for (int i = 0; i < PATIENCE_SECONDS * 100; i++) {
            try {
                Reply reply = future.get(i == 0 ? 50 : 10, TimeUnit.MILLISECONDS);
                pending = null;
                return reply;
            } catch (TimeoutException e) {
                if (isBlocked()) {
                    return null;
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new IOException(e);
            }
        }
        throw new IOException("no reply within " + PATIENCE_SECONDS + " s");
    }

    private boolean isBlocked() {
        Reply list = observer.call("CLIENT", "LIST", "ID", Long.toString(id));
        String line = list instanceof Reply.Bulk bulk
                ? bulk.text()
                : new String(((Reply.Verbatim) list).bytes(), StandardCharsets.UTF_8);
        int flags = line.indexOf(" flags=") + 7;
        return line.substring(flags, line.indexOf(' ', flags)).indexOf('b') >= 0;
    }

    @Override
    public Reply next() throws IOException {
        try {
            Reply reply = pending().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            pending = null;
            return reply;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("nothing came within " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        connection.close();
        observer.close();
    }
}
