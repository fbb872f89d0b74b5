package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.Bits;
import io.redislab.engine.value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings seen as bits: single ones, ranges of them, and integers of any width. */
public final class BitmapCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "bitcount bitfield bitfield_ro bitop bitpos getbit setbit";

    private BitmapCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("BITCOUNT")
                        .syntax("key [index: start:int end:int [index_unit: BYTE | BIT]@7.0.0]")
                        .group(CommandGroup.BITMAP)
                        .since("2.6.0")
                        .complexity("O(N)")
                        .summary("Counts the bits that are one, in a string or a part of it.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("7.0.0", "Added the `BYTE|BIT` option.")
                        .handler(BitmapCommands::bitcount),
                command("BITFIELD")
                        .syntax("key [operation: GET <encoding_offset: encoding offset:int> | <write: [OVERFLOW "
                                + "<wrap_sat_fail: WRAP | SAT | FAIL>] <write_operation: SET "
                                + "<encoding_offset_value: encoding offset:int value:int> | INCRBY "
                                + "<encoding_offset_increment: encoding offset:int increment:int>>>]...")
                        .group(CommandGroup.BITMAP)
                        .since("3.2.0")
                        .complexity("O(1) for each subcommand specified")
                        .summary("Reads and writes integers of any width inside a string.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey()
                                .readWrite()
                                .access()
                                .update()
                                .variableFlags()
                                .notes("This command allows both access and modification of the key"))
                        .keyFinder(KeyFinders::bitfield)
                        .handler(BitmapCommands::bitfield),
                command("BITFIELD_RO")
                        .syntax("key [GET <encoding_offset: encoding offset:int>]...")
                        .group(CommandGroup.BITMAP)
                        .since("6.0.0")
                        .complexity("O(1) for each subcommand specified")
                        .summary("Reads integers of any width inside a string.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(BitmapCommands::bitfieldRo),
                command("BITOP")
                        .syntax("operation destkey:key key...")
                        .group(CommandGroup.BITMAP)
                        .since("2.6.0")
                        .complexity("O(N)")
                        .summary("Combines strings bit by bit and stores the result.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                keyAt(2).overwrite().update(),
                                keyAt(3).to(-1).readOnly().access())
                        .handler(BitmapCommands::bitop),
                command("BITPOS")
                        .syntax("key bit:int [index: start:int [end_index: end:int [index_unit: BYTE | "
                                + "BIT]@7.0.0]]")
                        .group(CommandGroup.BITMAP)
                        .since("2.8.7")
                        .complexity("O(N)")
                        .summary("Finds the first bit that is one, or zero.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("7.0.0", "Added the `BYTE|BIT` option.")
                        .handler(BitmapCommands::bitpos),
                command("GETBIT")
                        .syntax("key offset:int")
                        .group(CommandGroup.BITMAP)
                        .since("2.2.0")
                        .complexity("O(1)")
                        .summary("Reads one bit of a string.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(BitmapCommands::getbit),
                command("SETBIT")
                        .syntax("key offset:int value:int")
                        .group(CommandGroup.BITMAP)
                        .since("2.2.0")
                        .complexity("O(1)")
                        .summary("Writes one bit of a string and gives back the old one.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().readWrite().access().update())
                        .handler(BitmapCommands::setbit));
    }

    private static RedisError badOffset() {
        return new RedisError("ERR bit offset is not an integer or out of range");
    }

    /** A bit's number that a string may have: its byte lies below proto-max-bulk-len. */
    static long offset(Context context, long bit) {
        if (bit < 0 || bit >> 3 >= context.config().protoMaxBulkLen()) {
            throw badOffset();
        }
        return bit;
    }

    /**
     * The string to write bits into, made as long as the last bit needs. It becomes raw even if it stays the same, as in
     * Redis.
     *
     * @param bytes the value's own array, which may have room behind the content
     * @param grown whether the key or its length is new, so that any write changes something
     */
    record Target(byte[] bytes, boolean grown) {
        static Target of(Context context, byte[] key, long lastBit) {
            StringValue value = context.writeValue(key, StringValue.class);
            int needed = (int) (lastBit >> 3) + 1;
            if (value == null) {
                StringValue created = StringValue.raw(new byte[0]);
                byte[] bytes = created.writable(needed);
                context.put(key, created);
                return new Target(bytes, true);
            }
            boolean grown = value.length() < needed;
            return new Target(value.writable(needed), grown);
        }
    }

    private static void setbit(Context context) {
        long bit = offset(context, Arguments.parseLong(context.arg(2), badOffset()));
        RedisError badBit = new RedisError("ERR bit is not an integer or out of range");
        long on = Arguments.parseLong(context.arg(3), badBit);
        if (on != 0 && on != 1) {
            throw badBit;
        }
        Target target = Target.of(context, context.arg(1), bit);
        int old = Bits.get(target.bytes(), bit);
        if (target.grown() || old != on) {
            Bits.set(target.bytes(), bit, (int) on);
            context.modified(context.arg(1), EventType.STRING, "setbit");
        }
        context.reply().integer(old);
    }

    private static void getbit(Context context) {
        long bit = offset(context, Arguments.parseLong(context.arg(2), badOffset()));
        StringValue value = context.readValue(context.arg(1), StringValue.class);
        context.reply().integer(value == null ? 0 : Bits.get(value.buffer(), bit));
    }

    /** The unit of a range, BYTE or BIT: true for bits. */
    private static boolean inBits(byte[] word) {
        if (Ascii.equalsIgnoreCase(word, "bit")) {
            return true;
        }
        if (Ascii.equalsIgnoreCase(word, "byte")) {
            return false;
        }
        throw RedisError.SYNTAX;
    }

    /** From the first to the last bit, both included; empty when first is beyond last. */
    private record BitRange(long first, long last) {
        /** Counts from the end where negative, and ends with the string. */
        static BitRange of(long start, long end, boolean bits, long bytes) {
            long total = bits ? bytes * 8 : bytes;
            long first = Math.max(0, start < 0 ? total + start : start);
            long last = Math.min(total - 1, Math.max(0, end < 0 ? total + end : end));
            if (first > last) {
                return new BitRange(1, 0);
            }
            return bits ? new BitRange(first, last) : new BitRange(first * 8, last * 8 + 7);
        }
    }

    private static void bitcount(Context context) {
        StringValue value = context.readValue(context.arg(1), StringValue.class);
        if (value == null) {
            context.reply().integer(0);
            return;
        }
        byte[] bytes = value.buffer();
        int length = value.length();
        BitRange range;
        if (context.argc() == 2) {
            range = new BitRange(0, length * 8L - 1);
        } else if (context.argc() == 4 || context.argc() == 5) {
            long start = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
            long end = Arguments.parseLong(context.arg(3), RedisError.NOT_AN_INTEGER);
            if (start < 0 && end < 0 && start > end) {
                // Redis looks at the unit only afterwards.
                context.reply().integer(0);
                return;
            }
            range = BitRange.of(start, end, context.argc() == 5 && inBits(context.arg(4)), length);
        } else {
            throw RedisError.SYNTAX;
        }
        context.work(Math.max(0, (range.last() - range.first()) >> 3));
        context.reply().integer(Bits.count(bytes, range.first(), range.last()));
    }

    private static void bitpos(Context context) {
        int argc = context.argc();
        long bit = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        if (bit != 0 && bit != 1) {
            throw new RedisError("ERR The bit argument must be 1 or 0.");
        }
        StringValue value = context.readValue(context.arg(1), StringValue.class);
        if (value == null) {
            context.reply().integer(bit == 1 ? -1 : 0);
            return;
        }
        byte[] bytes = value.buffer();
        int length = value.length();
        if (argc > 6) {
            throw RedisError.SYNTAX;
        }
        long start = argc > 3 ? Arguments.parseLong(context.arg(3), RedisError.NOT_AN_INTEGER) : 0;
        boolean bits = argc == 6 && inBits(context.arg(5));
        boolean ends = argc >= 5;
        long end = ends ? Arguments.parseLong(context.arg(4), RedisError.NOT_AN_INTEGER) : length - 1L;
        BitRange range = BitRange.of(start, end, bits, length);
        if (range.first() > range.last()) {
            context.reply().integer(-1);
            return;
        }
        context.work((range.last() - range.first()) >> 3);
        long position = Bits.position(bytes, (int) bit, range.first(), range.last());
        // A string without an end given is seen as going on with zeros.
        context.reply().integer(position < 0 && bit == 0 && !ends ? range.last() + 1 : position);
    }

    private static Bits.@Nullable Operation operation(byte[] word) {
        for (Bits.Operation operation : Bits.Operation.values()) {
            if (Ascii.equalsIgnoreCase(word, operation.name())) {
                return operation;
            }
        }
        return null;
    }

    private static void bitop(Context context) {
        Bits.Operation operation = operation(context.arg(1));
        if (operation == null) {
            throw RedisError.SYNTAX;
        }
        if (operation == Bits.Operation.NOT && context.argc() != 4) {
            throw new RedisError("ERR BITOP NOT must be called with a single source key.");
        }
        byte[][] sources = new byte[context.argc() - 3][];
        for (int i = 0; i < sources.length; i++) {
            StringValue value = context.readValue(context.arg(i + 3), StringValue.class);
            sources[i] = value == null ? new byte[0] : value.bytes();
            context.work(sources[i].length);
        }
        byte[] result = Bits.combine(operation, sources);
        byte[] destination = context.arg(2);
        if (result.length > 0) {
            StoredResult.store(context, destination, StringValue.raw(result), EventType.STRING, "set");
        } else {
            StoredResult.remove(context, destination);
        }
        context.reply().integer(result.length);
    }

    private static void bitfield(Context context) {
        Bitfield.run(context, false);
    }

    private static void bitfieldRo(Context context) {
        Bitfield.run(context, true);
    }
}
