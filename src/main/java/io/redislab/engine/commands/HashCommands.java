package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.LongDouble;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.HashValue;
import io.redislab.resp.Numbers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hashes: fields with their values. */
public final class HashCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES =
            "hdel hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hrandfield "
                    + "hscan hset hsetnx hstrlen hvals";

    private HashCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("HDEL")
                        .syntax("key field...")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of fields to be removed.")
                        .summary("Deletes fields of a hash.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().delete())
                        .history("2.4.0", "Accepts multiple `field` arguments.")
                        .handler(HashCommands::hdel),
                command("HEXISTS")
                        .syntax("key field")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(1)")
                        .summary("Tells whether a hash has a field.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(HashCommands::hexists),
                command("HGET")
                        .syntax("key field")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(1)")
                        .summary("Reads a field of a hash.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(HashCommands::hget),
                command("HGETALL")
                        .syntax("key")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(N) where N is the size of the hash.")
                        .summary("Reads all fields of a hash with their values.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(HashCommands::hgetall),
                command("HINCRBY")
                        .syntax("key field increment:int")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(1)")
                        .summary("Adds a number to the integer in a field.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(HashCommands::hincrby),
                command("HINCRBYFLOAT")
                        .syntax("key field increment:double")
                        .group(CommandGroup.HASH)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Adds a decimal number to the one in a field.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(HashCommands::hincrbyfloat),
                command("HKEYS")
                        .syntax("key")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(N) where N is the size of the hash.")
                        .summary("Reads the names of all fields of a hash.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(HashCommands::hkeys),
                command("HLEN")
                        .syntax("key")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(1)")
                        .summary("Tells how many fields a hash has.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(HashCommands::hlen),
                command("HMGET")
                        .syntax("key field...")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of fields being requested.")
                        .summary("Reads several fields of a hash.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(HashCommands::hmget),
                command("HMSET")
                        .syntax("key <field_value: field value>...")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of fields being set.")
                        .summary("Sets fields of a hash.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().update())
                        .deprecated("4.0.0", "`HSET` with multiple field-value pairs")
                        .handler(HashCommands::hmset),
                command("HRANDFIELD")
                        .syntax("key [options: count:int [WITHVALUES]]")
                        .group(CommandGroup.HASH)
                        .since("6.2.0")
                        .complexity("O(N) where N is the number of fields returned")
                        .summary("Picks random fields of a hash.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output")
                        .handler(HashCommands::hrandfield),
                command("HSCAN")
                        .syntax("key cursor:int [MATCH pattern] [COUNT count:int]")
                        .group(CommandGroup.HASH)
                        .since("2.8.0")
                        .complexity(
                                "O(1) for every call. O(N) for a complete iteration, including enough command calls "
                                        + "for the cursor to return back to 0. N is the number of elements inside the "
                                        + "collection..")
                        .summary("Walks through a hash's fields and values, some at a time.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output")
                        .handler(HashCommands::hscan),
                command("HSET")
                        .syntax("key <field_value: field value>...")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(1) for each field/value pair added, so O(N) to add N field/value pairs when the "
                                + "command is called with multiple field/value pairs.")
                        .summary("Sets fields of a hash and tells how many are new.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("4.0.0", "Accepts multiple `field` and `value` arguments.")
                        .handler(HashCommands::hset),
                command("HSETNX")
                        .syntax("key field value")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(1)")
                        .summary("Sets a field of a hash, unless it is there.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .handler(HashCommands::hsetnx),
                command("HSTRLEN")
                        .syntax("key field")
                        .group(CommandGroup.HASH)
                        .since("3.2.0")
                        .complexity("O(1)")
                        .summary("Tells how many bytes a field's value has.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(HashCommands::hstrlen),
                command("HVALS")
                        .syntax("key")
                        .group(CommandGroup.HASH)
                        .since("2.0.0")
                        .complexity("O(N) where N is the size of the hash.")
                        .summary("Reads the values of all fields of a hash.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(HashCommands::hvals));
    }

    private static final byte[] HSET = "HSET".getBytes(StandardCharsets.US_ASCII);

    // Reading

    private static @Nullable HashValue read(Context context) {
        return context.readValue(context.arg(1), HashValue.class);
    }

    private static void hget(Context context) {
        HashValue hash = read(context);
        if (hash == null || !hash.get(context.arg(2), new ElementReply(context.reply()))) {
            context.reply().nil();
        }
    }

    private static void hmget(Context context) {
        HashValue hash = read(context);
        int fields = context.argc() - 2;
        context.work(fields);
        context.reply().array(fields);
        ElementReply reply = new ElementReply(context.reply());
        for (int i = 2; i < context.argc(); i++) {
            if (hash == null || !hash.get(context.arg(i), reply)) {
                context.reply().nil();
            }
        }
    }

    private static void hexists(Context context) {
        HashValue hash = read(context);
        context.reply().integer(hash != null && hash.contains(context.arg(2)) ? 1 : 0);
    }

    private static void hlen(Context context) {
        HashValue hash = read(context);
        context.reply().integer(hash == null ? 0 : hash.size());
    }

    private static void hstrlen(Context context) {
        HashValue hash = read(context);
        context.reply().integer(hash == null ? 0 : hash.valueLength(context.arg(2)));
    }

    private static void hgetall(Context context) {
        HashValue hash = read(context);
        context.reply().map(hash == null ? 0 : hash.size());
        if (hash != null) {
            ElementReply reply = new ElementReply(context.reply());
            context.work(hash.size());
            hash.forEach(reply, reply);
        }
    }

    private static void hkeys(Context context) {
        HashValue hash = read(context);
        context.reply().array(hash == null ? 0 : hash.size());
        if (hash != null) {
            context.work(hash.size());
            hash.forEach(new ElementReply(context.reply()), null);
        }
    }

    private static void hvals(Context context) {
        HashValue hash = read(context);
        context.reply().array(hash == null ? 0 : hash.size());
        if (hash != null) {
            context.work(hash.size());
            hash.forEach(null, new ElementReply(context.reply()));
        }
    }

    private static void hscan(Context context) {
        long cursor = ScanOptions.cursor(context.arg(2));
        HashValue hash = read(context);
        ElementScan.run(context, cursor, hash == null ? null : (at, pairs) -> hash.scan(at, pairs, pairs), 2);
    }

    private static void hrandfield(Context context) {
        RandomFields.hrandfield(context);
    }

    // Changing

    private static KeyEntry writeOrCreate(Context context) {
        KeyEntry entry = context.writeEntry(context.arg(1), HashValue.class);
        return entry != null ? entry : context.put(context.arg(1), null, new HashValue());
    }

    private static boolean setField(Context context, HashValue hash, byte[] field, byte[] value) {
        return hash.set(
                field,
                value,
                context.config().hashMaxListpackEntries(),
                context.config().hashMaxListpackValue());
    }

    private static void hset(Context context) {
        context.reply().integer(setAll(context));
    }

    private static void hmset(Context context) {
        setAll(context);
        context.reply().ok();
    }

    /** Sets all pairs of the call; returns how many fields are new. */
    private static int setAll(Context context) {
        int argc = context.argc();
        if (argc % 2 == 1) {
            throw new RedisError(
                    "ERR wrong number of arguments for '" + context.spec().name() + "' command");
        }
        KeyEntry entry = writeOrCreate(context);
        HashValue hash = (HashValue) entry.value();
        hash.prepareFor(context.argv(), 2, argc - 1, context.config().hashMaxListpackValue());
        int created = 0;
        for (int i = 2; i < argc; i += 2) {
            if (setField(context, hash, context.arg(i), context.arg(i + 1))) {
                created++;
            }
        }
        int pairs = (argc - 2) / 2;
        context.work(pairs);
        context.modified(entry, EventType.HASH, "hset", pairs);
        return created;
    }

    private static void hsetnx(Context context) {
        KeyEntry entry = writeOrCreate(context);
        HashValue hash = (HashValue) entry.value();
        boolean absent = !hash.contains(context.arg(2));
        if (absent) {
            setField(context, hash, context.arg(2), context.arg(3));
            context.modified(entry, EventType.HASH, "hset", 1);
        }
        context.reply().integer(absent ? 1 : 0);
    }

    private static void hdel(Context context) {
        KeyEntry entry = context.writeEntry(context.arg(1), HashValue.class);
        int removed = 0;
        if (entry != null) {
            HashValue hash = (HashValue) entry.value();
            for (int i = 2; i < context.argc() && !hash.isEmpty(); i++) {
                if (hash.remove(context.arg(i))) {
                    removed++;
                }
            }
            context.work(context.argc() - 2);
            if (removed > 0) {
                context.shrunk(entry, hash.isEmpty(), EventType.HASH, "hdel", removed);
            }
        }
        context.reply().integer(removed);
    }

    private static void hincrby(Context context) {
        long increment = Arguments.parseLong(context.arg(3), RedisError.NOT_AN_INTEGER);
        KeyEntry entry = writeOrCreate(context);
        HashValue hash = (HashValue) entry.value();
        byte[] value = hash.get(context.arg(2));
        long old = value == null ? 0 : Arguments.parseLong(value, new RedisError("ERR hash value is not an integer"));
        long sum = old + increment;
        if (((old ^ sum) & (increment ^ sum)) < 0) {
            throw new RedisError("ERR increment or decrement would overflow");
        }
        setField(context, hash, context.arg(2), Numbers.longToBytes(sum));
        context.modified(entry, EventType.HASH, "hincrby", 1);
        context.reply().integer(sum);
    }

    private static void hincrbyfloat(Context context) {
        BigDecimal increment = LongDouble.parse(context.arg(3), RedisError.NOT_A_FLOAT);
        if (increment == null) {
            throw new RedisError("ERR value is NaN or Infinity");
        }
        byte[] key = context.arg(1);
        byte[] field = context.arg(2);
        KeyEntry entry = writeOrCreate(context);
        HashValue hash = (HashValue) entry.value();
        byte[] value = hash.get(field);
        BigDecimal old = value == null
                ? BigDecimal.ZERO
                : LongDouble.parse(value, new RedisError("ERR hash value is not a float"));
        byte[] sum = LongDouble.formatSum(old, increment);
        setField(context, hash, field, sum);
        context.propagateAs(HSET, key, field, sum);
        context.modified(entry, EventType.HASH, "hincrbyfloat", 1);
        context.reply().bulk(sum);
    }
}
