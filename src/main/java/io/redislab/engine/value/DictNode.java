package io.redislab.engine.value;

import org.jspecify.annotations.Nullable;

/** An entry of a {@link Dict}: subclasses add what is stored beside the key, so that an entry is one object. */
public abstract class DictNode {
    final byte[] key;
    final int hash;

    @Nullable
    DictNode next;

    protected DictNode(byte[] key) {
        this(key, Dict.hash(key));
    }

    /** For whoever has looked for the key and so knows its hash. */
    DictNode(byte[] key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    /** The key's bytes; nobody changes them. */
    public final byte[] key() {
        return key;
    }
}
