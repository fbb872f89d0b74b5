package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/**
 * One call that is under way. A function of Lua keeps its locals here; a function of the host has a frame only while
 * it calls back, so that errors find the right level.
 *
 * <p>A slot is two cells: an object, and a double beside it. When the value is a number, {@code d} holds it and
 * {@code o} holds either {@link Lua#NUM} or the same number boxed; otherwise {@code d} is {@link Lua#TAG}. So
 * arithmetic reads and writes {@code d} only and allocates nothing.
 *
 * <p>The fields are open for the nodes in {@code exec}; hosts use the methods.
 */
public final class LuaFrame {
    private static final LuaCode.Local[] NO_LOCALS = {};
    private static final Object[] NO_SLOTS = new Object[0];
    private static final double[] NO_NUMBERS = new double[0];

    public final Object[] o;
    public final double[] d;
    public final LuaThread thread;
    public final @Nullable LuaFrame parent;
    /** Null in a host function's frame. */
    public final LuaClosure function;
    /** The arguments behind the named ones, for {@code ...}. */
    public Object[] varargs = Lua.NONE;
    /** The value when an evaluation to a double answered {@link Lua#TAG}. */
    public @Nullable Object obj;
    /** Where the call that is under way was made: a call site, or a line negated. */
    public int pc;
    /** How many calls in tail position have replaced the one that was here. */
    public int tailCalls;
    /** The line that a debugger was told of last. */
    public int hookLine;
    /** The locals in scope at that line; empty in code that was not compiled for debugging. */
    public LuaCode.Local[] hookLocals = NO_LOCALS;

    public LuaFrame(LuaClosure function, int slots, LuaFrame parent) {
        this.o = new Object[slots];
        this.d = new double[slots];
        this.thread = parent.thread;
        this.parent = parent;
        this.function = function;
    }

    @SuppressWarnings("NullAway")
    private LuaFrame(LuaThread thread, @Nullable LuaFrame parent) {
        this.o = NO_SLOTS;
        this.d = NO_NUMBERS;
        this.thread = thread;
        this.parent = parent;
        this.function = null;
    }

    /** The frame below all others of a thread. */
    static LuaFrame base(LuaThread thread) {
        return new LuaFrame(thread, null);
    }

    public boolean isHost() {
        return function == null;
    }

    // ---- slots

    public @Nullable Object get(int slot) {
        Object v = o[slot];
        return v == Lua.NUM ? Lua.box(d[slot]) : v;
    }

    public void set(int slot, @Nullable Object value) {
        o[slot] = value;
        d[slot] = value instanceof Double x ? x : Lua.TAG;
    }

    public void setD(int slot, double value) {
        d[slot] = value;
        if (o[slot] != Lua.NUM) {
            o[slot] = Lua.NUM;
        }
    }

    public Cell cell(int slot) {
        return (Cell) o[slot];
    }

    /** The value of a local in scope, as a debugger reads it. */
    public @Nullable Object local(LuaCode.Local local) {
        return local.captured() ? cell(local.slot()).get() : get(local.slot());
    }

    /** Gives a local in scope another value. */
    public void setLocal(LuaCode.Local local, @Nullable Object value) {
        if (local.captured()) {
            cell(local.slot()).set(value);
        } else {
            set(local.slot(), value);
        }
    }

    // ---- for functions of the host

    public LuaState state() {
        return thread.state;
    }

    /** Calls a function from a function of the host, whose caller this frame is. */
    public @Nullable Object call(@Nullable Object function, Object... args) {
        LuaThread t = thread;
        LuaFrame host = new LuaFrame(t, this);
        t.enterHost(host);
        Object result = Meta.callable(host, function).call(host, Meta.arguments(function, args));
        t.leaveHost();
        return result;
    }

    /** A frame for a function of the host that calls back many times with {@link #invoke}. */
    public LuaFrame hostFrame() {
        return new LuaFrame(thread, this);
    }

    /** In a {@link #hostFrame}: calls a function and gives its first result. */
    public @Nullable Object invoke(LuaFunction function, Object... args) {
        LuaThread t = thread;
        t.enterHost(this);
        Object result = function.call(this, args);
        t.leaveHost();
        return Lua.first(result);
    }

    /** An error whose text begins with the position of the caller. */
    public LuaError error(String message) {
        return LuaError.of(this, LuaString.of(where(1) + message));
    }

    /** {@link #error(String)} for a text that may hold any bytes. */
    public LuaError error(LuaString message) {
        return error(message.toString());
    }

    /**
     * A complaint about an argument of the host's function that is running.
     *
     * @param number counted from 1
     */
    public LuaError argumentError(int number, String message) {
        int n = number;
        String name = "?";
        LuaCode.Site site = isHost() || pc < 0 ? null : function.code.site(pc);
        if (site != null && site.name() != null) {
            name = site.name().untilNul().toString();
            if ("method".equals(site.kind())) {
                n--;
                if (n == 0) {
                    return error("calling '" + name + "' on bad self (" + message + ")");
                }
            }
        }
        return error("bad argument #" + n + " to '" + name + "' (" + message + ")");
    }

    /** Complains that an argument has the wrong type or is missing. */
    public LuaError typeError(Object[] args, int number, String expected) {
        String actual = number > args.length ? "no value" : Lua.typeName(args[number - 1]);
        return argumentError(number, expected + " expected, got " + actual);
    }

    // ---- positions

    /** {@code chunk:line: } of the level (1 is this frame), or nothing where no Lua code runs. */
    public String where(int level) {
        LuaFrame f = this;
        for (int i = 1; f != null; i++) {
            if (i == level) {
                return f.isHost() ? "" : f.position(f.line());
            }
            int skipped = Math.min(f.tailCalls, level - i);
            i += skipped;
            if (i == level) {
                return "";
            }
            f = f.parent;
        }
        return "";
    }

    private String position(int line) {
        return ChunkName.describe(source(), ChunkName.RUNTIME) + ":" + line + ": ";
    }

    public LuaString source() {
        return function.code.source();
    }

    /** The line of the call that is under way. */
    public int line() {
        return pc < 0 ? -pc : function.code.site(pc).line();
    }

    /** An error in this frame's own code; a function of the host has no line to tell. */
    public LuaError errorAt(int line, String message) {
        if (isHost()) {
            return LuaError.of(this, LuaString.of(message));
        }
        pc = -line;
        return LuaError.of(this, LuaString.of(position(line) + message)).at(this, line);
    }
}
