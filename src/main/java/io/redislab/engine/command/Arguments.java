package io.redislab.engine.command;

import io.redislab.engine.RedisError;
import io.redislab.resp.Numbers;

/** A cursor over the words of a command, the name excluded. Its errors are Redis' own. */
public final class Arguments {
    private byte[][] argv = {};
    private int at;

    /** Starts behind the command's name: at word {@code first}. */
    public void reset(byte[][] words, int first) {
        argv = words;
        at = first;
    }

    /** The number of words that are left. */
    public int remaining() {
        return argv.length - at;
    }

    public boolean hasNext() {
        return at < argv.length;
    }

    /** The index in argv of the next word. */
    public int position() {
        return at;
    }

    public void seek(int position) {
        at = position;
    }

    /** The next word. @throws RedisError a syntax error when there is none */
    public byte[] next() {
        if (at >= argv.length) {
            throw RedisError.SYNTAX;
        }
        return argv[at++];
    }

    /** The next word without going on. */
    public byte[] peek() {
        if (at >= argv.length) {
            throw RedisError.SYNTAX;
        }
        return argv[at];
    }

    public byte[] key() {
        return next();
    }

    /** Goes on and returns true when the next word is this option, in any case. */
    public boolean option(String name) {
        if (at < argv.length && Ascii.equalsIgnoreCase(argv[at], name)) {
            at++;
            return true;
        }
        return false;
    }

    /** A 64-bit signed integer. @throws RedisError ERR value is not an integer or out of range */
    public long longValue() {
        return longValue(RedisError.NOT_AN_INTEGER);
    }

    public long longValue(RedisError otherwise) {
        return parseLong(next(), otherwise);
    }

    public static long parseLong(byte[] word, RedisError otherwise) {
        if (!Numbers.isLong(word)) {
            throw otherwise;
        }
        return Numbers.parseLong(word);
    }

    /** A count: a long from 0 on. */
    public static long parseCount(byte[] word) {
        long count = Numbers.isLong(word) ? Numbers.parseLong(word) : -1;
        if (count < 0) {
            throw new RedisError("ERR value is out of range, must be positive");
        }
        return count;
    }

    /** A long between the two, both inclusive. */
    public long longBetween(long min, long max, RedisError otherwise) {
        long value = longValue(otherwise);
        if (value < min || value > max) {
            throw otherwise;
        }
        return value;
    }

    /** A 32-bit signed integer. */
    public int intValue() {
        long value = longValue();
        if (value != (int) value) {
            throw new RedisError(
                    "ERR value is out of range, value must between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** A double as Redis reads scores and the like: inf is one, nan is not. */
    public double doubleValue() {
        return doubleValue(RedisError.NOT_A_FLOAT);
    }

    public double doubleValue(RedisError otherwise) {
        return Doubles.parse(next(), otherwise);
    }

    /** No words may be left. */
    public void end() {
        if (at < argv.length) {
            throw RedisError.SYNTAX;
        }
    }
}
