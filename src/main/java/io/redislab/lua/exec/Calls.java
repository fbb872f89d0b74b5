package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaNamed;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import org.jspecify.annotations.Nullable;

/** Calls of functions and methods, as expressions, as statements, and in tail position. */
final class Calls {
    private Calls() {}

    /** What calls of functions and of methods have in common. */
    abstract static class Any extends Node {
        final Node[] args;
        final boolean multi;
        final int site;
        final int line;

        Any(Node[] args, int site, int line) {
            this.args = args;
            this.multi = args.length > 0 && args[args.length - 1].isMulti();
            this.site = site;
            this.line = line;
        }

        /** Evaluates the callee and the arguments, and replaces the frame's function. */
        abstract @Nullable Object tail(LuaFrame f);

        @Override
        abstract @Nullable Object raw(LuaFrame f);

        @Override
        final @Nullable Object value(LuaFrame f) {
            Object r = raw(f);
            if (r == Lua.NUM) {
                return Lua.box(f.thread.num);
            }
            return r instanceof Object[] many ? Lua.first(many) : r;
        }

        @Override
        final double number(LuaFrame f) {
            Object r = raw(f);
            if (r == Lua.NUM) {
                return f.thread.num;
            }
            Object v = r instanceof Object[] many ? Lua.first(many) : r;
            if (v instanceof Double d) {
                return d;
            }
            f.obj = v;
            return Lua.TAG;
        }

        @Override
        final void into(LuaFrame f, LuaFrame target, int slot) {
            Object r = raw(f);
            if (r == Lua.NUM) {
                target.setD(slot, f.thread.num);
            } else {
                target.set(slot, r instanceof Object[] many ? Lua.first(many) : r);
            }
        }

        @Override
        final @Nullable Object values(LuaFrame f) {
            Object r = raw(f);
            return r == Lua.NUM ? Lua.box(f.thread.num) : r;
        }

        @Override
        final boolean isMulti() {
            return true;
        }

        @Override
        final boolean prefersNumber() {
            return true;
        }

        /** Arguments from the given slot on, for a function that takes a fixed number of them. */
        final void fill(LuaFrame f, LuaFrame g, int parameters, int from) {
            Node[] a = args;
            int n = Math.min(a.length, parameters - from);
            int i = 0;
            for (; i < n; i++) {
                a[i].into(f, g, from + i);
            }
            for (; i < a.length; i++) {
                a[i].value(f);
            }
            for (int slot = from + Math.max(n, 0); slot < parameters; slot++) {
                g.d[slot] = Lua.TAG;
            }
        }

        final @Nullable Object host(LuaFrame f, LuaFunction function, Object[] values) {
            f.pc = site;
            if (--f.thread.fuel < 0) {
                f.thread.refuel(f, line);
            }
            return function.call(f, values);
        }

        /** A value that is no function but may have a {@code __call}. */
        final @Nullable Object other(LuaFrame f, @Nullable Object callee, Object[] values, LuaNamed named) {
            LuaFunction function = Meta.callMetamethod(f, line, callee, named);
            Object[] shifted = new Object[values.length + 1];
            shifted[0] = callee;
            System.arraycopy(values, 0, shifted, 1, values.length);
            return host(f, function, shifted);
        }
    }

    static final class Call extends Any {
        private final Node function;

        Call(Node function, Node[] args, int site, int line) {
            super(args, site, line);
            this.function = function;
        }

        private LuaFrame prepare(LuaFrame f, LuaClosure c, LuaFrame parent) {
            Proto p = (Proto) c.code;
            LuaFrame g = new LuaFrame(c, p.slots, parent);
            if (multi || p.vararg) {
                p.accept(g, list(f, args, multi));
            } else {
                fill(f, g, p.parameters, 0);
            }
            return g;
        }

        @Override
        @Nullable
        Object raw(LuaFrame f) {
            Object callee = function.value(f);
            if (callee instanceof LuaClosure c) {
                LuaFrame g = prepare(f, c, f);
                f.pc = site;
                return ((Proto) c.code).run(g);
            }
            Object[] values = list(f, args, multi);
            return callee instanceof LuaFunction h ? host(f, h, values) : other(f, callee, values, function);
        }

        @Override
        @Nullable
        Object tail(LuaFrame f) {
            Object callee = function.value(f);
            if (callee instanceof LuaClosure c) {
                LuaFrame g = prepare(f, c, f.parent);
                g.tailCalls = f.tailCalls + 1;
                return g;
            }
            Object[] values = list(f, args, multi);
            return callee instanceof LuaFunction h ? host(f, h, values) : other(f, callee, values, function);
        }
    }

    static final class Method extends Any implements LuaNamed {
        private final Node object;
        private final LuaString name;
        private final int nameLine;

        Method(Node object, LuaString name, int nameLine, Node[] args, int site, int line) {
            super(args, site, line);
            this.object = object;
            this.name = name;
            this.nameLine = nameLine;
        }

        private LuaFrame prepare(LuaFrame f, LuaClosure c, @Nullable Object self, LuaFrame parent) {
            Proto p = (Proto) c.code;
            LuaFrame g = new LuaFrame(c, p.slots, parent);
            if (multi || p.vararg || p.parameters == 0) {
                p.accept(g, withSelf(f, self));
            } else {
                g.set(0, self);
                fill(f, g, p.parameters, 1);
            }
            return g;
        }

        private Object[] withSelf(LuaFrame f, @Nullable Object self) {
            Object[] rest = list(f, args, multi);
            Object[] all = new Object[rest.length + 1];
            all[0] = self;
            System.arraycopy(rest, 0, all, 1, rest.length);
            return all;
        }

        private @Nullable Object lookup(LuaFrame f, @Nullable Object self) {
            if (self instanceof LuaTable t) {
                Object v = t.getStr(name);
                if (v != null) {
                    return v;
                }
            } else if (self instanceof LuaString) {
                LuaTable meta = f.state().stringMetatable();
                if (meta != null && meta.getStr(INDEX) instanceof LuaTable methods) {
                    Object v = methods.getStr(name);
                    if (v != null) {
                        return v;
                    }
                }
            }
            return Meta.index(f, nameLine, self, name, object);
        }

        private static final LuaString INDEX = LuaString.of("__index");

        @Override
        @Nullable
        Object raw(LuaFrame f) {
            Object self = object.value(f);
            Object callee = lookup(f, self);
            if (callee instanceof LuaClosure c) {
                LuaFrame g = prepare(f, c, self, f);
                f.pc = site;
                return ((Proto) c.code).run(g);
            }
            Object[] values = withSelf(f, self);
            return callee instanceof LuaFunction h ? host(f, h, values) : other(f, callee, values, callName());
        }

        @Override
        @Nullable
        Object tail(LuaFrame f) {
            Object self = object.value(f);
            Object callee = lookup(f, self);
            if (callee instanceof LuaClosure c) {
                LuaFrame g = prepare(f, c, self, f.parent);
                g.tailCalls = f.tailCalls + 1;
                return g;
            }
            Object[] values = withSelf(f, self);
            return callee instanceof LuaFunction h ? host(f, h, values) : other(f, callee, values, callName());
        }

        private LuaNamed callName() {
            return new LuaNamed() {
                @Override
                public String kind() {
                    return "method";
                }

                @Override
                public LuaString name() {
                    return name;
                }
            };
        }
    }

    static final class Statement extends Command {
        private final Any call;

        Statement(Any call) {
            this.call = call;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            call.raw(f);
            return null;
        }
    }

    /** {@code return f(x)}: the callee takes the place of the caller. */
    static final class ReturnCall extends Command {
        private final Any call;

        ReturnCall(Any call) {
            this.call = call;
        }

        @Override
        Object run(LuaFrame f) {
            Object r = call.tail(f);
            return r == null ? NIL : r;
        }
    }
}
