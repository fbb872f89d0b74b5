package io.redislab.engine.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes as a key of a map: equal by content. The array is taken over; nobody changes it. */
public final class ByteKey {
    private final byte[] bytes;
    private final int hash;

    public ByteKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Dict.hash(bytes);
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteKey o && hash == o.hash && Arrays.equals(bytes, o.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
