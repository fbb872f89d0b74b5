package io.redislab.engine.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The categories of ACL rules ({@code +@read}), in Redis' order. */
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    private static final AclCategory[] VALUES = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** A mask of one bit; the order of the constants is Redis' own and part of what this enum says. */
    @SuppressWarnings("EnumOrdinal")
    public int bit() {
        return 1 << ordinal();
    }

    /** The name without its {@code @}: {@code sortedset}. */
    public String wireName() {
        return wireName;
    }

    /** The category of that name in any case, without its {@code @}; null when there is none. */
    public static @Nullable AclCategory of(String name) {
        for (AclCategory category : VALUES) {
            if (category.wireName.equalsIgnoreCase(name)) {
                return category;
            }
        }
        return null;
    }
}
