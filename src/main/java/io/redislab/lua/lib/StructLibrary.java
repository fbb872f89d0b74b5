package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code struct.*}: values in fixed binary layouts, as on a 64-bit little-endian machine. */
final class StructLibrary {
    private static final int MAX_INTEGER = 32;
    private static final int MAX_ALIGN = 8;

    private final LuaFrame caller;
    private final byte[] format;
    private int at;
    private boolean little = true;
    private int align = 1;

    private StructLibrary(LuaFrame caller, Object[] args) {
        this.caller = caller;
        this.format = Args.string(caller, args, 1).untilNul().bytes();
    }

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable(0, 3);
        r.add(lib, "pack", (c, a) -> new StructLibrary(c, a).pack(a));
        r.add(lib, "unpack", (c, a) -> new StructLibrary(c, a).unpack(a));
        r.add(lib, "size", (c, a) -> new StructLibrary(c, a).size());
        return lib;
    }

    private boolean isDigit() {
        return at < format.length && format[at] >= '0' && format[at] <= '9';
    }

    private int number(int otherwise) {
        if (!isDigit()) {
            return otherwise;
        }
        long n = 0;
        while (isDigit()) {
            n = n * 10 + (format[at] - '0');
            if (n > Integer.MAX_VALUE) {
                throw caller.error("integral size overflow");
            }
            at++;
        }
        return (int) n;
    }

    private int size(int option) {
        switch (option) {
            case 'B', 'b', 'x' -> {
                return 1;
            }
            case 'H', 'h' -> {
                return 2;
            }
            case 'L', 'l', 'T', 'd' -> {
                return 8;
            }
            case 'f' -> {
                return 4;
            }
            case 'c' -> {
                return number(1);
            }
            case 'i', 'I' -> {
                int n = number(4);
                if (n > MAX_INTEGER) {
                    throw caller.error("integral size " + n + " is larger than limit of " + MAX_INTEGER);
                }
                return n;
            }
            default -> {
                return 0;
            }
        }
    }

    /** How many bytes fill the gap before an item at the position. */
    private int gap(long position, int option, int size) {
        if (size == 0 || option == 'c') {
            return 0;
        }
        int unit = Math.min(size, align);
        return (unit - (int) (position & (unit - 1))) & (unit - 1);
    }

    private void control(int option) {
        switch (option) {
            case ' ' -> {}
            case '>' -> little = false;
            case '<' -> little = true;
            case '!' -> {
                int n = number(MAX_ALIGN);
                if (n <= 0 || (n & (n - 1)) != 0) {
                    throw caller.error("alignment " + n + " is not a power of 2");
                }
                align = n;
            }
            default -> throw caller.argumentError(1, "invalid format option '" + (char) (option & 0xff) + "'");
        }
    }

    private static boolean isInteger(int option) {
        return "bBhHlLTiI".indexOf(option) >= 0;
    }

    // ---- packing

    private LuaString pack(Object[] given) {
        // C marks the end of the arguments with a nil, which a missing one then meets.
        Object[] args = Arrays.copyOf(given, given.length + 1);
        LuaBuffer out = new LuaBuffer(caller, 32);
        int arg = 2;
        long total = 0;
        while (at < format.length) {
            int option = format[at++];
            int size = size(option);
            int fill = gap(total, option, size);
            total += fill;
            while (fill-- > 0) {
                out.add(0);
            }
            if (isInteger(option)) {
                integer(out, Args.number(caller, args, arg++), size);
            } else if (option == 'x') {
                out.add(0);
            } else if (option == 'f') {
                raw(out, Float.floatToRawIntBits((float) Args.number(caller, args, arg++)), 4);
            } else if (option == 'd') {
                raw(out, Double.doubleToRawLongBits(Args.number(caller, args, arg++)), 8);
            } else if (option == 'c' || option == 's') {
                LuaString s = Args.string(caller, args, arg++);
                if (size == 0) {
                    size = s.length();
                }
                if (s.length() < size) {
                    throw caller.argumentError(arg, "string too short");
                }
                out.add(s.bytes(), 0, size);
                if (option == 's') {
                    out.add(0);
                    size++;
                }
            } else {
                control(option);
            }
            total += size;
        }
        return out.toLuaString();
    }

    private void integer(LuaBuffer out, double x, int size) {
        raw(out, x < 0 ? Args.whole(x) : Args.unsigned(x), size);
    }

    private void raw(LuaBuffer out, long value, int size) {
        for (int i = 0; i < size; i++) {
            int shift = 8 * (little ? i : size - 1 - i);
            out.add(shift < 64 ? (int) (value >>> shift) : 0);
        }
    }

    // ---- unpacking

    private Object unpack(Object[] args) {
        LuaString data = Args.string(caller, args, 2);
        long position = Args.optLong(caller, args, 3, 1);
        if (position == 0) {
            throw caller.argumentError(3, "offset must be 1 or greater");
        }
        position--;
        List<Object> values = new ArrayList<>();
        while (at < format.length) {
            int option = format[at++];
            long size = size(option);
            position += gap(position, option, (int) size);
            check(data, position, size);
            if (values.size() + args.length + 2 > BaseLibrary.MAX_STACK) {
                throw caller.error("stack overflow (too many results)");
            }
            int from = (int) position;
            if (isInteger(option)) {
                values.add(Lua.box(integer(data, from, (int) size, option >= 'a')));
            } else if (option == 'f') {
                double x = Float.intBitsToFloat((int) bits(data, from, 4));
                values.add(Lua.canonical(x));
            } else if (option == 'd') {
                values.add(Lua.canonical(Double.longBitsToDouble(bits(data, from, 8))));
            } else if (option == 'c') {
                if (size == 0) {
                    double n = values.isEmpty() ? Lua.TAG : Lua.toNumber(values.get(values.size() - 1));
                    if (Lua.isTag(n)) {
                        throw caller.error("format 'c0' needs a previous size");
                    }
                    size = Args.unsigned(n);
                    values.remove(values.size() - 1);
                    check(data, position, size);
                }
                values.add(data.substring(from, from + (int) size));
            } else if (option == 's') {
                int end = from;
                while (end < data.length() && data.at(end) != 0) {
                    end++;
                }
                if (end == data.length()) {
                    throw caller.error("unfinished string in data");
                }
                values.add(data.substring(from, end));
                size = end - from + 1L;
            } else if (option != 'x') {
                control(option);
            }
            position += size;
        }
        values.add(Lua.box((double) (position + 1)));
        return values.size() == 1 ? values.get(0) : values.toArray();
    }

    private void check(LuaString data, long position, long size) {
        if (size < 0 || size > data.length() || position < 0 || position > data.length() - size) {
            throw caller.argumentError(2, "data string too short");
        }
    }

    private long bits(LuaString data, int from, int size) {
        long n = 0;
        for (int i = 0; i < size; i++) {
            n = n << 8 | data.at(little ? from + size - 1 - i : from + i);
        }
        return n;
    }

    private double integer(LuaString data, int from, int size, boolean signed) {
        long n = bits(data, from, size);
        if (!signed) {
            return n >= 0 ? (double) n : ((n >>> 1) | (n & 1)) * 2.0;
        }
        long mask = -1L << (size * 8 - 1);
        return (double) ((n & mask) != 0 ? n | mask : n);
    }

    private Object size() {
        long position = 0;
        while (at < format.length) {
            int option = format[at++];
            int size = size(option);
            position += gap(position, option, size);
            if (option == 's') {
                throw caller.argumentError(1, "option 's' has no fixed size");
            } else if (option == 'c' && size == 0) {
                throw caller.argumentError(1, "option 'c0' has no fixed size");
            }
            if (!Character.isLetterOrDigit(option)) {
                control(option);
            }
            position += size;
        }
        return Lua.box((double) position);
    }
}
