package io.redislab.engine.commands;

import io.redislab.engine.Glob;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cursor and options of SCAN, HSCAN, SSCAN and ZSCAN.
 *
 * @param cursor unsigned
 * @param count at least 1
 * @param pattern null when everything matches
 * @param type of SCAN only
 */
record ScanOptions(long cursor, long count, byte @Nullable [] pattern, byte @Nullable [] type) {
    /** Reads from the cursor's word on. */
    static ScanOptions parse(Arguments args, boolean withType) {
        long cursor = cursor(args.next());
        return parseOptions(args, cursor, withType);
    }

    /** Reads the options behind the cursor. */
    static ScanOptions parseOptions(Arguments args, long cursor, boolean withType) {
        long count = 10;
        byte[] pattern = null;
        byte[] type = null;
        while (args.hasNext()) {
            boolean hasValue = args.remaining() >= 2;
            if (hasValue && args.option("COUNT")) {
                count = args.longValue();
                if (count < 1) {
                    throw RedisError.SYNTAX;
                }
            } else if (hasValue && args.option("MATCH")) {
                byte[] word = args.next();
                pattern = word.length == 1 && word[0] == '*' ? null : word;
            } else if (hasValue && withType && args.option("TYPE")) {
                type = args.next();
            } else {
                throw RedisError.SYNTAX;
            }
        }
        return new ScanOptions(cursor, count, pattern, type);
    }

    boolean matches(byte[] name) {
        return pattern == null || Glob.matches(pattern, name);
    }

    /**
     * A cursor as C's strtoul reads it: no blanks before it, but a sign is taken, a zero byte ends it, and nothing at all
     * is 0.
     */
    static long cursor(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        byte[] word = end == text.length ? text : Arrays.copyOf(text, end);
        int i = word.length > 0 && (word[0] == '-' || word[0] == '+') ? 1 : 0;
        if (i == 1 && word.length == 1) {
            throw invalid();
        }
        long value = 0;
        for (; i < word.length; i++) {
            int digit = word[i] - '0';
            if (digit < 0 || digit > 9 || Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                throw invalid();
            }
            value = value * 10 + digit;
        }
        return word.length > 0 && word[0] == '-' ? -value : value;
    }

    private static RedisError invalid() {
        return new RedisError("ERR invalid cursor");
    }
}
