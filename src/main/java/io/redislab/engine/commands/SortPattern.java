package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.StringValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What BY and GET of SORT are given: {@code #} is the element itself, {@code weight_*} a string whose key has the
 * element in the place of the first star, {@code object_*->price} a field of such a hash.
 *
 * @param star where the star stands, or -1
 * @param keyEnd where the key's part ends
 * @param field null when the key is a string's
 */
record SortPattern(byte[] pattern, int star, int keyEnd, byte @Nullable [] field) {
    static SortPattern parse(byte[] pattern) {
        int star = 0;
        while (star < pattern.length && pattern[star] != '*') {
            star++;
        }
        if (star == pattern.length) {
            return new SortPattern(pattern, -1, pattern.length, null);
        }
        for (int i = star + 1; i + 2 < pattern.length; i++) {
            if (pattern[i] == '-' && pattern[i + 1] == '>') {
                return new SortPattern(pattern, star, i, Arrays.copyOfRange(pattern, i + 2, pattern.length));
            }
        }
        return new SortPattern(pattern, star, pattern.length, null);
    }

    boolean hasStar() {
        return star >= 0;
    }

    private boolean isElement() {
        return pattern.length == 1 && pattern[0] == '#';
    }

    private byte[] key(byte[] element) {
        byte[] key = new byte[keyEnd - 1 + element.length];
        System.arraycopy(pattern, 0, key, 0, star);
        System.arraycopy(element, 0, key, star, element.length);
        System.arraycopy(pattern, star + 1, key, star + element.length, keyEnd - star - 1);
        return key;
    }

    /** What the pattern names for this element; null when there is no such thing. */
    byte @Nullable [] lookup(Context context, byte[] element) {
        if (isElement()) {
            return element;
        }
        if (!hasStar()) {
            return null;
        }
        KeyEntry entry = context.read(key(element));
        if (entry == null) {
            return null;
        }
        if (field == null) {
            return entry.value() instanceof StringValue value ? value.bytes() : null;
        }
        return entry.value() instanceof HashValue hash ? hash.get(field) : null;
    }
}
