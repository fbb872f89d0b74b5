package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.HashField;
import io.redislab.engine.value.HashValue;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** HRANDFIELD: fields by chance. */
final class RandomFields {
    /** With so many fields for one that is asked for, it is quicker to draw until all are different. */
    private static final int FIELDS_FOR_ONE_DRAWN = 3;

    private RandomFields() {}

    static void hrandfield(Context context) {
        if (context.argc() == 2) {
            HashValue hash = context.readValue(context.arg(1), HashValue.class);
            if (hash == null) {
                context.reply().nil();
            } else {
                context.reply().bulk(hash.random(context.random()).field());
            }
            return;
        }
        Arguments args = context.args();
        args.seek(2);
        long count = args.longValue();
        if (count == Long.MIN_VALUE) {
            throw new RedisError(
                    "ERR value is out of range, value must between -9223372036854775807 and" + " 9223372036854775807");
        }
        boolean withValues = args.option("WITHVALUES");
        args.end();
        if (withValues && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2)) {
            throw new RedisError("ERR value is out of range");
        }
        HashValue hash = context.readValue(context.arg(1), HashValue.class);
        if (hash == null || count == 0) {
            context.reply().emptyArray();
        } else if (count < 0) {
            drawAnew(context, hash, -count, withValues);
        } else {
            Collection<HashField> drawn = different(hash, count, context.random());
            context.work(drawn.size());
            begin(context.reply(), drawn.size(), withValues);
            drawn.forEach(field -> reply(context.reply(), field, withValues));
        }
    }

    /** Every field has the same chance in every draw, so that one can come more than once. */
    private static void drawAnew(Context context, HashValue hash, long count, boolean withValues) {
        if (count > Integer.MAX_VALUE / 2) {
            // Redis would fill its memory with the reply.
            throw new RedisError("ERR value is out of range");
        }
        RandomGenerator random = context.random();
        List<HashField> all = hash.table() == null ? fields(hash) : List.of();
        context.work(count);
        begin(context.reply(), (int) count, withValues);
        for (long i = 0; i < count; i++) {
            HashField field = all.isEmpty() ? hash.random(random) : all.get(random.nextInt(all.size()));
            reply(context.reply(), field, withValues);
        }
    }

    /** In RESP3 each field has an array of its own with its value, in RESP2 all are in one. */
    private static void begin(ReplySink reply, int fields, boolean withValues) {
        reply.array(withValues && !reply.resp3() ? 2 * fields : fields);
    }

    private static void reply(ReplySink reply, HashField field, boolean withValues) {
        if (withValues && reply.resp3()) {
            reply.array(2);
        }
        reply.bulk(field.field());
        if (withValues) {
            reply.bulk(field.value());
        }
    }

    private static List<HashField> fields(HashValue hash) {
        List<HashField> fields = new ArrayList<>(hash.size());
        hash.forEachField(fields::add);
        return fields;
    }

    private static Collection<HashField> different(HashValue hash, long count, RandomGenerator random) {
        if (hash.table() != null && count <= hash.size() / FIELDS_FOR_ONE_DRAWN) {
            Map<ByteKey, HashField> drawn = new LinkedHashMap<>();
            while (drawn.size() < count) {
                HashField field = hash.random(random);
                drawn.putIfAbsent(new ByteKey(field.field()), field);
            }
            return drawn.values();
        }
        List<HashField> fields = fields(hash);
        if (count >= fields.size()) {
            return fields;
        }
        for (int i = 0; i < count; i++) {
            Collections.swap(fields, i, i + random.nextInt(fields.size() - i));
        }
        return fields.subList(0, (int) count);
    }
}
