package io.redislab.rediscli;

import org.jspecify.annotations.Nullable;

/**
 * Where a server is.
 *
 * @param socket the path of a Unix socket, which counts before host and port
 * @param chosen false where the socket is the environment's, which the prompt's CONNECT leaves
 */
record Place(String host, int port, @Nullable String socket, boolean chosen) {
    /** With another host and port, as the prompt's CONNECT and redirections have it. */
    Place at(String newHost, int newPort) {
        return new Place(newHost, newPort, chosen ? socket : null, chosen);
    }

    Place withoutSocket() {
        return new Place(host, port, null, chosen);
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return socket != null ? socket : host + ":" + port;
    }

    /** As the prompt names it: an IPv6 address in brackets. */
    String inPrompt() {
        return socket != null ? "redis " + socket : host.contains(":") ? "[" + host + "]:" + port : toString();
    }
}
