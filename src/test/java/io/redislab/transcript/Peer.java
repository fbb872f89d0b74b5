package io.redislab.transcript;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client of the server that a transcript is played on. */
interface Peer extends AutoCloseable {
    /** Sends one command. */
    void send(List<byte[]> argv) throws IOException;

    /** The reply to the command sent last, or null when the client now waits (BLPOP and the like). */
    @Nullable
    Reply reply() throws IOException;

    /** The next message or late reply. @throws IOException when none comes */
    Reply next() throws IOException;

    @Override
    void close();

    /** Opens the clients of one transcript. */
    @FunctionalInterface
    interface Opener {
        Peer open() throws IOException;
    }
}
