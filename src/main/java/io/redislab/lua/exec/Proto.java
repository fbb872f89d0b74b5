package io.redislab.lua.exec;

import io.redislab.lua.Cell;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaCode;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaThread;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The code of one function as a tree of nodes. */
final class Proto extends LuaCode {
    private static final LuaString N = LuaString.of("n");

    final int slots;
    final int parameters;
    final boolean vararg;
    /** The slot of the table {@code arg}, or -1. */
    private final int argSlot;
    /** The parameters that inner functions capture. */
    private final int[] cells;
    /** Expressions nested so deeply that the body wants a large stack from the start. */
    private final boolean deep;

    private final Command body;
    private final Site[] sites;
    private final List<LuaString> upvalueNames;

    Proto(
            LuaString source,
            int line,
            int lastLine,
            int slots,
            int parameters,
            boolean vararg,
            int argSlot,
            int[] cells,
            boolean deep,
            Command body,
            Site[] sites,
            List<LuaString> upvalueNames) {
        super(source, line, lastLine);
        this.slots = slots;
        this.parameters = parameters;
        this.vararg = vararg;
        this.argSlot = argSlot;
        this.cells = cells;
        this.deep = deep;
        this.body = body;
        this.sites = sites;
        this.upvalueNames = upvalueNames;
    }

    @Override
    public Site site(int index) {
        return sites[index];
    }

    @Override
    public List<LuaString> upvalueNames() {
        return upvalueNames;
    }

    @Override
    public int slots() {
        return slots;
    }

    /** Whether arguments can be put into the callee's slots one by one. */
    boolean isPlain() {
        return !vararg;
    }

    @Override
    public void accept(LuaFrame frame, Object[] args) {
        int n = Math.min(args.length, parameters);
        for (int i = 0; i < n; i++) {
            frame.set(i, args[i]);
        }
        for (int i = n; i < parameters; i++) {
            frame.d[i] = Lua.TAG;
        }
        if (vararg) {
            if (args.length > parameters) {
                frame.varargs = parameters == 0 ? args : Arrays.copyOfRange(args, parameters, args.length);
            }
            if (argSlot >= 0) {
                frame.set(argSlot, argTable(frame));
            }
        }
    }

    private static LuaTable argTable(LuaFrame frame) {
        Object[] extra = frame.varargs;
        LuaTable table = frame.state().newTable(extra.length, 1);
        for (int i = 0; i < extra.length; i++) {
            table.setInt(i + 1, extra[i]);
        }
        table.setStr(N, (double) extra.length);
        return table;
    }

    @Override
    public @Nullable Object run(LuaFrame frame) {
        LuaThread thread = frame.thread;
        Object result;
        if (++thread.depth > thread.softLimit || deep) {
            result = thread.deep(frame);
        } else {
            result = runBody(frame);
        }
        thread.depth--;
        return result;
    }

    @Override
    public @Nullable Object runBody(LuaFrame frame) {
        LuaFrame f = frame;
        Proto p = this;
        while (true) {
            if (--f.thread.fuel < 0) {
                f.thread.refuel(f, Math.max(1, p.line()));
            }
            Object result = p.once(f);
            if (result instanceof LuaFrame next) {
                f = next;
                p = (Proto) f.function.code;
                if (p.deep && !deep) {
                    return f.thread.onBigStack(f);
                }
            } else {
                return result;
            }
        }
    }

    private @Nullable Object once(LuaFrame f) {
        for (int slot : cells) {
            Cell cell = new Cell();
            cell.o = f.o[slot];
            cell.d = f.d[slot];
            f.o[slot] = cell;
        }
        Object result = body.run(f);
        if (result == null) {
            return Lua.NONE;
        }
        return result == Command.NIL ? null : result;
    }
}
