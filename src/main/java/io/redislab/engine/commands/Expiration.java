package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;

/**
 * When a string that is set or read expires, as SET, SETEX and GETEX are told.
 *
 * @param word the number as it was sent
 */
record Expiration(Unit unit, byte[] word) {
    /** What the number means. */
    enum Unit {
        /** Seconds from now. */
        EX,
        /** Milliseconds from now. */
        PX,
        /** A Unix time in seconds. */
        EXAT,
        /** A Unix time in ms. */
        PXAT
    }

    boolean isAbsolute() {
        return unit == Unit.EXAT || unit == Unit.PXAT;
    }

    /** The Unix time in ms. @throws RedisError when it is no number, not positive or too large */
    long unixMillis(Context context) {
        long millis = Arguments.parseLong(word, RedisError.NOT_AN_INTEGER);
        boolean seconds = unit == Unit.EX || unit == Unit.EXAT;
        boolean fits = millis > 0 && !(seconds && millis > Long.MAX_VALUE / 1000);
        if (fits && seconds) {
            millis *= 1000;
        }
        if (fits && !isAbsolute()) {
            millis += context.now();
        }
        if (!fits || millis <= 0) {
            throw new RedisError("ERR invalid expire time in '" + context.spec().name() + "' command");
        }
        return millis;
    }
}
