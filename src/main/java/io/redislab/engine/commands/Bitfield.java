package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.Bits;
import io.redislab.engine.value.StringValue;
import io.redislab.resp.Numbers;
import java.util.ArrayList;
import java.util.List;

/** BITFIELD: all its operations are read first, then carried out in order on one string. */
final class Bitfield {
    private static final byte[] EMPTY = {};

    private Bitfield() {}

    private enum Kind {
        GET,
        SET,
        INCRBY
    }

    private enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    /**
     * An integer's type.
     *
     * @param bits 1 to 64, unsigned at most 63
     */
    private record Width(boolean signed, int bits) {
        static Width parse(byte[] word) {
            boolean signed = word.length > 0 && word[0] == 'i';
            if (signed || (word.length > 0 && word[0] == 'u')) {
                if (Numbers.isLong(word, 1, word.length - 1)) {
                    long bits = Numbers.parseLong(word, 1, word.length - 1);
                    if (bits >= 1 && bits <= (signed ? 64 : 63)) {
                        return new Width(signed, (int) bits);
                    }
                }
            }
            throw new RedisError(
                    "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but"
                            + " i64 is.");
        }

        long read(byte[] bytes, long bit) {
            return signed ? Bits.readSigned(bytes, bit, bits) : Bits.readUnsigned(bytes, bit, bits);
        }

        long max() {
            return signed ? Long.MAX_VALUE >>> (64 - bits) : -1L >>> (64 - bits);
        }

        long min() {
            return signed ? -max() - 1 : 0;
        }

        /** What is left of the sum in so many bits. */
        long wrap(long sum) {
            int unused = 64 - bits;
            return signed ? (sum << unused) >> unused : (sum << unused) >>> unused;
        }

        /** 1 when the sum is too large for the width, -1 when it is too small, 0 when it fits. */
        int overflow(long value, long increment) {
            return signed ? signedOverflow(value, increment) : unsignedOverflow(value, increment);
        }

        private int unsignedOverflow(long value, long increment) {
            if (Long.compareUnsigned(value, max()) > 0 || (increment > 0 && increment > max() - value)) {
                return 1;
            }
            return increment < 0 && increment < -value ? -1 : 0;
        }

        /** The differences may wrap around for a SET far out of range; Redis decides on them as they are. */
        private int signedOverflow(long value, long increment) {
            long room = max() - value;
            if (value > max()
                    || (bits != 64 && increment > room)
                    || (value >= 0 && increment > 0 && increment > room)) {
                return 1;
            }
            long below = min() - value;
            boolean low = value < min()
                    || (bits != 64 && increment < below)
                    || (value < 0 && increment < 0 && increment < below);
            return low ? -1 : 0;
        }
    }

    private record Operation(Kind kind, Width width, long bit, long value, Overflow overflow) {}

    static void run(Context context, boolean readOnly) {
        List<Operation> operations = parse(context);
        long lastBit = -1;
        for (Operation operation : operations) {
            if (operation.kind() != Kind.GET) {
                lastBit = Math.max(lastBit, operation.bit() + operation.width().bits() - 1);
            }
        }
        byte[] key = context.arg(1);
        byte[] bytes;
        boolean grown = false;
        if (lastBit < 0) {
            StringValue value = context.readValue(key, StringValue.class);
            bytes = value == null ? EMPTY : value.buffer();
        } else if (readOnly) {
            throw new RedisError("ERR BITFIELD_RO only supports the GET subcommand");
        } else {
            BitmapCommands.Target target = BitmapCommands.Target.of(context, key, lastBit);
            bytes = target.bytes();
            grown = target.grown();
        }
        context.work(operations.size());
        context.reply().array(operations.size());
        long changes = 0;
        for (Operation operation : operations) {
            if (execute(context, operation, bytes, grown)) {
                changes++;
            }
        }
        if (changes > 0) {
            context.modified(key, EventType.STRING, "setbit", changes);
        }
    }

    private static List<Operation> parse(Context context) {
        List<Operation> operations = new ArrayList<>();
        Arguments args = context.args();
        args.seek(2);
        Overflow overflow = Overflow.WRAP;
        while (args.hasNext()) {
            int left = args.remaining() - 1;
            Kind kind;
            if (left >= 2 && args.option("GET")) {
                kind = Kind.GET;
            } else if (left >= 3 && args.option("SET")) {
                kind = Kind.SET;
            } else if (left >= 3 && args.option("INCRBY")) {
                kind = Kind.INCRBY;
            } else if (left >= 1 && args.option("OVERFLOW")) {
                overflow = overflow(args.next());
                continue;
            } else {
                throw RedisError.SYNTAX;
            }
            Width width = Width.parse(args.next());
            long bit = offset(context, args.next(), width.bits());
            long value = kind == Kind.GET ? 0 : args.longValue();
            operations.add(new Operation(kind, width, bit, value, overflow));
        }
        return operations;
    }

    private static Overflow overflow(byte[] word) {
        for (Overflow overflow : Overflow.values()) {
            if (Ascii.equalsIgnoreCase(word, overflow.name())) {
                return overflow;
            }
        }
        throw new RedisError("ERR Invalid OVERFLOW type specified");
    }

    /** A bit's number, or with # the number of an integer of this width. */
    private static long offset(Context context, byte[] word, int bits) {
        int from = word.length > 0 && word[0] == '#' ? 1 : 0;
        if (!Numbers.isLong(word, from, word.length - from)) {
            throw new RedisError("ERR bit offset is not an integer or out of range");
        }
        long number = Numbers.parseLong(word, from, word.length - from);
        return BitmapCommands.offset(context, from == 1 ? number * bits : number);
    }

    /** Carries the operation out and replies to it; true when it changed something. */
    private static boolean execute(Context context, Operation operation, byte[] bytes, boolean grown) {
        Width width = operation.width();
        long old = width.read(bytes, operation.bit());
        if (operation.kind() == Kind.GET) {
            context.reply().integer(old);
            return false;
        }
        boolean increments = operation.kind() == Kind.INCRBY;
        long base = increments ? old : operation.value();
        long increment = increments ? operation.value() : 0;
        int overflow = width.overflow(base, increment);
        long value = base + increment;
        if (overflow != 0) {
            switch (operation.overflow()) {
                case FAIL -> {
                    context.reply().nil();
                    return false;
                }
                case WRAP -> value = width.wrap(value);
                case SAT -> value = overflow > 0 ? width.max() : width.min();
            }
        }
        Bits.write(bytes, operation.bit(), width.bits(), value);
        context.reply().integer(increments ? value : old);
        return grown || old != value;
    }
}
