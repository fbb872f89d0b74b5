package io.redislab.engine.pubsub;

/** The three things that one can subscribe to. */
public enum SubscriptionType {
    CHANNEL("", "message"),
    PATTERN("p", "pmessage"),
    SHARD_CHANNEL("s", "smessage");

    private final String subscribed;
    private final String unsubscribed;
    private final String message;

    SubscriptionType(String prefix, String message) {
        this.subscribed = prefix + "subscribe";
        this.unsubscribed = prefix + "unsubscribe";
        this.message = message;
    }

    /** The first word of the confirmation, which is the command's name too: {@code psubscribe}. */
    public String subscribed() {
        return subscribed;
    }

    public String unsubscribed() {
        return unsubscribed;
    }

    /** The first word of a message that comes because of such a subscription: {@code pmessage}. */
    public String message() {
        return message;
    }
}
