package io.redislab.lua.lib;

import io.redislab.lua.CFormat;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaString;

/** {@code string.format} */
final class Formatting {
    private static final String FLAGS = "-+ #0";
    private static final double PLAIN_LIMIT = 1e15;

    private final LuaFrame caller;
    private final Object[] args;
    private final byte[] format;
    private final LuaBuffer out;
    private int at;

    private Formatting(LuaFrame caller, Object[] args) {
        this.caller = caller;
        this.args = args;
        this.format = Args.string(caller, args, 1).bytes();
        this.out = new LuaBuffer(caller, format.length + 16);
    }

    static Object format(LuaFrame caller, Object[] args) {
        return new Formatting(caller, args).run();
    }

    private int peek() {
        return at < format.length ? format[at] : 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private LuaString run() {
        int arg = 1;
        while (at < format.length) {
            int c = format[at++];
            if (c != '%') {
                out.add(c);
            } else if (peek() == '%') {
                out.add('%');
                at++;
            } else {
                arg++;
                if (arg > args.length) {
                    throw caller.argumentError(arg, "no value");
                }
                item(arg);
            }
        }
        caller.thread.charge(out.length() >> 4);
        return out.toLuaString();
    }

    private void item(int arg) {
        int c = peek();
        if (c == 'd') {
            double x = Args.number(caller, args, arg);
            if (Math.abs(x) < PLAIN_LIMIT) {
                at++;
                byte[] digits = LuaNumbers.digits((long) x);
                out.add(digits, 0, digits.length);
                return;
            }
        } else if (c == 's') {
            at++;
            plainString(Args.string(caller, args, arg));
            return;
        }
        CFormat.Spec spec = spec();
        int conversion = peek();
        at++;
        switch (conversion) {
            case 'c' -> character(spec, (int) Args.number(caller, args, arg));
            case 'd', 'i' -> out.add(CFormat.integer(Args.longValue(caller, args, arg), 'd', spec));
            case 'o', 'u', 'x', 'X' ->
                out.add(CFormat.integer(Args.unsigned(Args.number(caller, args, arg)), (char) conversion, spec));
            case 'e', 'E', 'f', 'g', 'G' ->
                out.add(CFormat.floating(Args.number(caller, args, arg), (char) conversion, spec));
            case 'q' -> quote(Args.string(caller, args, arg));
            case 's' -> string(spec, Args.string(caller, args, arg));
            default ->
                throw caller.error("invalid option '%"
                        + (conversion == 0 ? "" : String.valueOf((char) (conversion & 0xff))) + "' to 'format'");
        }
    }

    private CFormat.Spec spec() {
        boolean left = false;
        boolean plus = false;
        boolean space = false;
        boolean alternate = false;
        boolean zero = false;
        int first = at;
        while (at < format.length && format[at] != 0 && FLAGS.indexOf(format[at]) >= 0) {
            switch (format[at++]) {
                case '-' -> left = true;
                case '+' -> plus = true;
                case ' ' -> space = true;
                case '#' -> alternate = true;
                default -> zero = true;
            }
        }
        if (at - first > FLAGS.length()) {
            throw caller.error("invalid format (repeated flags)");
        }
        int width = number();
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = number();
        }
        if (isDigit(peek())) {
            throw caller.error("invalid format (width or precision too long)");
        }
        return new CFormat.Spec(left, plus, space, alternate, zero && !left, width, precision);
    }

    /** Two digits at most. */
    private int number() {
        int n = 0;
        for (int i = 0; i < 2 && isDigit(peek()); i++) {
            n = n * 10 + (format[at++] - '0');
        }
        return n;
    }

    private void pad(int count) {
        for (int i = 0; i < count; i++) {
            out.add(' ');
        }
    }

    /** C writes the item with its NUL, which then ends it. */
    private void character(CFormat.Spec spec, int c) {
        int missing = spec.width() - 1;
        if (!spec.left()) {
            pad(missing);
        }
        if ((c & 0xff) != 0) {
            out.add(c);
            if (spec.left()) {
                pad(missing);
            }
        }
    }

    private void plainString(LuaString s) {
        out.add(s.length() >= 100 ? s : s.untilNul());
    }

    private void string(CFormat.Spec spec, LuaString value) {
        if (spec.precision() < 0 && value.length() >= 100) {
            out.add(value);
            return;
        }
        LuaString s = value.untilNul();
        int n = spec.precision() < 0 ? s.length() : Math.min(s.length(), spec.precision());
        int missing = spec.width() - n;
        if (!spec.left()) {
            pad(missing);
        }
        out.add(s.bytes(), 0, n);
        if (spec.left()) {
            pad(missing);
        }
    }

    private void quote(LuaString s) {
        out.add('"');
        for (byte c : s.bytes()) {
            switch (c) {
                case '"', '\\', '\n' -> {
                    out.add('\\');
                    out.add(c);
                }
                case '\r' -> out.add("\\r");
                case 0 -> out.add("\\000");
                default -> out.add(c);
            }
        }
        out.add('"');
    }
}
