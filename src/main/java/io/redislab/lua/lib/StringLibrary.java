package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code string.*} except the formatting. */
final class StringLibrary {
    private static final byte[] NOTHING = {};
    private static final String SPECIALS = "^$*+?.([%-";

    private StringLibrary() {}

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable(0, 15);
        r.add(lib, "byte", StringLibrary::bytes);
        r.add(lib, "char", StringLibrary::characters);
        r.add(lib, "dump", StringLibrary::dump);
        r.add(lib, "find", (c, a) -> find(c, a, true));
        r.add(lib, "format", Formatting::format);
        r.add(lib, "gfind", StringLibrary::gmatch);
        r.add(lib, "gmatch", StringLibrary::gmatch);
        r.add(lib, "gsub", StringLibrary::gsub);
        r.add(lib, "len", (c, a) -> Lua.box(Args.string(c, a, 1).length()));
        r.add(lib, "lower", StringLibrary::lower);
        r.add(lib, "match", (c, a) -> find(c, a, false));
        r.add(lib, "rep", StringLibrary::repeat);
        r.add(lib, "reverse", StringLibrary::reverse);
        r.add(lib, "sub", StringLibrary::sub);
        r.add(lib, "upper", StringLibrary::upper);
        // In C the functions are in their table before this name replaces the obsolete one.
        lib.setStr(LuaString.of("gfind"), lib.getStr(LuaString.of("gmatch")));
        return lib;
    }

    private static long relative(long position, int length) {
        long p = position < 0 ? position + length + 1 : position;
        return Math.max(p, 0);
    }

    private static LuaString made(LuaFrame caller, byte[] bytes) {
        caller.state().memory().chargeString(bytes.length);
        caller.thread.charge(bytes.length >> 4);
        return LuaString.wrap(bytes);
    }

    private static @Nullable Object bytes(LuaFrame caller, Object[] args) {
        LuaString s = Args.string(caller, args, 1);
        long from = relative(Args.optLong(caller, args, 2, 1), s.length());
        long to = relative(Args.optLong(caller, args, 3, from), s.length());
        from = Math.max(from, 1);
        to = Math.min(to, s.length());
        if (from > to) {
            return Lua.NONE;
        }
        int n = (int) (to - from + 1);
        if (n == 1) {
            return Lua.box(s.at((int) from - 1));
        }
        if (n + args.length > BaseLibrary.MAX_STACK) {
            throw caller.error("stack overflow (string slice too long)");
        }
        Object[] values = new Object[n];
        for (int i = 0; i < n; i++) {
            values[i] = Lua.box(s.at((int) from - 1 + i));
        }
        return values;
    }

    private static Object characters(LuaFrame caller, Object[] args) {
        byte[] b = new byte[args.length];
        for (int i = 0; i < b.length; i++) {
            int c = Args.intValue(caller, args, i + 1);
            if ((c & 0xff) != c) {
                throw caller.argumentError(i + 1, "invalid value");
            }
            b[i] = (byte) c;
        }
        return LuaString.wrap(b);
    }

    /** The header of a compiled chunk only: nothing here or in Redis loads one. */
    private static Object dump(LuaFrame caller, Object[] args) {
        if (!(Args.function(caller, args, 1) instanceof LuaClosure)) {
            throw caller.error("unable to dump given function");
        }
        return LuaString.of("\033LuaQ\0\1\4\10\4\10\0");
    }

    private static Object sub(LuaFrame caller, Object[] args) {
        LuaString s = Args.string(caller, args, 1);
        long from = Math.max(relative(Args.longValue(caller, args, 2), s.length()), 1);
        long to = Math.min(relative(Args.optLong(caller, args, 3, -1), s.length()), s.length());
        if (from > to) {
            return LuaString.EMPTY;
        }
        caller.state().memory().charge(to - from + 32);
        return s.substring((int) from - 1, (int) to);
    }

    private static Object lower(LuaFrame caller, Object[] args) {
        byte[] b = Args.string(caller, args, 1).bytes().clone();
        for (int i = 0; i < b.length; i++) {
            if (b[i] >= 'A' && b[i] <= 'Z') {
                b[i] = (byte) (b[i] + 32);
            }
        }
        return made(caller, b);
    }

    private static Object upper(LuaFrame caller, Object[] args) {
        byte[] b = Args.string(caller, args, 1).bytes().clone();
        for (int i = 0; i < b.length; i++) {
            if (b[i] >= 'a' && b[i] <= 'z') {
                b[i] = (byte) (b[i] - 32);
            }
        }
        return made(caller, b);
    }

    private static Object reverse(LuaFrame caller, Object[] args) {
        byte[] b = Args.string(caller, args, 1).bytes();
        byte[] reversed = new byte[b.length];
        for (int i = 0; i < b.length; i++) {
            reversed[i] = b[b.length - 1 - i];
        }
        return made(caller, reversed);
    }

    private static Object repeat(LuaFrame caller, Object[] args) {
        LuaString s = Args.string(caller, args, 1);
        int n = Args.intValue(caller, args, 2);
        if (n <= 0 || s.length() == 0) {
            return LuaString.EMPTY;
        }
        long total = (long) s.length() * n;
        caller.state().memory().chargeString(total);
        caller.thread.charge((int) Math.min(total >> 6, 1 << 24));
        byte[] out = new byte[(int) total];
        if (s.length() == 1) {
            Arrays.fill(out, (byte) s.at(0));
        } else {
            System.arraycopy(s.bytes(), 0, out, 0, s.length());
            int done = s.length();
            while (done < out.length) {
                int more = Math.min(done, out.length - done);
                System.arraycopy(out, 0, out, done, more);
                done += more;
            }
        }
        return LuaString.wrap(out);
    }

    // ---- patterns

    private static boolean isPlain(LuaString pattern) {
        byte[] p = pattern.bytes();
        for (byte c : p) {
            if (c == 0) {
                break;
            }
            if (SPECIALS.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** What a pattern without magic characters looks for; nothing for other patterns. */
    private static byte[] literal(LuaString pattern) {
        byte[] text = pattern.untilNul().bytes();
        for (byte c : text) {
            if (c == ')') {
                return NOTHING;
            }
        }
        return isPlain(pattern) ? text : NOTHING;
    }

    private static int indexOf(byte[] s, byte[] sought, int from) {
        int last = s.length - sought.length;
        byte first = sought.length == 0 ? 0 : sought[0];
        for (int i = from; i <= last; i++) {
            if (sought.length > 0 && s[i] != first) {
                continue;
            }
            int j = 0;
            while (j < sought.length && s[i + j] == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object find(LuaFrame caller, Object[] args, boolean positions) {
        LuaString s = Args.string(caller, args, 1);
        LuaString pattern = Args.string(caller, args, 2);
        long init = relative(Args.optLong(caller, args, 3, 1), s.length()) - 1;
        int from = (int) Math.min(Math.max(init, 0), s.length());
        if (positions && (Lua.truthy(Args.get(args, 4)) || isPlain(pattern))) {
            int at = indexOf(s.bytes(), pattern.bytes(), from);
            caller.thread.charge(((at < 0 ? s.length() : at) - from) >> 3);
            return at < 0 ? null : new Object[] {Lua.box(at + 1), Lua.box(at + pattern.length())};
        }
        Matcher matcher = new Matcher(caller, s, pattern);
        boolean anchor = pattern.length() > 0 && pattern.at(0) == '^';
        int start = anchor ? 1 : 0;
        for (int at = from; at <= s.length(); at++) {
            int end = matcher.match(at, start);
            if (end >= 0) {
                if (!positions) {
                    return matcher.capturesAsResult(at, end);
                }
                Object[] values = matcher.captures(2, false, at, end);
                values[0] = Lua.box(at + 1);
                values[1] = Lua.box(end);
                return values;
            }
            if (anchor) {
                break;
            }
        }
        return null;
    }

    private static Object gmatch(LuaFrame caller, Object[] args) {
        LuaString s = Args.string(caller, args, 1);
        LuaString pattern = Args.string(caller, args, 2);
        int[] next = new int[1];
        return LuaFunction.of((c, a) -> {
            Matcher matcher = new Matcher(c, s, pattern);
            for (int at = next[0]; at <= s.length(); at++) {
                int end = matcher.match(at, 0);
                if (end >= 0) {
                    next[0] = end == at ? end + 1 : end;
                    return matcher.capturesAsResult(at, end);
                }
            }
            return Lua.NONE;
        });
    }

    private static Object gsub(LuaFrame caller, Object[] args) {
        LuaString s = Args.string(caller, args, 1);
        LuaString pattern = Args.string(caller, args, 2);
        Object replacement = Args.get(args, 3);
        long most = Args.optInt(caller, args, 4, s.length() + 1);
        if (!(replacement instanceof LuaString
                || replacement instanceof Double
                || replacement instanceof LuaTable
                || replacement instanceof LuaFunction)) {
            throw caller.argumentError(3, "string/function/table expected");
        }
        LuaString text = Lua.toStringOrNull(replacement);
        boolean anchor = pattern.length() > 0 && pattern.at(0) == '^';
        Matcher matcher = new Matcher(caller, s, pattern);
        LuaFrame host = text == null ? caller.hostFrame() : caller;
        byte[] bytes = s.bytes();
        LuaBuffer out = new LuaBuffer(caller, bytes.length + 16);
        byte[] literal = literal(pattern);
        int at = 0;
        int count = 0;
        while (count < most) {
            int end;
            if (literal.length > 0) {
                int found = indexOf(bytes, literal, at);
                caller.thread.charge((found < 0 ? bytes.length : found) - at + 1);
                if (found < 0) {
                    break;
                }
                out.add(bytes, at, found);
                at = found;
                end = found + literal.length;
            } else {
                end = matcher.match(at, anchor ? 1 : 0);
            }
            if (end >= 0) {
                count++;
                if (text != null) {
                    expand(caller, matcher, out, text, bytes, at, end);
                } else {
                    replace(caller, host, matcher, out, replacement, s, at, end);
                }
            }
            if (end > at) {
                at = end;
            } else if (at < bytes.length) {
                out.add(bytes[at++]);
            } else {
                break;
            }
            if (anchor) {
                break;
            }
        }
        out.add(bytes, Math.min(at, bytes.length), bytes.length);
        return new Object[] {out.toLuaString(), Lua.box(count)};
    }

    /** Adds a replacement text, in which a percent sign and a digit stand for a capture. */
    private static void expand(
            LuaFrame caller, Matcher matcher, LuaBuffer out, LuaString text, byte[] source, int at, int end) {
        byte[] t = text.bytes();
        int i = 0;
        while (i < t.length) {
            int c = t[i++];
            if (c != '%') {
                out.add(c);
                continue;
            }
            c = i < t.length ? t[i] : 0;
            i++;
            if (c < '0' || c > '9') {
                out.add(c);
            } else if (c == '0') {
                out.add(source, at, end);
            } else {
                out.add(Lua.toStringOrNull(matcher.capture(c - '1', at, end)));
            }
        }
        caller.thread.charge(1);
    }

    private static void replace(
            LuaFrame caller,
            LuaFrame host,
            Matcher matcher,
            LuaBuffer out,
            Object replacement,
            LuaString s,
            int at,
            int end) {
        Object v = replacement instanceof LuaFunction function
                ? host.invoke(function, matcher.captures(0, true, at, end))
                : Meta.index(host, 0, replacement, matcher.capture(0, at, end), null);
        if (!Lua.truthy(v)) {
            out.add(s.bytes(), at, end);
            return;
        }
        LuaString text = Lua.toStringOrNull(v);
        if (text == null) {
            throw caller.error("invalid replacement value (a " + Lua.typeName(v) + ")");
        }
        out.add(text);
    }
}
