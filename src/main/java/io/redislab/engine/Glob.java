package io.redislab.engine;

import io.redislab.engine.command.Ascii;

/**
 * Redis' patterns: {@code *} any bytes, {@code ?} one byte, {@code [a-z]} and {@code [^a-z]} one of a class, a backslash
 * takes the next byte literally. Where a match fails, only the last {@code *} is tried again, one byte further: an
 * earlier one can't help, so the cost is at most pattern times text, and no pattern explodes.
 */
public final class Glob {
    private Glob() {}

    public static boolean matches(byte[] pattern, byte[] text) {
        return matches(pattern, text, false);
    }

    public static boolean matchesIgnoreCase(byte[] pattern, byte[] text) {
        return matches(pattern, text, true);
    }

    private static boolean matches(byte[] pattern, byte[] text, boolean ignoreCase) {
        if (text.length == 0) {
            // As in Redis, where even * does not match an empty text; callers that mean "all" look for * themselves.
            return pattern.length == 0;
        }
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length) {
            int next = -1;
            if (p < pattern.length) {
                if (pattern[p] == '*') {
                    star = ++p;
                    retry = t;
                    continue;
                }
                next = matchOne(pattern, p, text[t], ignoreCase);
            }
            if (next >= 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                p = star;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** Where the pattern goes on when its element at p matches the byte; -1 when it does not. */
    private static int matchOne(byte[] pattern, int p, byte b, boolean ignoreCase) {
        switch (pattern[p]) {
            case '?' -> {
                return p + 1;
            }
            case '[' -> {
                return matchClass(pattern, p + 1, b, ignoreCase);
            }
            case '\\' -> {
                int literal = p + 1 < pattern.length ? p + 1 : p;
                return same(pattern[literal], b, ignoreCase) ? literal + 1 : -1;
            }
            default -> {
                return same(pattern[p], b, ignoreCase) ? p + 1 : -1;
            }
        }
    }

    private static int matchClass(byte[] pattern, int start, byte b, boolean ignoreCase) {
        int p = start;
        boolean not = p < pattern.length && pattern[p] == '^';
        if (not) {
            p++;
        }
        boolean found = false;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                found |= pattern[p + 1] == b;
                p += 2;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                found |= inRange(pattern[p], pattern[p + 2], b, ignoreCase);
                p += 3;
            } else {
                found |= same(pattern[p], b, ignoreCase);
                p++;
            }
        }
        // A class that nobody closes ends with the pattern.
        int end = Math.min(p + 1, pattern.length);
        return found != not ? end : -1;
    }

    private static boolean inRange(byte first, byte second, byte b, boolean ignoreCase) {
        byte low = (byte) Math.min(first, second);
        byte high = (byte) Math.max(first, second);
        return ignoreCase
                ? Ascii.lower(b) >= Ascii.lower(low) && Ascii.lower(b) <= Ascii.lower(high)
                : b >= low && b <= high;
    }

    private static boolean same(byte a, byte b, boolean ignoreCase) {
        return a == b || (ignoreCase && Ascii.lower(a) == Ascii.lower(b));
    }
}
