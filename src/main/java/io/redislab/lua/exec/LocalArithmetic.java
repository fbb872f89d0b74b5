package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.syntax.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Sums, differences and products of a local with a local or a constant: the commonest operations in loops, which
 * need no call of another node.
 */
final class LocalArithmetic {
    private LocalArithmetic() {}

    /** The node for these operands, or null when there is none here. */
    static @Nullable Node of(Operator operator, Variables.Local left, Node right, int line) {
        int event = Arithmetic.event(operator);
        if (right instanceof Variables.Local b) {
            return switch (operator) {
                case ADD -> new Add(left, b, event, line);
                case SUB -> new Sub(left, b, event, line);
                case MUL -> new Mul(left, b, event, line);
                default -> null;
            };
        } else if (right instanceof Variables.Constant c && c.value instanceof Double k) {
            return switch (operator) {
                case ADD -> new AddConstant(left, right, k, event, line);
                case SUB -> new SubConstant(left, right, k, event, line);
                case MUL -> new MulConstant(left, right, k, event, line);
                default -> null;
            };
        }
        return null;
    }

    private abstract static class Two extends Arithmetic.Binary {
        final int a;
        final int b;

        Two(Variables.Local left, Variables.Local right, int event, int line) {
            super(left, right, event, line);
            a = left.slot;
            b = right.slot;
        }

        final double slow(LuaFrame f, double x, double y) {
            if (Lua.isTag(x)) {
                f.obj = f.o[a];
                return leftFails(f);
            }
            if (Lua.isTag(y)) {
                f.obj = f.o[b];
                return rightFails(f, x);
            }
            // Both are numbers, and one is a NaN or they made one.
            return compute(x, y);
        }

        abstract double compute(double x, double y);
    }

    private static final class Add extends Two {
        Add(Variables.Local left, Variables.Local right, int event, int line) {
            super(left, right, event, line);
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[a];
            double y = f.d[b];
            double sum = x + y;
            return Double.isNaN(sum) ? slow(f, x, y) : sum;
        }

        @Override
        double compute(double x, double y) {
            return x + y;
        }
    }

    private static final class Sub extends Two {
        Sub(Variables.Local left, Variables.Local right, int event, int line) {
            super(left, right, event, line);
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[a];
            double y = f.d[b];
            double difference = x - y;
            return Double.isNaN(difference) ? slow(f, x, y) : difference;
        }

        @Override
        double compute(double x, double y) {
            return x - y;
        }
    }

    private static final class Mul extends Two {
        Mul(Variables.Local left, Variables.Local right, int event, int line) {
            super(left, right, event, line);
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[a];
            double y = f.d[b];
            double product = x * y;
            return Double.isNaN(product) ? slow(f, x, y) : product;
        }

        @Override
        double compute(double x, double y) {
            return x * y;
        }
    }

    private abstract static class One extends Arithmetic.Binary {
        final int a;
        final double k;

        One(Variables.Local left, Node right, double k, int event, int line) {
            super(left, right, event, line);
            a = left.slot;
            this.k = k;
        }

        final double slow(LuaFrame f) {
            f.obj = f.o[a];
            return leftFails(f);
        }
    }

    private static final class AddConstant extends One {
        AddConstant(Variables.Local left, Node right, double k, int event, int line) {
            super(left, right, k, event, line);
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[a];
            return Lua.isTag(x) ? slow(f) : x + k;
        }
    }

    private static final class SubConstant extends One {
        SubConstant(Variables.Local left, Node right, double k, int event, int line) {
            super(left, right, k, event, line);
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[a];
            return Lua.isTag(x) ? slow(f) : x - k;
        }
    }

    private static final class MulConstant extends One {
        MulConstant(Variables.Local left, Node right, double k, int event, int line) {
            super(left, right, k, event, line);
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[a];
            return Lua.isTag(x) ? slow(f) : x * k;
        }
    }
}
