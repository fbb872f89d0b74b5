package io.redislab.engine.config;

/**
 * How much may wait for a client that does not read.
 *
 * @param hardBytes 0 for no limit
 * @param softBytes 0 for no limit
 * @param softSeconds how long the soft limit may be passed
 */
public record OutputBufferLimit(long hardBytes, long softBytes, long softSeconds) {
    /** The classes of clients that have a limit each, in the order of client-output-buffer-limit. */
    public enum ClientClass {
        NORMAL("normal"),
        REPLICA("slave"),
        PUBSUB("pubsub");

        private final String wireName;

        ClientClass(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }
}
