package io.redislab.engine.command;

import org.jspecify.annotations.Nullable;

/** The groups in which redis.io arranges the commands; most give their commands an ACL category. */
public enum CommandGroup {
    GENERIC("generic", AclCategory.KEYSPACE),
    STRING("string", AclCategory.STRING),
    LIST("list", AclCategory.LIST),
    SET("set", AclCategory.SET),
    SORTED_SET("sorted-set", AclCategory.SORTEDSET),
    HASH("hash", AclCategory.HASH),
    PUBSUB("pubsub", AclCategory.PUBSUB),
    TRANSACTIONS("transactions", AclCategory.TRANSACTION),
    CONNECTION("connection", AclCategory.CONNECTION),
    SERVER("server", null),
    SCRIPTING("scripting", AclCategory.SCRIPTING),
    HYPERLOGLOG("hyperloglog", AclCategory.HYPERLOGLOG),
    CLUSTER("cluster", null),
    SENTINEL("sentinel", null),
    GEO("geo", AclCategory.GEO),
    STREAM("stream", AclCategory.STREAM),
    BITMAP("bitmap", AclCategory.BITMAP),
    MODULE("module", null);

    private final String wireName;
    private final @Nullable AclCategory category;

    CommandGroup(String wireName, @Nullable AclCategory category) {
        this.wireName = wireName;
        this.category = category;
    }

    /** The name in COMMAND DOCS: {@code sorted-set}. */
    public String wireName() {
        return wireName;
    }

    /** The ACL category of the group's commands, unless a declaration names its own. */
    public @Nullable AclCategory category() {
        return category;
    }
}
