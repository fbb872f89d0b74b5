package io.redislab.engine.commands;

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
import io.redislab.engine.keyspace.EventType;
import io.redislab.resp.Numbers;
import io.redislab.resp.WireText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** When keys expire: setting, asking, taking back. Times are kept as Unix time in ms. */
public final class ExpiryCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "expire expireat expiretime persist pexpire pexpireat pexpiretime pttl ttl";

    private ExpiryCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("EXPIRE")
                        .syntax("key seconds:int [condition: NX | XX | GT | LT]@7.0.0")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Lets a key expire after so many seconds.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                        .handler(ExpiryCommands::expire),
                command("EXPIREAT")
                        .syntax("key unix-time-seconds:unix-time [condition: NX | XX | GT | LT]@7.0.0")
                        .group(CommandGroup.GENERIC)
                        .since("1.2.0")
                        .complexity("O(1)")
                        .summary("Lets a key expire at a Unix time in seconds.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                        .handler(ExpiryCommands::expireat),
                command("EXPIRETIME")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("7.0.0")
                        .complexity("O(1)")
                        .summary("Tells when a key will expire, as a Unix time in seconds.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(ExpiryCommands::expiretime),
                command("PERSIST")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("2.2.0")
                        .complexity("O(1)")
                        .summary("Makes a key stay for good.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .handler(ExpiryCommands::persist),
                command("PEXPIRE")
                        .syntax("key milliseconds:int [condition: NX | XX | GT | LT]@7.0.0")
                        .group(CommandGroup.GENERIC)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Lets a key expire after so many milliseconds.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                        .handler(ExpiryCommands::pexpire),
                command("PEXPIREAT")
                        .syntax("key unix-time-milliseconds:unix-time [condition: NX | XX | GT | LT]@7.0.0")
                        .group(CommandGroup.GENERIC)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Lets a key expire at a Unix time in milliseconds.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                        .handler(ExpiryCommands::pexpireat),
                command("PEXPIRETIME")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("7.0.0")
                        .complexity("O(1)")
                        .summary("Tells when a key will expire, as a Unix time in milliseconds.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(ExpiryCommands::pexpiretime),
                command("PTTL")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Tells how many milliseconds a key has left.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .history("2.8.0", "Added the -2 reply.")
                        .tips("nondeterministic_output")
                        .handler(ExpiryCommands::pttl),
                command("TTL")
                        .syntax("key")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Tells how many seconds a key has left.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .history("2.8.0", "Added the -2 reply.")
                        .tips("nondeterministic_output")
                        .handler(ExpiryCommands::ttl));
    }

    private static final byte[] PEXPIREAT = "PEXPIREAT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);

    /** The options NX, XX, GT and LT, which may stand together only as XX with GT or LT. */
    private record Condition(boolean nx, boolean xx, boolean gt, boolean lt) {
        static Condition parse(Arguments args) {
            boolean nx = false;
            boolean xx = false;
            boolean gt = false;
            boolean lt = false;
            while (args.hasNext()) {
                if (args.option("NX")) {
                    nx = true;
                } else if (args.option("XX")) {
                    xx = true;
                } else if (args.option("GT")) {
                    gt = true;
                } else if (args.option("LT")) {
                    lt = true;
                } else {
                    throw new RedisError("ERR Unsupported option " + WireText.ofC(args.next()));
                }
            }
            if (nx && (xx || gt || lt)) {
                throw new RedisError("ERR NX and XX, GT or LT options at the same time are not compatible");
            }
            if (gt && lt) {
                throw new RedisError("ERR GT and LT options at the same time are not compatible");
            }
            return new Condition(nx, xx, gt, lt);
        }

        /**
         * Whether a key's expiry may be set. A key without one counts as living for ever.
         *
         * @param current Unix time in ms, -1 for none
         */
        boolean allows(long current, long wanted) {
            boolean none = current == -1;
            return !(nx && !none)
                    && !(xx && none)
                    && !(gt && (none || wanted <= current))
                    && !(lt && !none && wanted >= current);
        }
    }

    private static void expire(Context context) {
        expire(context, true, true);
    }

    private static void pexpire(Context context) {
        expire(context, true, false);
    }

    private static void expireat(Context context) {
        expire(context, false, true);
    }

    private static void pexpireat(Context context) {
        expire(context, false, false);
    }

    private static void expire(Context context, boolean relative, boolean seconds) {
        byte[] key = context.arg(1);
        Arguments args = context.args();
        args.seek(3);
        Condition condition = Condition.parse(args);
        long when =
                unixMillis(context, Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER), relative, seconds);
        if (context.write(key) == null || !condition.allows(context.database().expireAt(key), when)) {
            context.reply().integer(0);
            return;
        }
        if (when <= context.now() && !context.leavesExpired()) {
            context.database().remove(key);
            context.propagateAs(DEL, key);
            context.modified(key, EventType.GENERIC, "del");
        } else {
            context.database().setExpire(key, when);
            byte[][] absolute = context.argv().clone();
            absolute[0] = PEXPIREAT;
            absolute[2] = Numbers.longToBytes(when);
            context.propagateAs(absolute);
            context.modified(key, EventType.GENERIC, "expire");
        }
        context.reply().integer(1);
    }

    private static long unixMillis(Context context, long number, boolean relative, boolean seconds) {
        long when = number;
        long base = relative ? context.now() : 0;
        boolean tooLarge = seconds && (when > Long.MAX_VALUE / 1000 || when < Long.MIN_VALUE / 1000);
        if (!tooLarge && seconds) {
            when *= 1000;
        }
        if (tooLarge || when > Long.MAX_VALUE - base) {
            throw new RedisError("ERR invalid expire time in '" + context.spec().name() + "' command");
        }
        return when + base;
    }

    private static void ttl(Context context) {
        timeLeft(context, true, false);
    }

    private static void pttl(Context context) {
        timeLeft(context, false, false);
    }

    private static void expiretime(Context context) {
        timeLeft(context, true, true);
    }

    private static void pexpiretime(Context context) {
        timeLeft(context, false, true);
    }

    private static void timeLeft(Context context, boolean seconds, boolean absolute) {
        byte[] key = context.arg(1);
        if (KeyCommands.look(context, key) == null) {
            context.reply().integer(-2);
            return;
        }
        long when = context.database().expireAt(key);
        if (when == -1) {
            context.reply().integer(-1);
            return;
        }
        long millis = Math.max(0, absolute ? when : when - context.now());
        context.reply().integer(seconds ? Long.divideUnsigned(millis + 500, 1000) : millis);
    }

    private static void persist(Context context) {
        byte[] key = context.arg(1);
        boolean done = context.write(key) != null && context.database().persist(key);
        if (done) {
            context.modified(key, EventType.GENERIC, "persist");
        }
        context.reply().integer(done ? 1 : 0);
    }
}
