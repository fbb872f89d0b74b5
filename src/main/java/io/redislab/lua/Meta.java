package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/**
 * The operations on values that look at metatables, and the words for what can't be done. The nodes come here when
 * their own short way does not fit; {@code line} is where the operation stands.
 */
public final class Meta {
    public static final int INDEX = 0;
    public static final int NEWINDEX = 1;
    public static final int CALL = 2;
    public static final int EQ = 3;
    public static final int LT = 4;
    public static final int LE = 5;
    public static final int CONCAT = 6;
    public static final int LEN = 7;
    public static final int ADD = 8;
    public static final int SUB = 9;
    public static final int MUL = 10;
    public static final int DIV = 11;
    public static final int MOD = 12;
    public static final int POW = 13;
    public static final int UNM = 14;
    public static final int TOSTRING = 15;
    public static final int METATABLE = 16;

    static final LuaString[] NAMES = new LuaString[17];

    private static final int MAX_LOOP = 100;

    static {
        String[] names = {
            "index",
            "newindex",
            "call",
            "eq",
            "lt",
            "le",
            "concat",
            "len",
            "add",
            "sub",
            "mul",
            "div",
            "mod",
            "pow",
            "unm",
            "tostring",
            "metatable"
        };
        for (int i = 0; i < names.length; i++) {
            NAMES[i] = LuaString.of("__" + names[i]);
        }
    }

    private Meta() {}

    public static @Nullable LuaTable metatable(LuaState state, @Nullable Object v) {
        if (v instanceof LuaTable t) {
            return t.metatable();
        }
        return v instanceof LuaString ? state.stringMetatable() : null;
    }

    /** The value's metamethod for an event. */
    public static @Nullable Object event(LuaState state, @Nullable Object v, int event) {
        LuaTable meta = metatable(state, v);
        return meta == null ? null : meta.metamethod(event);
    }

    /** Complains that the value can't be used so. */
    public static LuaError typeError(
            LuaFrame f, int line, String operation, @Nullable Object v, @Nullable LuaNamed named) {
        String kind = named == null ? null : named.kind();
        String type = Lua.typeName(v);
        if (kind == null) {
            return f.errorAt(line, "attempt to " + operation + " a " + type + " value");
        }
        return f.errorAt(
                line,
                "attempt to " + operation + " " + kind + " '" + named.name().untilNul() + "' (a " + type + " value)");
    }

    // ---- calls

    /** What is really called for a value: itself, or its {@code __call}. */
    static LuaFunction callable(LuaFrame host, @Nullable Object v) {
        if (v instanceof LuaFunction function) {
            return function;
        }
        if (event(host.state(), v, CALL) instanceof LuaFunction function) {
            return function;
        }
        throw LuaError.of(host, LuaString.of(host.where(1) + "attempt to call a " + Lua.typeName(v) + " value"));
    }

    /** The arguments for what {@link #callable} gave: the value itself comes first when it is no function. */
    static Object[] arguments(@Nullable Object v, Object[] args) {
        if (v instanceof LuaFunction) {
            return args;
        }
        Object[] shifted = new Object[args.length + 1];
        shifted[0] = v;
        System.arraycopy(args, 0, shifted, 1, args.length);
        return shifted;
    }

    /** The {@code __call} of a value that is no function. */
    public static LuaFunction callMetamethod(LuaFrame f, int line, @Nullable Object v, @Nullable LuaNamed named) {
        if (event(f.state(), v, CALL) instanceof LuaFunction function) {
            return function;
        }
        throw typeError(f, line, "call", v, named);
    }

    /** Calls a metamethod and gives its first result. */
    private static @Nullable Object invoke(LuaFrame f, int line, Object metamethod, Object... args) {
        f.pc = -line;
        f.thread.enterNative(f);
        LuaFunction function;
        Object[] actual = args;
        if (metamethod instanceof LuaFunction direct) {
            function = direct;
        } else {
            function = callMetamethod(f, line, metamethod, null);
            actual = arguments(metamethod, args);
        }
        Object result = Lua.first(function.call(f, actual));
        f.thread.leaveNative();
        return result;
    }

    // ---- indexing

    /** {@code object[key]} */
    public static @Nullable Object index(
            LuaFrame f, int line, @Nullable Object object, @Nullable Object key, @Nullable LuaNamed named) {
        Object o = object;
        for (int i = 0; i < MAX_LOOP; i++) {
            Object method;
            if (o instanceof LuaTable t) {
                Object v = t.get(key);
                LuaTable meta = t.metatable();
                if (v != null || meta == null) {
                    return v;
                }
                method = meta.metamethod(INDEX);
                if (method == null) {
                    return null;
                }
            } else {
                method = event(f.state(), o, INDEX);
                if (method == null) {
                    throw typeError(f, line, "index", o, i == 0 ? named : null);
                }
            }
            if (method instanceof LuaFunction) {
                return invoke(f, line, method, o, key);
            }
            o = method;
        }
        throw f.errorAt(line, "loop in gettable");
    }

    /** {@code object[key] = value} */
    public static void setIndex(
            LuaFrame f,
            int line,
            @Nullable Object object,
            @Nullable Object key,
            @Nullable Object value,
            @Nullable LuaNamed named) {
        Object o = object;
        for (int i = 0; i < MAX_LOOP; i++) {
            Object method;
            if (o instanceof LuaTable t) {
                if (t.readOnly()) {
                    throw f.errorAt(line, "Attempt to modify a readonly table");
                }
                checkKey(f, line, key);
                LuaTable meta = t.metatable();
                if (meta == null || t.get(key) != null) {
                    t.set(key, value);
                    return;
                }
                method = meta.metamethod(NEWINDEX);
                if (method == null) {
                    t.set(key, value);
                    return;
                }
                // Lua makes the key's node before it looks for the metamethod, which shows in the order of pairs.
                if (!t.hasNode(key)) {
                    t.insert(key, null);
                }
            } else {
                method = event(f.state(), o, NEWINDEX);
                if (method == null) {
                    throw typeError(f, line, "index", o, i == 0 ? named : null);
                }
            }
            if (method instanceof LuaFunction) {
                invoke(f, line, method, o, key, value);
                return;
            }
            o = method;
        }
        throw f.errorAt(line, "loop in settable");
    }

    private static void checkKey(LuaFrame f, int line, @Nullable Object key) {
        if (key == null) {
            throw f.errorAt(line, "table index is nil");
        }
        if (key instanceof Double d && Double.isNaN(d)) {
            throw f.errorAt(line, "table index is NaN");
        }
    }

    // ---- arithmetic

    public static double compute(int event, double a, double b) {
        return switch (event) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> mod(a, b);
            case POW -> pow(a, b);
            default -> -a;
        };
    }

    public static double mod(double a, double b) {
        return a - Math.floor(a / b) * b;
    }

    /** C's pow, which differs from Java's for a base of 1 or -1 and in the sign of the NaN. */
    public static double pow(double a, double b) {
        if (b == 2) {
            return a * a;
        }
        if (a == 1) {
            return 1;
        }
        if (a == -1 && Double.isInfinite(b)) {
            return 1;
        }
        double x = Math.pow(a, b);
        if (Double.isNaN(x)) {
            return Double.isNaN(a) ? a : Double.isNaN(b) ? b : NEGATIVE_NAN;
        }
        return x;
    }

    /** The NaN that x86 makes of an invalid operation. */
    public static final double NEGATIVE_NAN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);

    /** Arithmetic on values of which one at least is no number. */
    public static @Nullable Object arithmetic(
            LuaFrame f,
            int line,
            int event,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable LuaNamed namedA,
            @Nullable LuaNamed namedB) {
        double x = Lua.toNumber(a);
        double y = Lua.toNumber(b);
        if (!Lua.isTag(x) && !Lua.isTag(y)) {
            return Lua.box(compute(event, x, y));
        }
        Object method = event(f.state(), a, event);
        if (method == null) {
            method = event(f.state(), b, event);
        }
        if (method != null) {
            return invoke(f, line, method, a, b);
        }
        boolean first = Lua.isTag(x);
        throw typeError(f, line, "perform arithmetic on", first ? a : b, first ? namedA : namedB);
    }

    /** {@code #v} of what is neither a string nor a table. */
    public static @Nullable Object length(LuaFrame f, int line, @Nullable Object v, @Nullable LuaNamed named) {
        Object method = event(f.state(), v, LEN);
        if (method == null) {
            throw typeError(f, line, "get length of", v, named);
        }
        return invoke(f, line, method, v);
    }

    // ---- comparison

    public static boolean equal(LuaFrame f, int line, @Nullable Object a, @Nullable Object b) {
        if (a == b || !(a instanceof LuaTable x) || !(b instanceof LuaTable y)) {
            return Lua.rawEquals(a, b);
        }
        LuaTable metaA = x.metatable();
        LuaTable metaB = y.metatable();
        Object method = metaA == null ? null : metaA.metamethod(EQ);
        if (method == null || metaB == null) {
            return false;
        }
        if (metaA != metaB && !Lua.rawEquals(method, metaB.metamethod(EQ))) {
            return false;
        }
        return Lua.truthy(invoke(f, line, method, a, b));
    }

    /** {@code a < b} of what are not two numbers. */
    public static boolean less(LuaFrame f, int line, @Nullable Object a, @Nullable Object b) {
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) < 0;
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        Object result = order(f, line, a, b, LT);
        if (result != null) {
            return result == Lua.TRUE;
        }
        throw orderError(f, line, a, b);
    }

    /** {@code a <= b} of what are not two numbers. */
    public static boolean lessOrEqual(LuaFrame f, int line, @Nullable Object a, @Nullable Object b) {
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) <= 0;
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x <= y;
        }
        Object result = order(f, line, a, b, LE);
        if (result != null) {
            return result == Lua.TRUE;
        }
        result = order(f, line, b, a, LT);
        if (result != null) {
            return result == Lua.FALSE;
        }
        throw orderError(f, line, a, b);
    }

    /** The metamethod's answer, or null when the two do not share one. */
    private static @Nullable Object order(LuaFrame f, int line, @Nullable Object a, @Nullable Object b, int event) {
        if (!Lua.typeName(a).equals(Lua.typeName(b))) {
            return null;
        }
        Object method = event(f.state(), a, event);
        if (method == null || !Lua.rawEquals(method, event(f.state(), b, event))) {
            return null;
        }
        return Lua.bool(Lua.truthy(invoke(f, line, method, a, b)));
    }

    private static LuaError orderError(LuaFrame f, int line, @Nullable Object a, @Nullable Object b) {
        String x = Lua.typeName(a);
        String y = Lua.typeName(b);
        // Lua compares only the third letter of the two names.
        if (x.charAt(2) == y.charAt(2)) {
            return f.errorAt(line, "attempt to compare two " + x + " values");
        }
        return f.errorAt(line, "attempt to compare " + x + " with " + y);
    }

    // ---- concatenation

    /**
     * Joins values from the right, as many strings and numbers at once as there are.
     *
     * @param named the expressions, for messages
     */
    public static @Nullable Object concat(LuaFrame f, int line, Object[] values, LuaNamed[] named) {
        int top = values.length - 1;
        while (top > 0) {
            Object a = values[top - 1];
            Object b = values[top];
            LuaString last = Lua.toStringOrNull(b);
            if (last == null || !isText(a)) {
                Object method = event(f.state(), a, CONCAT);
                if (method == null) {
                    method = event(f.state(), b, CONCAT);
                }
                if (method == null) {
                    boolean second = isText(a);
                    // A result of the step before has no name any more, but then it is a string.
                    throw typeError(
                            f,
                            line,
                            "concatenate",
                            second ? b : a,
                            second ? (top == values.length - 1 ? named[top] : null) : named[top - 1]);
                }
                values[--top] = invoke(f, line, method, a, b);
                continue;
            }
            int from = top - 1;
            long length = last.length();
            values[top] = last;
            while (from >= 0 && isText(values[from])) {
                LuaString s = Lua.toStringOrNull(values[from]);
                values[from] = s;
                length += s.length();
                from--;
            }
            from++;
            f.thread.state.memory().chargeString(length);
            f.thread.charge((int) Math.min(length >> 4, 1 << 24));
            byte[] joined = new byte[(int) length];
            int at = 0;
            for (int i = from; i <= top; i++) {
                byte[] part = ((LuaString) values[i]).bytes();
                System.arraycopy(part, 0, joined, at, part.length);
                at += part.length;
            }
            values[from] = LuaString.wrap(joined);
            top = from;
        }
        return values[0];
    }

    private static boolean isText(@Nullable Object v) {
        return v instanceof LuaString || v instanceof Double;
    }

    // ---- text

    /** What {@code tostring} makes of a value. */
    public static @Nullable Object toText(LuaFrame f, @Nullable Object v) {
        if (v instanceof LuaString) {
            return v;
        }
        Object method = event(f.state(), v, TOSTRING);
        if (method != null) {
            return Lua.first(f.call(method, v));
        }
        if (v instanceof Double d) {
            return LuaNumbers.format(d);
        } else if (v == null) {
            return LuaString.of("nil");
        } else if (v instanceof Boolean || v instanceof LuaUserdata) {
            return LuaString.of(v.toString());
        }
        return LuaString.of(String.format(
                "%s: 0x%012x", Lua.typeName(v), 0x7f00_0000_0000L | (long) System.identityHashCode(v) << 4));
    }
}
