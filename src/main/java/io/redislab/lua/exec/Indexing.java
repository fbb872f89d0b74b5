package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaNamed;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import org.jspecify.annotations.Nullable;

/** Reading and writing of table fields, lengths and concatenation. */
final class Indexing {
    private static final LuaString UNKNOWN = LuaString.of("?");

    private Indexing() {}

    /** {@code object.name} */
    static final class Field extends Node {
        private final Node object;
        private final LuaString key;
        private final int line;

        Field(Node object, LuaString key, int line) {
            this.object = object;
            this.key = key;
            this.line = line;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object o = object.value(f);
            if (o instanceof LuaTable t) {
                Object v = t.getStr(key);
                if (v != null || t.metatable() == null) {
                    return v;
                }
            }
            return Meta.index(f, line, o, key, object);
        }

        @Override
        public String kind() {
            return "field";
        }

        @Override
        public LuaString name() {
            return key;
        }
    }

    /** {@code object[key]} */
    static final class Element extends Node {
        private final Node object;
        private final Node key;
        private final int line;
        /** The object is a captured local and the key calls functions: C reads the local afterwards. */
        private final boolean late;

        Element(Node object, Node key, int line, boolean late) {
            this.object = object;
            this.key = key;
            this.line = line;
            this.late = late;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object o = object.value(f);
            double k = key.number(f);
            Object other = f.obj;
            if (late) {
                o = object.value(f);
            }
            if (!Lua.isTag(k)) {
                if (o instanceof LuaTable t) {
                    Object v = t.getNum(k);
                    if (v != null || t.metatable() == null) {
                        return v;
                    }
                }
                other = Lua.box(k);
            } else if (o instanceof LuaTable t) {
                Object v = t.get(other);
                if (v != null || t.metatable() == null) {
                    return v;
                }
            }
            return Meta.index(f, line, o, other, object);
        }

        @Override
        double number(LuaFrame f) {
            Object o = object.value(f);
            double k = key.number(f);
            Object other = f.obj;
            if (late) {
                o = object.value(f);
            }
            Object v;
            if (Lua.isTag(k)) {
                v = o instanceof LuaTable t ? t.get(other) : null;
            } else {
                if (o instanceof LuaTable t) {
                    double x = t.getNumD(k);
                    if (!Lua.isTag(x)) {
                        return x;
                    }
                    v = t.getNum(k);
                } else {
                    v = null;
                }
                other = v == null ? Lua.box(k) : null;
            }
            if (v == null && !(o instanceof LuaTable t && t.metatable() == null)) {
                v = Meta.index(f, line, o, other, object);
            }
            if (v instanceof Double d) {
                return d;
            }
            f.obj = v;
            return Lua.TAG;
        }

        @Override
        boolean prefersNumber() {
            return true;
        }

        @Override
        public String kind() {
            return "field";
        }

        @Override
        public LuaString name() {
            return UNKNOWN;
        }
    }

    /** {@code object.name = value} */
    static final class SetField extends Command {
        private final Node object;
        private final LuaString key;
        private final Node value;
        private final int line;
        private final boolean late;

        SetField(Node object, LuaString key, Node value, int line, boolean late) {
            this.object = object;
            this.key = key;
            this.value = value;
            this.line = line;
            this.late = late;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Object o = object.value(f);
            Object v = value.value(f);
            if (late) {
                o = object.value(f);
            }
            if (o instanceof LuaTable t && t.metatable() == null && !t.readOnly()) {
                t.setStr(key, v);
            } else {
                Meta.setIndex(f, line, o, key, v, object);
            }
            return null;
        }
    }

    /** {@code object[key] = value} */
    static final class SetElement extends Command {
        private final Node object;
        private final Node key;
        private final Node value;
        private final int line;
        private final boolean lateObject;
        private final boolean lateKey;

        SetElement(Node object, Node key, Node value, int line, boolean lateObject, boolean lateKey) {
            this.object = object;
            this.key = key;
            this.value = value;
            this.line = line;
            this.lateObject = lateObject;
            this.lateKey = lateKey;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Object o = object.value(f);
            double k = key.number(f);
            Object other = f.obj;
            Object v = null;
            double x = Lua.TAG;
            if (value.prefersNumber()) {
                x = value.number(f);
                v = f.obj;
            } else {
                v = value.value(f);
            }
            if (lateObject) {
                o = object.value(f);
            }
            if (lateKey) {
                k = key.number(f);
                other = f.obj;
            }
            if (o instanceof LuaTable t && t.metatable() == null && !t.readOnly()) {
                if (!Double.isNaN(k)) {
                    if (Lua.isTag(x)) {
                        t.setNum(k, v);
                    } else {
                        t.setNumD(k, x);
                    }
                    return null;
                } else if (other instanceof LuaString s && Lua.isTag(k)) {
                    t.setStr(s, Lua.isTag(x) ? v : (Object) Lua.box(x));
                    return null;
                }
            }
            Object boxedKey = Lua.isTag(k) ? other : (Object) Lua.box(k);
            Meta.setIndex(f, line, o, boxedKey, Lua.isTag(x) ? v : (Object) Lua.box(x), object);
            return null;
        }
    }

    /** {@code #operand} */
    static final class Length extends NumberNode {
        private final Node operand;
        private final int line;

        Length(Node operand, int line) {
            this.operand = operand;
            this.line = line;
        }

        @Override
        double number(LuaFrame f) {
            Object v = operand.value(f);
            if (v instanceof LuaTable t) {
                return t.length();
            } else if (v instanceof LuaString s) {
                return s.length();
            }
            Object n = Meta.length(f, line, v, operand);
            if (n instanceof Double d) {
                return d;
            }
            f.obj = n;
            return Lua.TAG;
        }
    }

    /** All operands of a chain of {@code ..} at once. */
    static final class Concat extends Node {
        private final Node[] parts;
        private final LuaNamed[] names;
        private final int line;

        Concat(Node[] parts, int line) {
            this.parts = parts;
            this.names = parts;
            this.line = line;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object[] values = new Object[parts.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts[i].value(f);
            }
            return Meta.concat(f, line, values, names);
        }
    }
}
