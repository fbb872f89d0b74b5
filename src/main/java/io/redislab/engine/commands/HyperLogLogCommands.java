package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.MAY_REPLICATE;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.HyperLogLog;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.resp.WireText;
import java.util.List;

/** HyperLogLogs: estimates of how many different elements were added, kept in strings. */
public final class HyperLogLogCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "pfadd pfcount pfdebug pfmerge pfselftest";

    private HyperLogLogCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("PFADD")
                        .syntax("key [element...]")
                        .group(CommandGroup.HYPERLOGLOG)
                        .since("2.8.9")
                        .complexity("O(1) to add every element.")
                        .summary("Adds elements to a HyperLogLog.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .handler(HyperLogLogCommands::pfadd),
                command("PFCOUNT")
                        .syntax("key...")
                        .group(CommandGroup.HYPERLOGLOG)
                        .since("2.8.9")
                        .complexity(
                                "O(1) with a very small average constant time when called with a single key. O(N) with"
                                        + " N being the number of keys, and much bigger constant times, when called with"
                                        + " multiple keys.")
                        .summary("Estimates how many different elements were added.")
                        .flags(READONLY, MAY_REPLICATE)
                        .keys(firstKey()
                                .to(-1)
                                .readWrite()
                                .access()
                                .notes("RW because it may change the internal representation of the key, and"
                                        + " propagate to replicas"))
                        .handler(HyperLogLogCommands::pfcount),
                command("PFDEBUG")
                        .syntax("subcommand key")
                        .group(CommandGroup.HYPERLOGLOG)
                        .since("2.8.9")
                        .complexity("N/A")
                        .summary("Shows or changes how a HyperLogLog is kept.")
                        .flags(WRITE, DENYOOM, ADMIN)
                        .keys(keyAt(2).readWrite().access())
                        .internal()
                        .handler(HyperLogLogCommands::pfdebug),
                command("PFMERGE")
                        .syntax("destkey:key sourcekey:key...")
                        .group(CommandGroup.HYPERLOGLOG)
                        .since("2.8.9")
                        .complexity("O(N) to merge N HyperLogLogs, but with high constant times.")
                        .summary("Joins HyperLogLogs into one.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readWrite().access().insert(),
                                keyAt(2).to(-1).readOnly().access())
                        .arity(-2)
                        .handler(HyperLogLogCommands::pfmerge),
                command("PFSELFTEST")
                        .group(CommandGroup.HYPERLOGLOG)
                        .since("2.8.9")
                        .complexity("N/A")
                        .summary("Tests the HyperLogLog's registers and its error.")
                        .flags(ADMIN)
                        .internal()
                        .handler(HyperLogLogCommands::pfselftest));
    }

    /** The HyperLogLog that a value is. @throws RedisError when it is none */
    private static HyperLogLog read(Context context, Value value) {
        if (!(value instanceof StringValue string)) {
            throw RedisError.WRONG_TYPE;
        }
        if (!HyperLogLog.isValid(string)) {
            throw new RedisError("WRONGTYPE Key is not a valid HyperLogLog string value.");
        }
        return HyperLogLog.of(string, context.config().hllSparseMaxBytes());
    }

    /** As {@link #read}, for a change. */
    private static HyperLogLog open(Context context, KeyEntry entry) {
        HyperLogLog target = read(context, context.keyspace().open(entry));
        target.makeRaw();
        return target;
    }

    private static RedisError corrupt() {
        return new RedisError("INVALIDOBJ Corrupted HLL object detected");
    }

    private static void pfadd(Context context) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.write(key);
        int changes = 0;
        if (entry == null) {
            entry = context.put(key, null, HyperLogLog.create());
            changes++;
        }
        HyperLogLog target = open(context, entry);
        for (int i = 2; i < context.argc(); i++) {
            switch (target.add(context.arg(i))) {
                case CHANGED -> changes++;
                case UNCHANGED -> {}
                case CORRUPT -> throw corrupt();
            }
        }
        context.work(context.argc() - 2L);
        if (changes > 0) {
            target.invalidateCache();
            context.modified(entry, EventType.STRING, "pfadd", changes);
        }
        context.reply().integer(changes > 0 ? 1 : 0);
    }

    private static void pfcount(Context context) {
        if (context.argc() > 2) {
            context.reply().integer(HyperLogLog.count(union(context).registers()));
            return;
        }
        KeyEntry entry = context.read(context.arg(1));
        if (entry == null) {
            context.reply().integer(0);
            return;
        }
        HyperLogLog counted = open(context, entry);
        if (!counted.isCached()) {
            long estimate = counted.count();
            context.work(HyperLogLog.REGISTERS);
            if (estimate < 0) {
                throw corrupt();
            }
            // Whoever looks on must know that a command that only reads writes its result into the value.
            context.database().findForChange(entry.key());
            counted.cache(estimate);
            context.touched(entry);
            context.addDirty(1);
            context.propagateAs(context.argv());
        }
        context.reply().integer(counted.cached());
    }

    /** The highest registers of the HyperLogLogs at all keys of the call, and whether one of them was dense. */
    private record Union(byte[] registers, boolean dense) {}

    private static Union union(Context context) {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        boolean dense = false;
        for (int i = 1; i < context.argc(); i++) {
            KeyEntry entry = context.read(context.arg(i));
            if (entry != null) {
                HyperLogLog source = read(context, entry.value());
                dense |= source.isDense();
                context.work(HyperLogLog.REGISTERS);
                if (!source.maximum(registers)) {
                    throw corrupt();
                }
            }
        }
        return new Union(registers, dense);
    }

    private static void pfmerge(Context context) {
        Union union = union(context);
        byte[] key = context.arg(1);
        KeyEntry entry = context.write(key);
        if (entry == null) {
            entry = context.put(key, null, HyperLogLog.create());
        }
        HyperLogLog target = open(context, entry);
        if (union.dense() && !target.makeDense()) {
            throw corrupt();
        }
        target.raiseAll(union.registers());
        target.invalidateCache();
        context.modified(entry, EventType.STRING, "pfadd", 1);
        context.reply().ok();
    }

    private static void pfdebug(Context context) {
        KeyEntry entry = context.write(context.arg(2));
        if (entry == null) {
            throw new RedisError("ERR The specified key does not exist");
        }
        HyperLogLog target = open(context, entry);
        Arguments args = context.args();
        if (args.option("GETREG")) {
            makeDense(context, target);
            byte[] registers = new byte[HyperLogLog.REGISTERS];
            target.maximum(registers);
            context.reply().array(registers.length);
            for (byte register : registers) {
                context.reply().integer(register);
            }
        } else if (args.option("DECODE")) {
            if (target.isDense()) {
                throw new RedisError("ERR HLL encoding is not sparse");
            }
            context.reply().bulk(target.describeRuns());
        } else if (args.option("ENCODING")) {
            context.reply().status(target.isDense() ? "dense" : "sparse");
        } else if (args.option("TODENSE")) {
            context.reply().integer(makeDense(context, target) ? 1 : 0);
        } else {
            String name = WireText.ofC(context.arg(1));
            throw new RedisError("ERR Unknown PFDEBUG subcommand '" + name + "'");
        }
    }

    /** Returns whether it was sparse. */
    private static boolean makeDense(Context context, HyperLogLog target) {
        if (target.isDense()) {
            return false;
        }
        if (!target.makeDense()) {
            throw corrupt();
        }
        context.addDirty(1);
        return true;
    }

    private static void pfselftest(Context context) {
        HyperLogLogSelfTest.run(context.random(), context.config().hllSparseMaxBytes());
        context.reply().ok();
    }
}
