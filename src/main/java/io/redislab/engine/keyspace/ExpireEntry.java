package io.redislab.engine.keyspace;

import io.redislab.engine.value.DictNode;

/** When a key expires, in the table of volatile keys of a {@link Database}. */
public final class ExpireEntry extends DictNode {
    long when;

    ExpireEntry(byte[] key, long when) {
        super(key);
        this.when = when;
    }

    /** Unix time in ms. */
    public long when() {
        return when;
    }
}
