package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** The functions behind {@code pairs} and {@code ipairs}, which loops recognize and shorten. */
public final class LuaIterators {
    private LuaIterators() {}

    /** {@code next} */
    public static final class Next extends LuaFunction {
        @Override
        public @Nullable Object call(LuaFrame caller, Object[] args) {
            if (args.length < 1 || !(args[0] instanceof LuaTable table)) {
                throw caller.typeError(args, 1, "table");
            }
            int position = position(caller, table, args.length > 1 ? args[1] : null);
            if (position < 0) {
                return null;
            }
            return new Object[] {table.keyAt(position), table.valueAt(position)};
        }

        /** The position behind the key, or -1 at the end. */
        public static int position(LuaFrame caller, LuaTable table, @Nullable Object key) {
            int position = table.positionOf(key);
            if (position == -2) {
                // C raises this from within the function itself, where there is no line to tell.
                throw LuaError.of(caller, LuaString.of("invalid key to 'next'"));
            }
            return table.nextPosition(position);
        }
    }

    /** The generator that {@code ipairs} gives. */
    public static final class IpairsStep extends LuaFunction {
        @Override
        public @Nullable Object call(LuaFrame caller, Object[] args) {
            if (args.length < 2 || !(args[1] instanceof Double d)) {
                throw caller.typeError(args, 2, "number");
            }
            if (!(args[0] instanceof LuaTable table)) {
                throw caller.typeError(args, 1, "table");
            }
            int i = (int) d.doubleValue() + 1;
            Object v = table.getInt(i);
            return v == null ? Lua.NONE : new Object[] {Lua.box(i), v};
        }
    }
}
