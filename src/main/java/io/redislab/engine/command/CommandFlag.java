package io.redislab.engine.command;

import org.jspecify.annotations.Nullable;

/** The flags of a command, in the order in which COMMAND INFO names them; those that it hides have no wire name. */
public enum CommandFlag {
    WRITE("write"),
    READONLY("readonly"),
    DENYOOM("denyoom"),
    MODULE("module"),
    ADMIN("admin"),
    PUBSUB("pubsub"),
    NOSCRIPT("noscript"),
    BLOCKING("blocking"),
    LOADING("loading"),
    STALE("stale"),
    SKIP_MONITOR("skip_monitor"),
    SKIP_SLOWLOG("skip_slowlog"),
    ASKING("asking"),
    FAST("fast"),
    NO_AUTH("no_auth"),
    NO_MANDATORY_KEYS("no_mandatory_keys"),
    NO_ASYNC_LOADING("no_async_loading"),
    NO_MULTI("no_multi"),
    /** Derived from the key specs: the first, last and step numbers don't describe all keys. */
    MOVABLEKEYS("movablekeys"),
    ALLOW_BUSY("allow_busy"),
    MAY_REPLICATE(null),
    SENTINEL(null),
    ONLY_SENTINEL(null),
    PROTECTED(null),
    TOUCHES_ARBITRARY_KEYS(null);

    private final @Nullable String wireName;

    CommandFlag(@Nullable String wireName) {
        this.wireName = wireName;
    }

    /** A mask of one bit; the order of the constants is Redis' own and part of what this enum says. */
    @SuppressWarnings("EnumOrdinal")
    public int bit() {
        return 1 << ordinal();
    }

    /** The name in COMMAND INFO, or null when Redis does not show the flag. */
    public @Nullable String wireName() {
        return wireName;
    }
}
