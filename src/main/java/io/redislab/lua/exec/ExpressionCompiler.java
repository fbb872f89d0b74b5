package io.redislab.lua.exec;

import io.redislab.lua.LuaString;
import io.redislab.lua.syntax.Expression;
import io.redislab.lua.syntax.Operator;
import io.redislab.lua.syntax.Variable;
import java.util.ArrayList;
import java.util.List;

/** Makes the nodes of expressions. */
final class ExpressionCompiler {
    /** Chains of operators deeper than this run on a large stack. */
    private static final int DEEP = 150;

    private final FunctionCompiler function;
    private final boolean allowDeep;
    private int depth;
    private boolean deep;

    ExpressionCompiler(FunctionCompiler function, boolean allowDeep) {
        this.function = function;
        this.allowDeep = allowDeep;
    }

    boolean isDeep() {
        return deep;
    }

    Node[] nodes(List<Expression> list) {
        Node[] nodes = new Node[list.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = node(list.get(i));
        }
        return nodes;
    }

    Node node(Expression e) {
        if (++depth > DEEP) {
            if (!allowDeep) {
                throw new FunctionCompiler.TooDeep();
            }
            deep = true;
        }
        Node node = make(e);
        depth--;
        return node;
    }

    private Node make(Expression e) {
        if (e instanceof Expression.Constant c) {
            return new Variables.Constant(c.value());
        } else if (e instanceof Expression.Local l) {
            Variable v = l.variable();
            return v.captured() ? new Variables.Captured(v.slot(), v.name()) : new Variables.Local(v.slot(), v.name());
        } else if (e instanceof Expression.Up u) {
            return new Variables.Up(u.index(), u.name());
        } else if (e instanceof Expression.Global g) {
            return new Variables.Global(g.name(), g.line());
        } else if (e instanceof Expression.Index i) {
            return index(i);
        } else if (e instanceof Expression.Call || e instanceof Expression.MethodCall) {
            return call(e);
        } else if (e instanceof Expression.Binary b) {
            return binary(b);
        } else if (e instanceof Expression.Not n) {
            return new Comparison.Not(node(n.operand()));
        } else if (e instanceof Expression.Negate n) {
            return new Arithmetic.Negate(node(n.operand()), n.line());
        } else if (e instanceof Expression.Length n) {
            return new Indexing.Length(node(n.operand()), n.line());
        } else if (e instanceof Expression.Paren p) {
            Node inner = node(p.inner());
            return inner.isMulti() ? new Blocks.First(inner) : inner;
        } else if (e instanceof Expression.Function f) {
            return function.function(f.body());
        } else if (e instanceof Expression.Table t) {
            return table(t);
        }
        return new Variables.Vararg();
    }

    private Node index(Expression.Index i) {
        Node object = node(i.object());
        if (i.key() instanceof Expression.Constant c && c.value() instanceof LuaString name) {
            return new Indexing.Field(object, name, i.line());
        }
        boolean late = isCaptured(i.object()) && mayCall(i.key());
        return new Indexing.Element(object, node(i.key()), i.line(), late);
    }

    Calls.Any call(Expression e) {
        if (e instanceof Expression.MethodCall m) {
            Node object = node(m.object());
            Node[] args = nodes(m.arguments());
            int site = function.site(m.line(), "method", m.name());
            return new Calls.Method(object, m.name(), m.nameLine(), args, site, m.line());
        }
        Expression.Call c = (Expression.Call) e;
        Node callee = node(c.function());
        Node[] args = nodes(c.arguments());
        int site = function.site(c.line(), callee.kind(), callee.kind() == null ? null : callee.name());
        return new Calls.Call(callee, args, site, c.line());
    }

    private Node binary(Expression.Binary b) {
        Operator operator = b.operator();
        switch (operator) {
            case AND -> {
                return new Comparison.And(node(b.left()), node(b.right()));
            }
            case OR -> {
                return new Comparison.Or(node(b.left()), node(b.right()));
            }
            case CONCAT -> {
                List<Node> parts = new ArrayList<>();
                Expression rest = b;
                while (rest instanceof Expression.Binary c && c.operator() == Operator.CONCAT) {
                    parts.add(node(c.left()));
                    rest = c.right().bare();
                }
                parts.add(node(rest instanceof Expression.Call || rest.isMulti() ? new Expression.Paren(rest) : rest));
                return new Indexing.Concat(parts.toArray(Node.NONE), b.line());
            }
            default -> {}
        }
        Node left = node(b.left());
        Node right = node(b.right());
        if (isCaptured(b.left()) && mayCall(b.right())) {
            return new Arithmetic.LateLeft(operator, left, right, b.line());
        }
        return operator.isArithmetic()
                ? Arithmetic.of(operator, left, right, b.line())
                : Comparison.of(operator, left, right, b.line());
    }

    private Node table(Expression.Table t) {
        int n = t.fields().size();
        Node[] keys = new Node[n];
        Node[] values = new Node[n];
        int[] lines = new int[n];
        for (int i = 0; i < n; i++) {
            Expression.Field field = t.fields().get(i);
            Expression key = field.key();
            keys[i] = key == null ? null : node(key);
            values[i] = node(field.value());
            lines[i] = field.line();
        }
        return new Constructor(keys, values, lines);
    }

    static boolean isCaptured(Expression e) {
        return e.bare() instanceof Expression.Local l && l.variable().captured();
    }

    /** Whether evaluating the expression may call a function written in it. */
    static boolean mayCall(Expression e) {
        if (e instanceof Expression.Call || e instanceof Expression.MethodCall) {
            return true;
        } else if (e instanceof Expression.Paren p) {
            return mayCall(p.inner());
        } else if (e instanceof Expression.Binary b) {
            return mayCall(b.left()) || mayCall(b.right());
        } else if (e instanceof Expression.Not n) {
            return mayCall(n.operand());
        } else if (e instanceof Expression.Negate n) {
            return mayCall(n.operand());
        } else if (e instanceof Expression.Length n) {
            return mayCall(n.operand());
        } else if (e instanceof Expression.Index i) {
            return mayCall(i.object()) || mayCall(i.key());
        } else if (e instanceof Expression.Table t) {
            return t.fields().stream().anyMatch(f -> mayCall(f.value()));
        }
        return false;
    }
}
