package io.redislab.benchmark;

import io.redislab.tls.TlsClientOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a call asks for.
 *
 * @param payload bytes of each value
 * @param tests their names in small letters; empty for all
 * @param command the command to send instead of the tests; empty for none
 * @param lastFromInput whether standard input is one more word of {@code command}
 * @param idle only open connections
 * @param loop never end
 * @param digits 1 to 4, of each latency
 */
public record BenchmarkOptions(
        Endpoint endpoint,
        Load load,
        int payload,
        Set<String> tests,
        List<String> command,
        boolean lastFromInput,
        boolean idle,
        boolean loop,
        Output output,
        int digits) {

    /** How results are printed. */
    public enum Output {
        FULL,
        QUIET,
        CSV
    }

    /**
     * Where the server is and who calls.
     *
     * @param socket the path of a Unix socket, empty for TCP
     * @param user who logs in; none for the default user, whom an empty name does not mean
     * @param database as given; "0" selects none
     */
    public record Endpoint(
            String host,
            int port,
            String socket,
            Optional<String> user,
            Optional<String> password,
            int database,
            boolean resp3,
            Optional<TlsClientOptions> tls) {
        /** As messages name it. */
        String name() {
            return socket.isEmpty() ? host + ":" + port : socket;
        }
    }

    /**
     * How much is sent, and how.
     *
     * @param threads 0: all connections in the main thread
     * @param keepAlive false opens a new connection for each request
     * @param keyspace random numbers are below this; below 0 for none
     */
    public record Load(
            int clients, int requests, int pipeline, int threads, boolean keepAlive, boolean tracking, long keyspace) {}
}
