package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.LongDouble;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.StringValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Strings that hold numbers: INCR and its kin. A key that is not there counts as 0. */
final class StringCounters {
    private static final byte[] SET = "SET".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEPTTL = "KEEPTTL".getBytes(StandardCharsets.US_ASCII);

    private StringCounters() {}

    static void incr(Context context) {
        increment(context, 1);
    }

    static void decr(Context context) {
        increment(context, -1);
    }

    static void incrby(Context context) {
        increment(context, Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER));
    }

    static void decrby(Context context) {
        long decrement = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        if (decrement == Long.MIN_VALUE) {
            throw new RedisError("ERR decrement would overflow");
        }
        increment(context, -decrement);
    }

    private static void increment(Context context, long increment) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, StringValue.class);
        StringValue value = entry == null ? null : (StringValue) entry.value();
        long old = value == null ? 0 : value.isInt() ? value.number() : integer(value.bytes());
        long sum = old + increment;
        if (((old ^ sum) & (increment ^ sum)) < 0) {
            throw new RedisError("ERR increment or decrement would overflow");
        }
        if (entry == null || value == null) {
            entry = context.put(key, null, StringValue.of(sum));
        } else {
            value.setNumber(sum);
        }
        context.modified(entry, EventType.STRING, "incrby", 1);
        context.reply().integer(sum);
    }

    private static long integer(byte[] bytes) {
        return Arguments.parseLong(bytes, RedisError.NOT_AN_INTEGER);
    }

    static void incrbyfloat(Context context) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, StringValue.class);
        BigDecimal old = entry == null
                ? BigDecimal.ZERO
                : LongDouble.parse(((StringValue) entry.value()).bytes(), RedisError.NOT_A_FLOAT);
        BigDecimal increment = LongDouble.parse(context.arg(2), RedisError.NOT_A_FLOAT);
        byte[] sum = LongDouble.formatSum(old, increment);
        entry = context.put(key, entry, StringValue.plain(sum));
        context.propagateAs(SET, key, sum, KEEPTTL);
        context.modified(entry, EventType.STRING, "incrbyfloat", 1);
        context.reply().bulk(sum);
    }
}
