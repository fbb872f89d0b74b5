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
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.StringValue;
import io.redislab.resp.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings: bytes, and the numbers that they can hold. */
public final class StringCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES =
            "append decr decrby get getdel getex getrange getset incr incrby incrbyfloat lcs "
                    + "mget mset msetnx psetex set setex setnx setrange strlen substr";

    private StringCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("APPEND")
                        .syntax("key value")
                        .group(CommandGroup.STRING)
                        .since("2.0.0")
                        .complexity("O(1). The amortized time complexity is O(1) assuming the appended value is small "
                                + "and the already present value is of any size, since the dynamic string library used "
                                + "by Redis will double the free space available on every reallocation.")
                        .summary("Puts bytes behind those of a string, or starts one with them.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .handler(StringCommands::append),
                command("DECR")
                        .syntax("key")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Takes one from the integer that a string holds.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(StringCommands::decr),
                command("DECRBY")
                        .syntax("key decrement:int")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Takes a number from the integer that a string holds.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(StringCommands::decrby),
                command("GET")
                        .syntax("key")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Reads a string.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(StringCommands::get),
                command("GETDEL")
                        .syntax("key")
                        .group(CommandGroup.STRING)
                        .since("6.2.0")
                        .complexity("O(1)")
                        .summary("Reads a string and deletes its key.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().delete())
                        .handler(StringCommands::getdel),
                command("GETEX")
                        .syntax("key [expiration: EX seconds:int | PX milliseconds:int | EXAT "
                                + "unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | PERSIST]")
                        .group(CommandGroup.STRING)
                        .since("6.2.0")
                        .complexity("O(1)")
                        .summary("Reads a string and sets or takes away its expiry.")
                        .flags(WRITE, FAST)
                        .keys(firstKey()
                                .readWrite()
                                .access()
                                .update()
                                .notes("RW and UPDATE because it changes the TTL"))
                        .handler(StringCommands::getex),
                command("GETRANGE")
                        .syntax("key start:int end:int")
                        .group(CommandGroup.STRING)
                        .since("2.4.0")
                        .complexity("O(N) where N is the length of the returned string. The complexity is ultimately "
                                + "determined by the returned length, but because creating a substring from an "
                                + "existing string is very cheap, it can be considered O(1) for small strings.")
                        .summary("Reads a part of a string.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .handler(StringCommands::getrange),
                command("GETSET")
                        .syntax("key value")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Sets a string and gives back the old one.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .deprecated("6.2.0", "`SET` with the `!GET` argument")
                        .handler(StringCommands::getset),
                command("INCR")
                        .syntax("key")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Adds one to the integer that a string holds.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(StringCommands::incr),
                command("INCRBY")
                        .syntax("key increment:int")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Adds a number to the integer that a string holds.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(StringCommands::incrby),
                command("INCRBYFLOAT")
                        .syntax("key increment:double")
                        .group(CommandGroup.STRING)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Adds a decimal number to the one that a string holds.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(StringCommands::incrbyfloat),
                command("LCS")
                        .syntax("key1:key key2:key#0 [LEN] [IDX] [MINMATCHLEN len:int] [WITHMATCHLEN]")
                        .group(CommandGroup.STRING)
                        .since("7.0.0")
                        .complexity("O(N*M) where N and M are the lengths of s1 and s2, respectively")
                        .summary("Finds the longest common subsequence of two strings.")
                        .flags(READONLY)
                        .keys(firstKey().to(1).readOnly().access())
                        .handler(StringCommands::lcs),
                command("MGET")
                        .syntax("key...")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of keys to retrieve.")
                        .summary("Reads several strings at once.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().to(-1).readOnly().access())
                        .tips("request_policy:multi_shard")
                        .handler(StringCommands::mget),
                command("MSET")
                        .syntax("<key_value: key value>...")
                        .group(CommandGroup.STRING)
                        .since("1.0.1")
                        .complexity("O(N) where N is the number of keys to set.")
                        .summary("Sets several strings at once.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().to(-1).step(2).overwrite().update())
                        .tips("request_policy:multi_shard", "response_policy:all_succeeded")
                        .handler(StringCommands::mset),
                command("MSETNX")
                        .syntax("<key_value: key value>...")
                        .group(CommandGroup.STRING)
                        .since("1.0.1")
                        .complexity("O(N) where N is the number of keys to set.")
                        .summary("Sets several strings, unless one of the keys is there.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().to(-1).step(2).overwrite().insert())
                        .tips("request_policy:multi_shard", "response_policy:agg_min")
                        .handler(StringCommands::msetnx),
                command("PSETEX")
                        .syntax("key milliseconds:int value")
                        .group(CommandGroup.STRING)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Sets a string that expires after so many milliseconds.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().overwrite().update())
                        .handler(StringCommands::psetex),
                command("SET")
                        .syntax("key value [condition: NX | XX]@2.6.12 [GET]@6.2.0 [expiration: EX "
                                + "seconds:int@2.6.12 | PX milliseconds:int@2.6.12 | EXAT "
                                + "unix-time-seconds:unix-time@6.2.0 | PXAT unix-time-milliseconds:unix-time@6.2.0 | "
                                + "KEEPTTL@6.0.0]")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Sets a string, whatever the key held before; with conditions and an expiry if asked "
                                + "for.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey()
                                .readWrite()
                                .access()
                                .update()
                                .variableFlags()
                                .notes("RW and ACCESS due to the optional `GET` argument"))
                        .keyFinder(KeyFinders::set)
                        .history("2.6.12", "Added the `EX`, `PX`, `NX` and `XX` options.")
                        .history("6.0.0", "Added the `KEEPTTL` option.")
                        .history("6.2.0", "Added the `GET`, `EXAT` and `PXAT` option.")
                        .history("7.0.0", "Allowed the `NX` and `GET` options to be used together.")
                        .handler(StringCommands::set),
                command("SETEX")
                        .syntax("key seconds:int value")
                        .group(CommandGroup.STRING)
                        .since("2.0.0")
                        .complexity("O(1)")
                        .summary("Sets a string that expires after so many seconds.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().overwrite().update())
                        .handler(StringCommands::setex),
                command("SETNX")
                        .syntax("key value")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Sets a string, unless the key is there.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().overwrite().insert())
                        .handler(StringCommands::setnx),
                command("SETRANGE")
                        .syntax("key offset:int value")
                        .group(CommandGroup.STRING)
                        .since("2.2.0")
                        .complexity("O(1), not counting the time taken to copy the new string in place. Usually, this "
                                + "string is very small so the amortized complexity is O(1). Otherwise, complexity is "
                                + "O(M) with M being the length of the value argument.")
                        .summary("Writes over a part of a string, filling up with zero bytes.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().readWrite().update())
                        .handler(StringCommands::setrange),
                command("STRLEN")
                        .syntax("key")
                        .group(CommandGroup.STRING)
                        .since("2.2.0")
                        .complexity("O(1)")
                        .summary("Tells how many bytes a string has.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(StringCommands::strlen),
                command("SUBSTR")
                        .syntax("key start:int end:int")
                        .group(CommandGroup.STRING)
                        .since("1.0.0")
                        .complexity("O(N) where N is the length of the returned string. The complexity is ultimately "
                                + "determined by the returned length, but because creating a substring from an "
                                + "existing string is very cheap, it can be considered O(1) for small strings.")
                        .summary("Reads a part of a string, under its old name.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .deprecated("2.0.0", "`GETRANGE`")
                        .handler(StringCommands::substr));
    }

    private static final byte[] SET = "SET".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PERSIST = "PERSIST".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PXAT = "PXAT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PEXPIREAT = "PEXPIREAT".getBytes(StandardCharsets.US_ASCII);

    // Reading

    private static void reply(Context context, @Nullable StringValue value) {
        if (value == null) {
            context.reply().nil();
        } else if (value.isInt()) {
            context.reply().bulkLong(value.number());
        } else {
            context.reply().bulk(value.buffer(), 0, value.length());
        }
    }

    private static void get(Context context) {
        reply(context, context.readValue(context.arg(1), StringValue.class));
    }

    private static void mget(Context context) {
        int keys = context.argc() - 1;
        context.reply().array(keys);
        for (int i = 1; i <= keys; i++) {
            KeyEntry entry = context.read(context.arg(i));
            reply(context, entry != null && entry.value() instanceof StringValue value ? value : null);
        }
        context.work(keys);
    }

    private static void strlen(Context context) {
        StringValue value = context.readValue(context.arg(1), StringValue.class);
        context.reply().integer(value == null ? 0 : value.length());
    }

    private static void substr(Context context) {
        getrange(context);
    }

    private static void getrange(Context context) {
        long start = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        long end = Arguments.parseLong(context.arg(3), RedisError.NOT_AN_INTEGER);
        StringValue value = context.readValue(context.arg(1), StringValue.class);
        long length = value == null ? 0 : value.length();
        long first = Math.max(0, start < 0 ? length + start : start);
        long last = Math.min(length - 1, Math.max(0, end < 0 ? length + end : end));
        boolean reversed = start < 0 && end < 0 && start > end;
        if (value == null || reversed || first > last) {
            context.reply().bulk(StringValue.EMPTY);
            return;
        }
        int taken = (int) (last - first + 1);
        context.work(taken);
        context.reply().bulk(value.buffer(), (int) first, taken);
    }

    private static void getdel(Context context) {
        byte[] key = context.arg(1);
        StringValue value = context.readValue(key, StringValue.class);
        reply(context, value);
        if (value != null) {
            context.database().remove(key);
            context.propagateAs(context.config().lazyfreeLazyUserDel() ? UNLINK : DEL, key);
            context.modified(key, EventType.GENERIC, "del");
        }
    }

    private static void getex(Context context) {
        byte[] key = context.arg(1);
        SetOptions options = SetOptions.parseGetex(context);
        StringValue value = context.readValue(key, StringValue.class);
        if (value == null) {
            context.reply().nil();
            return;
        }
        Expiration expiration = options.expiration();
        long when = expiration == null ? -1 : expiration.unixMillis(context);
        reply(context, value);
        if (expiration != null && expiration.isAbsolute() && when <= context.now() && !context.leavesExpired()) {
            context.database().remove(key);
            context.propagateAs(DEL, key);
            context.modified(key, EventType.GENERIC, "del");
        } else if (expiration != null) {
            context.database().setExpire(key, when);
            context.propagateAs(PEXPIREAT, key, Numbers.longToBytes(when));
            context.modified(key, EventType.GENERIC, "expire");
        } else if (options.persist() && context.database().persist(key)) {
            context.propagateAs(PERSIST, key);
            context.modified(key, EventType.GENERIC, "persist");
        }
    }

    private static void lcs(Context context) {
        LongestCommonSubsequence.run(context);
    }

    // Setting

    private static void set(Context context) {
        SetOptions options = context.argc() == 3 ? SetOptions.NONE : SetOptions.parseSet(context);
        byte[] key = context.arg(1);
        Expiration expiration = options.expiration();
        long when = expiration == null ? -1 : expiration.unixMillis(context);
        if (options.get()) {
            reply(context, context.readValue(key, StringValue.class));
        }
        KeyEntry entry = context.write(key);
        if (options.nx() && entry != null || options.xx() && entry == null) {
            if (!options.get()) {
                context.reply().nil();
            }
            return;
        }
        assign(context, key, entry, context.arg(2), options.keepTtl());
        context.addDirty(1);
        if (expiration != null) {
            expireAfterSet(context, key, context.arg(2), when);
        } else if (options.get()) {
            context.propagateAs(SetOptions.withoutGet(context.argv()));
        }
        if (!options.get()) {
            context.reply().ok();
        }
    }

    /** Sets a string whatever there was before, and reports it; the counter of changes is left to the caller. */
    private static void assign(Context context, byte[] key, @Nullable KeyEntry entry, byte[] value, boolean keepTtl) {
        KeyEntry set;
        if (entry != null && entry.value() instanceof StringValue old) {
            old.assign(value);
            set = entry;
        } else {
            set = context.put(key, entry, StringValue.of(value));
        }
        if (set.isVolatile() && !keepTtl) {
            context.database().persist(key);
        }
        context.modified(set, EventType.STRING, "set", 0);
    }

    private static void expireAfterSet(Context context, byte[] key, byte[] value, long when) {
        context.database().setExpire(key, when);
        context.propagateAs(SET, key, value, PXAT, Numbers.longToBytes(when));
        context.notify(EventType.GENERIC, "expire", key);
    }

    private static void setnx(Context context) {
        byte[] key = context.arg(1);
        boolean absent = context.write(key) == null;
        if (absent) {
            assign(context, key, null, context.arg(2), false);
            context.addDirty(1);
        }
        context.reply().integer(absent ? 1 : 0);
    }

    private static void setex(Context context) {
        setWithExpiry(context, Expiration.Unit.EX);
    }

    private static void psetex(Context context) {
        setWithExpiry(context, Expiration.Unit.PX);
    }

    private static void setWithExpiry(Context context, Expiration.Unit unit) {
        byte[] key = context.arg(1);
        long when = new Expiration(unit, context.arg(2)).unixMillis(context);
        assign(context, key, context.write(key), context.arg(3), false);
        context.addDirty(1);
        expireAfterSet(context, key, context.arg(3), when);
        context.reply().ok();
    }

    private static void getset(Context context) {
        byte[] key = context.arg(1);
        reply(context, context.readValue(key, StringValue.class));
        assign(context, key, context.write(key), context.arg(2), false);
        context.addDirty(1);
        context.propagateAs(SET, key, context.arg(2));
    }

    private static void mset(Context context) {
        setAll(context);
        context.reply().ok();
    }

    private static void msetnx(Context context) {
        requirePairs(context);
        for (int i = 1; i < context.argc(); i += 2) {
            if (context.write(context.arg(i)) != null) {
                context.reply().integer(0);
                return;
            }
        }
        setAll(context);
        context.reply().integer(1);
    }

    private static void requirePairs(Context context) {
        if (context.argc() % 2 == 0) {
            throw new RedisError(
                    "ERR wrong number of arguments for '" + context.spec().name() + "' command");
        }
    }

    private static void setAll(Context context) {
        requirePairs(context);
        int pairs = (context.argc() - 1) / 2;
        for (int i = 1; i < context.argc(); i += 2) {
            byte[] key = context.arg(i);
            assign(context, key, context.write(key), context.arg(i + 1), false);
        }
        context.addDirty(pairs);
        context.work(pairs);
    }

    // Changing a part

    /** @throws RedisError when a string would become longer than proto-max-bulk-len allows */
    private static void checkLength(Context context, long offset, int added) {
        if (!context.session().mustBeObeyed()
                && (offset + added > context.config().protoMaxBulkLen() || offset + added < 0)) {
            throw new RedisError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
    }

    private static void append(Context context) {
        byte[] key = context.arg(1);
        byte[] more = context.arg(2);
        KeyEntry entry = context.writeEntry(key, StringValue.class);
        if (entry == null) {
            entry = context.put(key, null, StringValue.of(more));
        } else {
            StringValue value = (StringValue) entry.value();
            checkLength(context, value.length(), more.length);
            value.append(more);
        }
        context.modified(entry, EventType.STRING, "append", 1);
        context.reply().integer(((StringValue) entry.value()).length());
    }

    private static void setrange(Context context) {
        long offset = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        if (offset < 0) {
            throw new RedisError("ERR offset is out of range");
        }
        byte[] key = context.arg(1);
        byte[] content = context.arg(3);
        KeyEntry entry = context.writeEntry(key, StringValue.class);
        if (content.length == 0) {
            context.reply().integer(entry == null ? 0 : ((StringValue) entry.value()).length());
            return;
        }
        checkLength(context, offset, content.length);
        if (entry == null) {
            entry = context.put(key, null, StringValue.raw(StringValue.EMPTY));
        }
        StringValue value = (StringValue) entry.value();
        value.write((int) offset, content);
        context.modified(entry, EventType.STRING, "setrange", 1);
        context.reply().integer(value.length());
    }

    // Counting

    private static void incr(Context context) {
        StringCounters.incr(context);
    }

    private static void decr(Context context) {
        StringCounters.decr(context);
    }

    private static void incrby(Context context) {
        StringCounters.incrby(context);
    }

    private static void decrby(Context context) {
        StringCounters.decrby(context);
    }

    private static void incrbyfloat(Context context) {
        StringCounters.incrbyfloat(context);
    }
}
