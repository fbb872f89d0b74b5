package io.redislab.client;

import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A client's connection to a Redis server: embedded or remote. Used by one thread. */
public interface Connection extends AutoCloseable {
    /**
     * Sends one command and waits for its reply; a command that blocks, blocks.
     *
     * @throws java.io.UncheckedIOException when the connection is gone
     */
    Reply call(List<byte[]> argv);

    default Reply call(String... argv) {
        return call(Arrays.stream(argv)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    @Override
    void close();
}
