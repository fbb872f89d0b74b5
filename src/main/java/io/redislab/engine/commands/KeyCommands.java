package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.CommandFlag.TOUCHES_ARBITRARY_KEYS;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.Glob;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.config.MaxmemoryPolicy;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.Keyspace;
import io.redislab.engine.replication.Replicas;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on keys of any type: what is there, under which name, in which database, and in which form. */
public final class KeyCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES =
            "copy del exists keys move object randomkey rename renamenx scan touch type " + "unlink wait";

    private KeyCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("COPY")
                        .syntax("source:key destination:key [DB destination-db:int] [REPLACE]")
                        .group(CommandGroup.GENERIC)
                        .since("6.2.0")
                        .complexity("O(N) worst case for collections, where N is the number of nested items. O(1) "
                                + "for string values.")
                        .summary("Copies a value to another key or database.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readOnly().access(),
                                keyAt(2).overwrite().update())
                        .handler(KeyCommands::copy),
                command("DEL")
                        .syntax("key...")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of keys that will be removed. When a key to remove "
                                + "holds a value other than a string, the individual complexity for this key is "
                                + "O(M) where M is the number of elements in the list, set, sorted set or hash. "
                                + "Removing a single key that holds a string value is O(1).")
                        .summary("Deletes keys.")
                        .flags(WRITE)
                        .keys(firstKey().to(-1).remove().delete())
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .handler(KeyCommands::del),
                command("EXISTS")
                        .syntax("key...")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of keys to check.")
                        .summary("Counts how many of the keys are there.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().to(-1).readOnly())
                        .history("3.0.3", "Accepts multiple `key` arguments.")
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .handler(KeyCommands::exists),
                command("KEYS")
                        .syntax("pattern")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(N) with N being the number of keys in the database, under the assumption that "
                                + "the key names in the database and the given pattern have limited length.")
                        .summary("Names all keys that match a pattern; looks at every one.")
                        .flags(READONLY)
                        .categories(AclCategory.DANGEROUS, AclCategory.KEYSPACE)
                        .tips("request_policy:all_shards", "nondeterministic_output_order")
                        .handler(KeyCommands::keys),
                command("MOVE")
                        .syntax("key db:int")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Moves a key to another database.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(KeyCommands::move),
                command("OBJECT")
                        .group(CommandGroup.GENERIC)
                        .since("2.2.3")
                        .complexity("Depends on subcommand.")
                        .summary("Looks inside how a value is kept.")
                        .categories()
                        .subcommands(
                                command("ENCODING")
                                        .syntax("key")
                                        .since("2.2.3")
                                        .complexity("O(1)")
                                        .summary("Tells in which form a value is kept.")
                                        .flags(READONLY)
                                        .keys(keyAt(2).readOnly())
                                        .tips("nondeterministic_output")
                                        .handler(KeyCommands::objectEncoding),
                                command("FREQ")
                                        .syntax("key")
                                        .since("4.0.0")
                                        .complexity("O(1)")
                                        .summary("Tells how often a key was used, on LFU's logarithmic scale.")
                                        .flags(READONLY)
                                        .keys(keyAt(2).readOnly())
                                        .tips("nondeterministic_output")
                                        .handler(KeyCommands::objectFreq),
                                command("HELP")
                                        .since("6.2.0")
                                        .complexity("O(1)")
                                        .summary("Lists the subcommands of OBJECT.")
                                        .flags(LOADING, STALE)
                                        .handler(KeyCommands::objectHelp),
                                command("IDLETIME")
                                        .syntax("key")
                                        .since("2.2.3")
                                        .complexity("O(1)")
                                        .summary("Tells for how many seconds nobody has used a key.")
                                        .flags(READONLY)
                                        .keys(keyAt(2).readOnly())
                                        .tips("nondeterministic_output")
                                        .handler(KeyCommands::objectIdletime),
                                command("REFCOUNT")
                                        .syntax("key")
                                        .since("2.2.3")
                                        .complexity("O(1)")
                                        .summary("Tells how many references there are to a value.")
                                        .flags(READONLY)
                                        .keys(keyAt(2).readOnly())
                                        .tips("nondeterministic_output")
                                        .handler(KeyCommands::objectRefcount)),
                command("RANDOMKEY")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Picks a key at random.")
                        .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
                        .tips("request_policy:all_shards", "nondeterministic_output")
                        .handler(KeyCommands::randomkey),
                command("RENAME")
                        .syntax("key newkey:key")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Gives a value another key, whatever is there.")
                        .flags(WRITE)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).overwrite().update())
                        .handler(KeyCommands::rename),
                command("RENAMENX")
                        .syntax("key newkey:key")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Gives a value another key, unless that one is there.")
                        .flags(WRITE, FAST)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).overwrite().insert())
                        .history(
                                "3.2.0",
                                "The command no longer returns an error when source and destination names are "
                                        + "the same.")
                        .handler(KeyCommands::renamenx),
                command("SCAN")
                        .syntax("cursor:int [MATCH pattern] [COUNT count:int] [TYPE type]@6.0.0")
                        .group(CommandGroup.GENERIC)
                        .since("2.8.0")
                        .complexity("O(1) for every call. O(N) for a complete iteration, including enough command "
                                + "calls for the cursor to return back to 0. N is the number of elements inside "
                                + "the collection.")
                        .summary("Walks through the keys, some at a time.")
                        .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
                        .history("6.0.0", "Added the `TYPE` subcommand.")
                        .tips("nondeterministic_output", "request_policy:special")
                        .handler(KeyCommands::scan),
                command("TOUCH")
                        .syntax("key...")
                        .group(CommandGroup.GENERIC)
                        .since("3.2.1")
                        .complexity("O(N) where N is the number of keys that will be touched.")
                        .summary("Counts how many of the keys are there and marks them as just used.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().to(-1).readOnly())
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .handler(KeyCommands::touch),
                command("TYPE")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Tells the type of a value.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(KeyCommands::type),
                command("UNLINK")
                        .syntax("key...")
                        .group(CommandGroup.GENERIC)
                        .since("4.0.0")
                        .complexity("O(1) for each key removed regardless of its size. Then the command does O(N) "
                                + "work in a different thread in order to reclaim memory, where N is the number of "
                                + "allocations the deleted objects where composed of.")
                        .summary("Deletes keys and leaves the freeing of memory to the background.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().to(-1).remove().delete())
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .handler(KeyCommands::unlink),
                command("WAIT")
                        .syntax("numreplicas:int timeout:int")
                        .group(CommandGroup.GENERIC)
                        .since("3.0.0")
                        .complexity("O(1)")
                        .summary("Waits until so many replicas have got this connection's writes.")
                        .flags(NOSCRIPT)
                        .categories(AclCategory.CONNECTION)
                        .tips("request_policy:all_shards", "response_policy:agg_min")
                        .handler(KeyCommands::wait));
    }

    /** Redis shares the objects of small integers, which shows in OBJECT REFCOUNT. */
    private static final int SHARED_INTEGERS = 10_000;

    /** The entry for commands that look at a key without using its value: counted as hit or miss, not as an access. */
    static @Nullable KeyEntry look(Context context, byte[] key) {
        KeyEntry entry = lookSilently(context, key);
        if (entry == null) {
            context.notify(EventType.KEY_MISS, "keymiss", key);
        }
        return entry;
    }

    private static @Nullable KeyEntry lookSilently(Context context, byte[] key) {
        KeyEntry entry = context.peek(key);
        Keyspace keyspace = context.keyspace();
        if (entry == null) {
            keyspace.misses++;
        } else {
            keyspace.hits++;
        }
        return entry;
    }

    private static void del(Context context) {
        delete(context, context.config().lazyfreeLazyUserDel());
    }

    /** The memory is the garbage collector's to free: being lazy only counts. */
    private static void delete(Context context, boolean lazily) {
        long deleted = 0;
        Arguments args = context.args();
        while (args.hasNext()) {
            byte[] key = args.key();
            KeyEntry entry = context.write(key);
            if (entry != null) {
                context.database().remove(key);
                if (lazily) {
                    context.keyspace().freeLazily(entry.value());
                }
                context.modified(key, EventType.GENERIC, "del");
                deleted++;
            }
        }
        context.reply().integer(deleted);
    }

    private static void unlink(Context context) {
        delete(context, true);
    }

    private static void exists(Context context) {
        long found = 0;
        Arguments args = context.args();
        while (args.hasNext()) {
            if (look(context, args.key()) != null) {
                found++;
            }
        }
        context.reply().integer(found);
    }

    private static void touch(Context context) {
        long found = 0;
        Arguments args = context.args();
        while (args.hasNext()) {
            if (context.read(args.key()) != null) {
                found++;
            }
        }
        context.reply().integer(found);
    }

    private static void type(Context context) {
        KeyEntry entry = look(context, context.arg(1));
        context.reply().status(entry == null ? "none" : entry.value().typeName());
    }

    private static void keys(Context context) {
        byte[] pattern = context.arg(1);
        boolean all = pattern.length == 1 && pattern[0] == '*';
        Database database = context.database();
        List<byte[]> found = new ArrayList<>();
        database.keys().forEach(entry -> {
            if ((all || Glob.matches(pattern, entry.key()))
                    && !context.keyspace().isExpired(database, entry)) {
                found.add(entry.key());
            }
        });
        context.work(database.size());
        ReplySink reply = context.reply();
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    private static void scan(Context context) {
        ScanOptions options = ScanOptions.parse(context.args(), true);
        Database database = context.database();
        List<KeyEntry> entries = new ArrayList<>();
        long cursor = options.cursor();
        // A table that has become sparse must not make one call look at all of its empty buckets.
        long rounds = options.count() > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : options.count() * 10;
        do {
            cursor = database.keys().scan(cursor, entries::add);
        } while (cursor != 0 && rounds-- > 0 && entries.size() < options.count());
        context.work(entries.size());
        entries.removeIf(entry ->
                !options.matches(entry.key()) || !hasType(entry, options.type()) || context.peek(entry.key()) == null);
        ReplySink reply = context.reply();
        reply.array(2);
        reply.bulkLong(cursor);
        reply.array(entries.size());
        entries.forEach(entry -> reply.bulk(entry.key()));
    }

    private static boolean hasType(KeyEntry entry, byte @Nullable [] type) {
        return type == null || Ascii.equalsIgnoreCase(type, entry.value().typeName());
    }

    private static void randomkey(Context context) {
        Database database = context.database();
        while (true) {
            KeyEntry entry = database.random(context.random());
            if (entry == null) {
                context.reply().nil();
                return;
            }
            byte[] key = entry.key();
            if (context.peek(key) != null) {
                context.reply().bulk(key);
                return;
            }
        }
    }

    private static void rename(Context context) {
        rename(context, false);
    }

    private static void renamenx(Context context) {
        rename(context, true);
    }

    private static void rename(Context context, boolean onlyIfAbsent) {
        byte[] from = context.arg(1);
        byte[] to = context.arg(2);
        KeyEntry entry = context.write(from);
        if (entry == null) {
            throw RedisError.NO_SUCH_KEY;
        }
        boolean moves = !Arrays.equals(from, to);
        if (moves && context.write(to) != null) {
            if (onlyIfAbsent) {
                moves = false;
            } else {
                context.database().remove(to);
            }
        }
        if (moves) {
            transfer(context, context.database(), entry, context.database(), to);
            context.touched(from);
            context.touched(to);
            context.notify(EventType.GENERIC, "rename_from", from);
            context.notify(EventType.GENERIC, "rename_to", to);
            context.addDirty(1);
        }
        if (onlyIfAbsent) {
            context.reply().integer(moves ? 1 : 0);
        } else {
            context.reply().ok();
        }
    }

    /** Takes the entry out of its database and puts its value, expiry and access data where nothing is. */
    private static void transfer(Context context, Database source, KeyEntry entry, Database target, byte[] name) {
        long expireAt = source.expireAt(entry.key());
        int access = entry.access();
        Value value = entry.value();
        source.remove(entry.key());
        place(context, target, name, value, expireAt).setAccess(access);
    }

    private static KeyEntry place(Context context, Database target, byte[] name, Value value, long expireAt) {
        KeyEntry placed = target.put(name, value);
        context.keyspace().created(target, name, placed);
        if (expireAt >= 0) {
            target.setExpire(name, expireAt);
        }
        return placed;
    }

    private static Database databaseOf(Context context, int index) {
        if (index < 0 || index >= context.keyspace().count()) {
            throw new RedisError("ERR DB index is out of range");
        }
        return context.keyspace().database(index);
    }

    private static RedisError sameObject() {
        return new RedisError("ERR source and destination objects are the same");
    }

    private static void move(Context context) {
        byte[] key = context.arg(1);
        Database source = context.database();
        context.args().seek(2);
        Database target = databaseOf(context, context.args().intValue());
        if (source == target) {
            throw sameObject();
        }
        KeyEntry entry = context.write(key);
        Keyspace keyspace = context.keyspace();
        if (entry == null || keyspace.write(target, key) != null) {
            context.reply().integer(0);
            return;
        }
        transfer(context, source, entry, target, key);
        context.touched(key);
        keyspace.touched(target, key, context.session());
        context.notify(EventType.GENERIC, "move_from", key);
        keyspace.notify(EventType.GENERIC, "move_to", key, target);
        context.addDirty(1);
        context.reply().integer(1);
    }

    private static void copy(Context context) {
        byte[] from = context.arg(1);
        byte[] to = context.arg(2);
        Arguments args = context.args();
        args.seek(3);
        boolean replace = false;
        Database target = context.database();
        while (args.hasNext()) {
            if (args.option("REPLACE")) {
                replace = true;
            } else if (args.remaining() >= 2 && args.option("DB")) {
                target = databaseOf(context, args.intValue());
            } else {
                throw RedisError.SYNTAX;
            }
        }
        if (target == context.database() && Arrays.equals(from, to)) {
            throw sameObject();
        }
        KeyEntry entry = context.read(from);
        Keyspace keyspace = context.keyspace();
        if (entry == null || (keyspace.write(target, to) != null && !replace)) {
            context.reply().integer(0);
            return;
        }
        long expireAt = context.database().expireAt(from);
        Value twin = entry.value().copy();
        target.remove(to);
        place(context, target, to, twin, expireAt);
        keyspace.touched(target, to, context.session());
        keyspace.notify(EventType.GENERIC, "copy_to", to, target);
        context.addDirty(1);
        context.reply().integer(1);
    }

    private static void objectEncoding(Context context) {
        KeyEntry entry = lookSilently(context, context.arg(2));
        if (entry == null) {
            context.reply().nil();
        } else {
            context.reply().bulk(entry.value().encoding());
        }
    }

    private static void objectRefcount(Context context) {
        KeyEntry entry = lookSilently(context, context.arg(2));
        if (entry == null) {
            context.reply().nil();
        } else {
            context.reply().integer(referenceCount(context, entry.value()));
        }
    }

    /** How many keys share the object in Redis: small integers are shared, unless each must remember its own last use. */
    static int referenceCount(Context context, Value value) {
        MaxmemoryPolicy policy = context.config().maxmemoryPolicy();
        boolean shared = value instanceof StringValue string
                && string.isInt()
                && string.number() >= 0
                && string.number() < SHARED_INTEGERS
                && (context.config().maxmemory() == 0 || !policy.isLru() && !policy.isLfu());
        return shared ? Integer.MAX_VALUE : 1;
    }

    private static void objectFreq(Context context) {
        KeyEntry entry = lookSilently(context, context.arg(2));
        if (entry == null) {
            context.reply().nil();
            return;
        }
        if (!context.keyspace().access().isLfu()) {
            throw new RedisError(
                    "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when"
                            + " switching between policies at runtime LRU and LFU data will take some time to adjust.");
        }
        context.reply().integer(context.keyspace().access().decayed(entry));
    }

    private static void objectIdletime(Context context) {
        KeyEntry entry = lookSilently(context, context.arg(2));
        if (entry == null) {
            context.reply().nil();
            return;
        }
        if (context.keyspace().access().isLfu()) {
            throw new RedisError("ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when"
                    + " switching between policies at runtime LRU and LFU data will take some time to adjust.");
        }
        context.reply().integer(context.keyspace().access().idleMillis(entry) / 1000);
    }

    private static void objectHelp(Context context) {
        CommandReplies.help(context);
    }

    private static void wait(Context context) {
        if (context.engine().replication().isReplica()) {
            throw new RedisError("ERR WAIT cannot be used with replica instances. Please also note that since Redis"
                    + " 4.0 if a replica is configured to be writable (which is not the default) writes to replicas are"
                    + " just local and are not propagated.");
        }
        Arguments args = context.args();
        long replicas = args.longValue();
        long timeout = args.longValue(new RedisError("ERR timeout is not an integer or out of range"));
        if (timeout < 0) {
            throw new RedisError("ERR timeout is negative");
        }
        Replicas all = context.engine().replication().replicas();
        long offset = context.engine().replication().offset();
        if (all.countAt(offset) >= replicas || !context.mayBlock()) {
            context.reply().integer(all.countAt(offset));
            return;
        }
        ReplySink later = context.session().sink();
        context.block(List.of(), timeout, false, (again, key) -> false, () -> later.integer(all.countAt(offset)));
        all.await(context.session(), offset, replicas);
    }
}
