package io.redislab.engine.peer;

import io.redislab.resp.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A connection to another server. Whoever uses it waits. */
public interface Peer extends Closeable {
    /** Sends commands, one after the other. */
    void send(List<byte[][]> commands) throws IOException;

    /** The next reply, for which nobody waits longer than so many ms. @throws java.net.SocketTimeoutException after that */
    Reply receive(int timeoutMillis) throws IOException;

    @Override
    void close();
}
