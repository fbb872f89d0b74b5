package io.redislab.engine.value;

/** A field of a hash's table, with its value. */
public final class HashField extends DictNode {
    byte[] value;

    public HashField(byte[] field, byte[] value) {
        super(field);
        this.value = value;
    }

    /** The value's bytes; nobody changes them. */
    public byte[] value() {
        return value;
    }
}
