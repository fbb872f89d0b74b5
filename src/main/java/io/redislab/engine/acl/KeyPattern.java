package io.redislab.engine.acl;

import io.redislab.engine.Glob;
import io.redislab.engine.command.KeySpec;
import java.nio.charset.StandardCharsets;

/**
 * A pattern of keys, and what may be done to those that match: {@code ~p}, {@code %R~p}, {@code %W~p}.
 *
 * @param pattern as Redis' globs, one character a byte
 */
record KeyPattern(String pattern, boolean read, boolean write) {
    /** Whether the pattern lets a command do to the key what these bits of {@link KeySpec} say. */
    boolean allows(byte[] key, int keyFlags) {
        return grants(keyFlags) && Glob.matches(pattern.getBytes(StandardCharsets.ISO_8859_1), key);
    }

    /** Whether what these bits say is granted at all; what neither reads nor writes the value always is. */
    boolean grants(int keyFlags) {
        boolean reads = (keyFlags & KeySpec.ACCESS) != 0;
        boolean writes = (keyFlags & (KeySpec.INSERT | KeySpec.UPDATE | KeySpec.DELETE)) != 0;
        return (read || !reads) && (write || !writes);
    }

    KeyPattern or(boolean alsoRead, boolean alsoWrite) {
        return new KeyPattern(pattern, read || alsoRead, write || alsoWrite);
    }

    /** As a rule: {@code %R~pattern}. */
    @Override
    public String toString() {
        String kind = read && write ? "~" : read ? "%R~" : write ? "%W~" : "%~";
        return kind + pattern;
    }
}
