package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The options of SET and GETEX. Of the expiry's units, KEEPTTL and PERSIST only one is allowed. */
record SetOptions(
        boolean nx,
        boolean xx,
        boolean get,
        boolean keepTtl,
        boolean persist,
        @Nullable Expiration expiration) {
    static final SetOptions NONE = new SetOptions(false, false, false, false, false, null);

    static SetOptions parseSet(Context context) {
        Arguments args = context.args();
        args.seek(3);
        boolean nx = false;
        boolean xx = false;
        boolean get = false;
        boolean keepTtl = false;
        Expiration expiration = null;
        while (args.hasNext()) {
            if (!xx && args.option("NX")) {
                nx = true;
            } else if (!nx && args.option("XX")) {
                xx = true;
            } else if (args.option("GET")) {
                get = true;
            } else if (expiration == null && args.option("KEEPTTL")) {
                keepTtl = true;
            } else if (!keepTtl) {
                expiration = expiration(args, expiration);
            } else {
                throw RedisError.SYNTAX;
            }
        }
        return new SetOptions(nx, xx, get, keepTtl, false, expiration);
    }

    static SetOptions parseGetex(Context context) {
        Arguments args = context.args();
        args.seek(2);
        boolean persist = false;
        Expiration expiration = null;
        while (args.hasNext()) {
            if (expiration == null && args.option("PERSIST")) {
                persist = true;
            } else if (!persist) {
                expiration = expiration(args, expiration);
            } else {
                throw RedisError.SYNTAX;
            }
        }
        return new SetOptions(false, false, false, false, persist, expiration);
    }

    /** A unit may be given again; the last number counts. */
    private static Expiration expiration(Arguments args, @Nullable Expiration before) {
        for (Expiration.Unit unit : Expiration.Unit.values()) {
            if ((before == null || before.unit() == unit) && args.remaining() >= 2 && args.option(unit.name())) {
                return new Expiration(unit, args.next());
            }
        }
        throw RedisError.SYNTAX;
    }

    /** A call of SET without its option GET, which is not worth writing down. */
    static byte[][] withoutGet(byte[][] argv) {
        byte[][] rest = new byte[argv.length][];
        int size = 0;
        for (int i = 0; i < argv.length; i++) {
            if (i < 3 || !Ascii.equalsIgnoreCase(argv[i], "get")) {
                rest[size++] = argv[i];
            }
        }
        return Arrays.copyOf(rest, size);
    }
}
