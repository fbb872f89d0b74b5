package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ASKING;
import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.engine.value.Value;
import io.redislab.resp.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key's value as bytes, and back. */
public final class DumpCommands {
    public static final String NAMES = "dump restore restore-asking";

    private static final String RESTORE_SYNTAX = "key ttl:int serialized-value [REPLACE]@3.0.0 [ABSTTL]@5.0.0 "
            + "[IDLETIME seconds:int]@5.0.0 [FREQ frequency:int]@5.0.0";
    private static final byte[] DEL = {'D', 'E', 'L'};
    private static final byte[] ABSTTL = "ABSTTL".getBytes(StandardCharsets.US_ASCII);

    private DumpCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("DUMP")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("2.6.0")
                        .complexity("O(1) to access the key and additional O(N*M) to serialize it, where N is the "
                                + "number of Redis objects composing the value and M their average size. For small "
                                + "string values the time complexity is thus O(1)+O(1*M) where M is small, so "
                                + "simply O(1).")
                        .summary("Gives a value in the form that RDB files hold it.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output")
                        .handler(DumpCommands::dump),
                restoreDeclaration("RESTORE")
                        .group(CommandGroup.GENERIC)
                        .since("2.6.0")
                        .summary("Makes a key of what DUMP gave.")
                        .flags(WRITE, DENYOOM),
                restoreDeclaration("RESTORE-ASKING")
                        .group(CommandGroup.SERVER)
                        .since("3.0.0")
                        .summary("Is RESTORE for keys that move between the nodes of a cluster.")
                        .flags(WRITE, DENYOOM, ASKING)
                        .internal());
    }

    private static Declaration restoreDeclaration(String name) {
        return command(name)
                .syntax(RESTORE_SYNTAX)
                .complexity("O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, "
                        + "where N is the number of Redis objects composing the value and M their average size. For "
                        + "small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply "
                        + "O(1). However for sorted set values the complexity is O(N*M*log(N)) because inserting "
                        + "values into sorted sets is O(log(N)).")
                .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .keys(firstKey().overwrite().update())
                .history("3.0.0", "Added the `REPLACE` modifier.")
                .history("5.0.0", "Added the `ABSTTL` modifier.")
                .history("5.0.0", "Added the `IDLETIME` and `FREQ` options.")
                .handler(DumpCommands::restore);
    }

    private static void dump(Context context) {
        KeyEntry entry = context.read(context.args().key());
        if (entry == null) {
            context.reply().nil();
        } else {
            context.reply().bulk(DumpPayload.of(entry.value(), context.config().rdbcompression()));
        }
    }

    /**
     * What stands behind RESTORE's payload.
     *
     * @param idleSeconds how long nobody used the key, -1 when not said
     * @param frequency its LFU counter, -1 when not said
     */
    private record Options(boolean replace, boolean absoluteTtl, long idleSeconds, int frequency) {
        static Options parse(Arguments args) {
            boolean replace = false;
            boolean absolute = false;
            long idle = -1;
            int frequency = -1;
            while (args.hasNext()) {
                if (args.option("REPLACE")) {
                    replace = true;
                } else if (args.option("ABSTTL")) {
                    absolute = true;
                } else if (args.remaining() > 1 && frequency == -1 && args.option("IDLETIME")) {
                    idle = args.longValue();
                    if (idle < 0) {
                        throw new RedisError("ERR Invalid IDLETIME value, must be >= 0");
                    }
                } else if (args.remaining() > 1 && idle == -1 && args.option("FREQ")) {
                    long wanted = args.longValue();
                    if (wanted < 0 || wanted > 255) {
                        throw new RedisError("ERR Invalid FREQ value, must be >= 0 and <= 255");
                    }
                    frequency = (int) wanted;
                } else {
                    throw RedisError.SYNTAX;
                }
            }
            return new Options(replace, absolute, idle, frequency);
        }
    }

    private static void restore(Context context) {
        Arguments args = context.args();
        byte[] key = args.key();
        args.seek(4);
        Options options = Options.parse(args);
        if (!options.replace && context.write(key) != null) {
            throw new RedisError("BUSYKEY Target key name already exists.");
        }
        long ttl = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        if (ttl < 0) {
            throw new RedisError("ERR Invalid TTL value, must be >= 0");
        }
        Value value = read(context, context.arg(3));
        boolean deleted = options.replace && context.write(key) != null;
        if (deleted) {
            context.database().remove(key);
        }
        long expireAt = ttl == 0 || options.absoluteTtl ? ttl : ttl + context.now();
        if (expireAt != 0 && expireAt <= context.now() && !context.leavesExpired()) {
            if (deleted) {
                context.modified(key, EventType.GENERIC, "del");
                context.propagateAs(DEL, key);
            }
            context.reply().ok();
            return;
        }
        KeyEntry entry = context.put(key, value);
        if (expireAt != 0) {
            context.database().setExpire(key, expireAt);
        }
        context.keyspace().access().restore(entry, options.idleSeconds, options.frequency);
        context.modified(key, EventType.GENERIC, "restore");
        if (expireAt != 0 && !options.absoluteTtl) {
            byte[][] absolute = Arrays.copyOf(context.argv(), context.argc() + 1);
            absolute[2] = Numbers.longToBytes(expireAt);
            absolute[context.argc()] = ABSTTL;
            context.propagateAs(absolute);
        }
        context.reply().ok();
    }

    private static Value read(Context context, byte[] payload) {
        if (!DumpPayload.isSound(payload, context.engine().persistence().skipsChecksums())) {
            throw new RedisError("ERR DUMP payload version or checksum are wrong");
        }
        @Nullable Value value;
        try {
            value = DumpPayload.read(payload, context.config());
        } catch (IOException e) {
            context.engine().log().verbose("RESTORE: " + e.getMessage());
            value = null;
        }
        if (value == null) {
            throw new RedisError("ERR Bad data format");
        }
        return value;
    }
}
