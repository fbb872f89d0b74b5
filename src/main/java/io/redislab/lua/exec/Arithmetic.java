package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.Meta;
import io.redislab.lua.syntax.Operator;
import org.jspecify.annotations.Nullable;

/** The operators that compute numbers. */
final class Arithmetic {
    private Arithmetic() {}

    static Node of(Operator operator, Node left, Node right, int line) {
        if (left instanceof Variables.Local a) {
            Node fast = LocalArithmetic.of(operator, a, right, line);
            if (fast != null) {
                return fast;
            }
        }
        if (right instanceof Variables.Constant c && c.value instanceof Double k) {
            switch (operator) {
                case ADD -> {
                    return new AddConstant(left, right, k, line);
                }
                case SUB -> {
                    return new SubConstant(left, right, k, line);
                }
                case MUL -> {
                    return new MulConstant(left, right, k, line);
                }
                case MOD -> {
                    return new ModConstant(left, right, k, line);
                }
                default -> {}
            }
        }
        return switch (operator) {
            case ADD -> new Add(left, right, line);
            case SUB -> new Sub(left, right, line);
            case MUL -> new Mul(left, right, line);
            case DIV -> new Div(left, right, line);
            case MOD -> new Mod(left, right, line);
            default -> new Pow(left, right, line);
        };
    }

    /** The metamethod's number of an operator that computes. */
    static int event(Operator operator) {
        return switch (operator) {
            case ADD -> Meta.ADD;
            case SUB -> Meta.SUB;
            case MUL -> Meta.MUL;
            case DIV -> Meta.DIV;
            case MOD -> Meta.MOD;
            default -> Meta.POW;
        };
    }

    abstract static class Binary extends NumberNode {
        final Node left;
        final Node right;
        private final int event;
        private final int line;

        Binary(Node left, Node right, int event, int line) {
            this.left = left;
            this.right = right;
            this.event = event;
            this.line = line;
        }

        /** The left operand, now in the frame, is no number. */
        final double leftFails(LuaFrame f) {
            Object a = f.obj;
            return slow(f, a, right.value(f));
        }

        /** The right operand, now in the frame, is no number. */
        final double rightFails(LuaFrame f, double a) {
            return slow(f, Lua.box(a), f.obj);
        }

        private double slow(LuaFrame f, @Nullable Object a, @Nullable Object b) {
            Object v = Meta.arithmetic(f, line, event, a, b, left, right);
            if (v instanceof Double d) {
                return d;
            }
            f.obj = v;
            return Lua.TAG;
        }
    }

    private static final class Add extends Binary {
        Add(Node left, Node right, int line) {
            super(left, right, Meta.ADD, line);
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a + b;
        }
    }

    private static final class Sub extends Binary {
        Sub(Node left, Node right, int line) {
            super(left, right, Meta.SUB, line);
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a - b;
        }
    }

    private static final class Mul extends Binary {
        Mul(Node left, Node right, int line) {
            super(left, right, Meta.MUL, line);
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a * b;
        }
    }

    private static final class Div extends Binary {
        Div(Node left, Node right, int line) {
            super(left, right, Meta.DIV, line);
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : a / b;
        }
    }

    private static final class Mod extends Binary {
        Mod(Node left, Node right, int line) {
            super(left, right, Meta.MOD, line);
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : Meta.mod(a, b);
        }
    }

    private static final class Pow extends Binary {
        Pow(Node left, Node right, int line) {
            super(left, right, Meta.POW, line);
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            if (Lua.isTag(a)) {
                return leftFails(f);
            }
            double b = right.number(f);
            return Lua.isTag(b) ? rightFails(f, a) : Meta.pow(a, b);
        }
    }

    private static final class AddConstant extends Binary {
        private final double k;

        AddConstant(Node left, Node right, double k, int line) {
            super(left, right, Meta.ADD, line);
            this.k = k;
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            return Lua.isTag(a) ? leftFails(f) : a + k;
        }
    }

    private static final class SubConstant extends Binary {
        private final double k;

        SubConstant(Node left, Node right, double k, int line) {
            super(left, right, Meta.SUB, line);
            this.k = k;
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            return Lua.isTag(a) ? leftFails(f) : a - k;
        }
    }

    private static final class MulConstant extends Binary {
        private final double k;

        MulConstant(Node left, Node right, double k, int line) {
            super(left, right, Meta.MUL, line);
            this.k = k;
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            return Lua.isTag(a) ? leftFails(f) : a * k;
        }
    }

    private static final class ModConstant extends Binary {
        private final double k;

        ModConstant(Node left, Node right, double k, int line) {
            super(left, right, Meta.MOD, line);
            this.k = k;
        }

        @Override
        double number(LuaFrame f) {
            double a = left.number(f);
            return Lua.isTag(a) ? leftFails(f) : Meta.mod(a, k);
        }
    }

    static final class Negate extends NumberNode {
        private final Node operand;
        private final int line;

        Negate(Node operand, int line) {
            this.operand = operand;
            this.line = line;
        }

        @Override
        double number(LuaFrame f) {
            double a = operand.number(f);
            if (!Lua.isTag(a)) {
                return -a;
            }
            Object o = f.obj;
            Object v = Meta.arithmetic(f, line, Meta.UNM, o, o, operand, operand);
            if (v instanceof Double d) {
                return d;
            }
            f.obj = v;
            return Lua.TAG;
        }
    }

    /**
     * An operator whose left operand is a captured local while the right one calls functions: C reads the local's
     * register only after the calls, which may have changed it.
     */
    static final class LateLeft extends Node {
        private final Operator operator;
        private final Node left;
        private final Node right;
        private final int line;

        LateLeft(Operator operator, Node left, Node right, int line) {
            this.operator = operator;
            this.left = left;
            this.right = right;
            this.line = line;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object b = right.value(f);
            Object a = left.value(f);
            return switch (operator) {
                case LT -> Lua.bool(Meta.less(f, line, a, b));
                case GT -> Lua.bool(Meta.less(f, line, b, a));
                case LE -> Lua.bool(Meta.lessOrEqual(f, line, a, b));
                case GE -> Lua.bool(Meta.lessOrEqual(f, line, b, a));
                case EQ -> Lua.bool(Meta.equal(f, line, a, b));
                case NE -> Lua.bool(!Meta.equal(f, line, a, b));
                default -> Meta.arithmetic(f, line, event(operator), a, b, left, right);
            };
        }
    }
}
