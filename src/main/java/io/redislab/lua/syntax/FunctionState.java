package io.redislab.lua.syntax;

import io.redislab.lua.LuaString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parser knows about the function that it is in. */
final class FunctionState {
    static final int MAX_LOCALS = 200;
    static final int MAX_UPVALUES = 60;

    final @Nullable FunctionState parent;
    final int line;
    final List<Variable> active = new ArrayList<>();
    final List<Variable> parameters = new ArrayList<>();
    final List<Upvalue> upvalues = new ArrayList<>();
    boolean vararg;

    @Nullable
    Variable argTable;

    int loops;
    int slots;
    /** Values that C would hold in registers above the locals. */
    int temporaries;
    /** Which of 0 and -0 stands for both among the function's constants: the one that came first. */
    @Nullable
    Double zero;

    FunctionState(@Nullable FunctionState parent, int line) {
        this.parent = parent;
        this.line = line;
    }

    /** Makes a variable whose scope begins later, behind others that wait too. */
    Variable create(LuaString name, int waiting) {
        int slot = active.size() + waiting;
        slots = Math.max(slots, slot + 1);
        return new Variable(name, slot);
    }

    @Nullable
    Variable find(LuaString name) {
        for (int i = active.size() - 1; i >= 0; i--) {
            if (active.get(i).name().same(name)) {
                return active.get(i);
            }
        }
        return null;
    }

    void leaveScope(int size) {
        active.subList(size, active.size()).clear();
    }

    /** The number with a zero made the function's own. */
    double constant(double x) {
        if (x != 0) {
            return x;
        }
        if (zero == null) {
            zero = x;
        }
        return zero;
    }
}
