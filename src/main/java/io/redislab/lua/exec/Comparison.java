package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.Meta;
import io.redislab.lua.syntax.Operator;
import org.jspecify.annotations.Nullable;

/** The operators that give a boolean, and the short-circuit ones. */
final class Comparison {
    private Comparison() {}

    static Node of(Operator operator, Node left, Node right, int line) {
        boolean not = operator == Operator.NE;
        if (operator == Operator.EQ || not) {
            if (right instanceof Variables.Constant c) {
                if (c.value instanceof Double k) {
                    return new EqualNumber(left, k, not);
                } else if (c.value instanceof LuaString k) {
                    return new EqualString(left, k, not);
                }
                return new Same(left, c.value, not);
            }
            return new Equal(left, right, not, line);
        }
        return switch (operator) {
            case LT -> new Less(left, right, line);
            case LE -> new LessOrEqual(left, right, line);
            case GT -> new Greater(left, right, line);
            default -> new GreaterOrEqual(left, right, line);
        };
    }

    private abstract static class Test extends Node {
        @Override
        abstract boolean test(LuaFrame f);

        @Override
        final Object value(LuaFrame f) {
            return Lua.bool(test(f));
        }
    }

    private static final class EqualNumber extends Test {
        private final Node left;
        private final double k;
        private final boolean not;

        EqualNumber(Node left, double k, boolean not) {
            this.left = left;
            this.k = k;
            this.not = not;
        }

        @Override
        boolean test(LuaFrame f) {
            return (left.number(f) == k) != not;
        }
    }

    private static final class EqualString extends Test {
        private final Node left;
        private final LuaString k;
        private final boolean not;

        EqualString(Node left, LuaString k, boolean not) {
            this.left = left;
            this.k = k;
            this.not = not;
        }

        @Override
        boolean test(LuaFrame f) {
            return (left.value(f) instanceof LuaString s && s.same(k)) != not;
        }
    }

    /** Compares with nil, true or false. */
    private static final class Same extends Test {
        private final Node left;
        private final @Nullable Object k;
        private final boolean not;

        Same(Node left, @Nullable Object k, boolean not) {
            this.left = left;
            this.k = k;
            this.not = not;
        }

        @Override
        boolean test(LuaFrame f) {
            return (left.value(f) == k) != not;
        }
    }

    private static final class Equal extends Test {
        private final Node left;
        private final Node right;
        private final boolean not;
        private final int line;

        Equal(Node left, Node right, boolean not, int line) {
            this.left = left;
            this.right = right;
            this.not = not;
            this.line = line;
        }

        @Override
        boolean test(LuaFrame f) {
            double a = left.number(f);
            boolean other = Lua.isTag(a);
            Object object = other ? f.obj : null;
            double b = right.number(f);
            if (!other) {
                return (a == b) != not;
            }
            return (Lua.isTag(b) && Meta.equal(f, line, object, f.obj)) != not;
        }
    }

    private abstract static class Order extends Test {
        final Node left;
        final Node right;
        final int line;

        Order(Node left, Node right, int line) {
            this.left = left;
            this.right = right;
            this.line = line;
        }

        abstract boolean slow(LuaFrame f, @Nullable Object a, @Nullable Object b);

        final boolean leftFails(LuaFrame f) {
            Object a = f.obj;
            return slow(f, a, right.value(f));
        }

        final boolean rightFails(LuaFrame f, double a) {
            return slow(f, Lua.box(a), f.obj);
        }
    }

    private static final class Less extends Order {
        Less(Node left, Node right, int line) {
            super(left, right, line);
        }

        @Override
        boolean test(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a < b;
        }

        @Override
        boolean slow(LuaFrame f, @Nullable Object a, @Nullable Object b) {
            return Meta.less(f, line, a, b);
        }
    }

    private static final class LessOrEqual extends Order {
        LessOrEqual(Node left, Node right, int line) {
            super(left, right, line);
        }

        @Override
        boolean test(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a <= b;
        }

        @Override
        boolean slow(LuaFrame f, @Nullable Object a, @Nullable Object b) {
            return Meta.lessOrEqual(f, line, a, b);
        }
    }

    /** As in C, the operands change places before they are compared. */
    private static final class Greater extends Order {
        Greater(Node left, Node right, int line) {
            super(left, right, line);
        }

        @Override
        boolean test(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a > b;
        }

        @Override
        boolean slow(LuaFrame f, @Nullable Object a, @Nullable Object b) {
            return Meta.less(f, line, b, a);
        }
    }

    private static final class GreaterOrEqual extends Order {
        GreaterOrEqual(Node left, Node right, int line) {
            super(left, right, line);
        }

        @Override
        boolean test(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a >= b;
        }

        @Override
        boolean slow(LuaFrame f, @Nullable Object a, @Nullable Object b) {
            return Meta.lessOrEqual(f, line, b, a);
        }
    }

    static final class Not extends Test {
        private final Node operand;

        Not(Node operand) {
            this.operand = operand;
        }

        @Override
        boolean test(LuaFrame f) {
            return !operand.test(f);
        }
    }

    static final class And extends Node {
        private final Node left;
        private final Node right;

        And(Node left, Node right) {
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object v = left.value(f);
            return Lua.truthy(v) ? right.value(f) : v;
        }

        @Override
        boolean test(LuaFrame f) {
            return left.test(f) && right.test(f);
        }
    }

    static final class Or extends Node {
        private final Node left;
        private final Node right;

        Or(Node left, Node right) {
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object v = left.value(f);
            return Lua.truthy(v) ? v : right.value(f);
        }

        @Override
        boolean test(LuaFrame f) {
            return left.test(f) || right.test(f);
        }
    }
}
