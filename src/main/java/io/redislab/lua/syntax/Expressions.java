package io.redislab.lua.syntax;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaString;
import io.redislab.lua.Meta;
import io.redislab.lua.syntax.Expression.Constant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The expressions' part of the parser. */
final class Expressions {
    private static final int UNARY_PRIORITY = 8;
    /** C holds locals and temporary values in registers, of which a function has so many. */
    private static final int MAX_REGISTERS = 250;

    private final Parser parser;
    private final Lexer lexer;

    Expressions(Parser parser, Lexer lexer) {
        this.parser = parser;
        this.lexer = lexer;
    }

    /** The expression as an operand: gets the line where its value would be fetched, and a constant its place. */
    Expression use(Expression e) {
        if (e instanceof Expression.Global g && g.line() == 0) {
            return new Expression.Global(g.name(), lexer.lastLine);
        } else if (e instanceof Expression.Index i && i.line() == 0) {
            return new Expression.Index(i.object(), i.key(), lexer.lastLine);
        }
        Double zero = Parser.numeral(e);
        if (zero != null && zero == 0) {
            return new Constant(parser.function.constant(zero));
        }
        return e;
    }

    /** The expression where only its truth counts: a number needs no place among the constants for that. */
    Expression tested(Expression e) {
        return Parser.numeral(e) == null ? use(e) : e;
    }

    private void reserve() {
        FunctionState f = parser.function;
        f.temporaries++;
        if (f.active.size() + f.temporaries >= MAX_REGISTERS) {
            throw lexer.syntaxError("function or expression too complex");
        }
    }

    private void release(int count) {
        parser.function.temporaries -= count;
    }

    /** One expression or more with commas between them. */
    List<Expression> list() {
        return list(false);
    }

    private List<Expression> list(boolean inCall) {
        List<Expression> values = new ArrayList<>();
        Expression e = expression();
        while (parser.accept(',')) {
            values.add(use(e));
            reserve();
            e = expression();
        }
        release(values.size());
        values.add(use(e));
        if (!inCall) {
            room(values);
        }
        return values;
    }

    /** Checks that the last of some values gets a register too. */
    private void room(List<Expression> values) {
        int n = values.size();
        if (n > 1 && !values.get(n - 1).isMulti()) {
            FunctionState f = parser.function;
            if (f.active.size() + f.temporaries + n >= MAX_REGISTERS) {
                throw lexer.syntaxError("function or expression too complex");
            }
        }
    }

    Expression expression() {
        return binary(0);
    }

    private @Nullable Operator pending;

    /** Operators that bind more strongly than the limit; the first that does not is left in {@link #pending}. */
    private Expression binary(int limit) {
        parser.enter();
        Expression left = unary();
        Operator operator = operator(lexer.token);
        while (operator != null && operator.left > limit) {
            lexer.next();
            left = beforeOperator(operator, left);
            boolean held = !(left instanceof Expression.Local) && !(left instanceof Constant);
            if (held) {
                reserve();
            }
            Expression right = binary(operator.right);
            Operator next = pending;
            if (held) {
                release(1);
            }
            left = combine(operator, left, right);
            operator = next;
        }
        parser.leave();
        pending = operator;
        return left;
    }

    private Expression unary() {
        int t = lexer.token;
        if (t == Token.NOT.code()) {
            lexer.next();
            Expression e = tested(binary(UNARY_PRIORITY));
            return e instanceof Constant c ? new Constant(Lua.bool(!Lua.truthy(c.value()))) : new Expression.Not(e);
        } else if (t == '-') {
            lexer.next();
            Expression e = binary(UNARY_PRIORITY);
            Double d = Parser.numeral(e);
            if (d != null && !Double.isNaN(d)) {
                return new Constant(-d);
            }
            return new Expression.Negate(use(e), lexer.lastLine);
        } else if (t == '#') {
            lexer.next();
            return new Expression.Length(use(binary(UNARY_PRIORITY)), lexer.lastLine);
        }
        return simple();
    }

    private static @Nullable Operator operator(int token) {
        if (token < Token.FIRST) {
            return switch (token) {
                case '+' -> Operator.ADD;
                case '-' -> Operator.SUB;
                case '*' -> Operator.MUL;
                case '/' -> Operator.DIV;
                case '%' -> Operator.MOD;
                case '^' -> Operator.POW;
                case '<' -> Operator.LT;
                case '>' -> Operator.GT;
                default -> null;
            };
        }
        return switch (Token.of(token)) {
            case CONCAT -> Operator.CONCAT;
            case NE -> Operator.NE;
            case EQ -> Operator.EQ;
            case LE -> Operator.LE;
            case GE -> Operator.GE;
            case AND -> Operator.AND;
            case OR -> Operator.OR;
            default -> null;
        };
    }

    private Expression beforeOperator(Operator operator, Expression left) {
        boolean waits = operator.isArithmetic() && Parser.numeral(left) != null;
        return waits ? left : operator == Operator.AND ? tested(left) : use(left);
    }

    private Expression combine(Operator operator, Expression left, Expression right) {
        if (operator.isArithmetic()) {
            Double a = Parser.numeral(left);
            Double b = Parser.numeral(right);
            if (a != null && b != null) {
                Expression folded = fold(operator, a, b);
                if (folded != null) {
                    return folded;
                }
            }
            Expression r = use(right);
            return new Expression.Binary(operator, use(left), r, lexer.lastLine);
        }
        Expression r = use(right);
        if (left instanceof Constant c && operator == (Lua.truthy(c.value()) ? Operator.AND : Operator.OR)) {
            return r.isMulti() ? new Expression.Paren(r) : r;
        }
        return new Expression.Binary(operator, left, r, lexer.lastLine);
    }

    private static @Nullable Expression fold(Operator operator, double a, double b) {
        if ((operator == Operator.DIV || operator == Operator.MOD) && b == 0) {
            return null;
        }
        double x =
                switch (operator) {
                    case ADD -> a + b;
                    case SUB -> a - b;
                    case MUL -> a * b;
                    case DIV -> a / b;
                    case MOD -> Meta.mod(a, b);
                    default -> Meta.pow(a, b);
                };
        return Double.isNaN(x) ? null : new Constant(x);
    }

    private Expression simple() {
        int t = lexer.token;
        Expression e;
        if (t == Lexer.NUMBER) {
            e = new Constant(lexer.number);
        } else if (t == Lexer.STRING) {
            e = new Constant(lexer.text);
        } else if (t == Token.NIL.code()) {
            e = new Constant(null);
        } else if (t == Token.TRUE.code()) {
            e = new Constant(Lua.TRUE);
        } else if (t == Token.FALSE.code()) {
            e = new Constant(Lua.FALSE);
        } else if (t == Token.DOTS.code()) {
            FunctionState f = parser.function;
            if (!f.vararg) {
                throw lexer.syntaxError("cannot use '...' outside a vararg function");
            }
            f.argTable = null;
            e = new Expression.Vararg();
        } else if (t == '{') {
            return constructor();
        } else if (t == Token.FUNCTION.code()) {
            lexer.next();
            return new Expression.Function(parser.body(false, lexer.line));
        } else {
            return primary();
        }
        lexer.next();
        return e;
    }

    /** A name as a variable. */
    Expression variable() {
        return parser.resolve(parser.name());
    }

    /** {@code .name} or {@code :name} behind an expression. */
    Expression field(Expression object) {
        Expression o = use(object);
        lexer.next();
        return new Expression.Index(o, new Constant(parser.name()), 0);
    }

    private Expression prefix() {
        if (lexer.token == '(') {
            int line = lexer.line;
            lexer.next();
            Expression e = expression();
            parser.expectMatch(')', '(', line);
            e = use0(e);
            // A constant stays one, so that it still folds.
            return e instanceof Constant ? e : new Expression.Paren(e);
        } else if (lexer.token == Lexer.NAME) {
            return variable();
        }
        throw lexer.syntaxError("unexpected symbol");
    }

    private Expression use0(Expression e) {
        return e instanceof Constant ? e : use(e);
    }

    Expression primary() {
        Expression e = prefix();
        while (true) {
            int t = lexer.token;
            if (t == '.') {
                e = field(e);
            } else if (t == '[') {
                Expression object = use(e);
                e = new Expression.Index(object, bracketed(), 0);
            } else if (t == ':') {
                lexer.next();
                LuaString name = parser.name();
                Expression object = use(e);
                int nameLine = lexer.lastLine;
                reserve();
                reserve();
                int line = lexer.line;
                List<Expression> arguments = arguments();
                release(2);
                e = new Expression.MethodCall(object, name, nameLine, arguments, line);
            } else if (t == '(' || t == '{' || t == Lexer.STRING) {
                Expression called = use(e);
                reserve();
                int line = lexer.line;
                List<Expression> arguments = arguments();
                release(1);
                e = new Expression.Call(called, arguments, line);
            } else {
                return e;
            }
        }
    }

    private Expression bracketed() {
        lexer.next();
        Expression key = use(expression());
        parser.expect(']');
        return key;
    }

    private List<Expression> arguments() {
        int line = lexer.line;
        if (lexer.token == '(') {
            if (line != lexer.lastLine) {
                throw lexer.syntaxError("ambiguous syntax (function call x new statement)");
            }
            lexer.next();
            if (parser.accept(')')) {
                return List.of();
            }
            List<Expression> values = list(true);
            parser.expectMatch(')', '(', line);
            room(values);
            return values;
        } else if (lexer.token == '{') {
            return List.of(constructor());
        } else if (lexer.token == Lexer.STRING) {
            Expression e = new Constant(lexer.text);
            lexer.next();
            return List.of(e);
        }
        throw lexer.syntaxError("function arguments expected");
    }

    private Expression constructor() {
        int line = lexer.line;
        List<Expression.Field> fields = new ArrayList<>();
        parser.expect('{');
        reserve();
        while (lexer.token != '}') {
            if (lexer.token == '[' || (lexer.token == Lexer.NAME && lexer.peek() == '=')) {
                fields.add(keyed());
            } else {
                Expression value = use(expression());
                fields.add(new Expression.Field(null, value, lexer.lastLine));
            }
            if (!parser.accept(',') && !parser.accept(';')) {
                break;
            }
        }
        parser.expectMatch('}', '{', line);
        release(1);
        return new Expression.Table(fields, lexer.lastLine);
    }

    private Expression.Field keyed() {
        Expression key = lexer.token == '[' ? bracketed() : new Constant(parser.name());
        parser.expect('=');
        key = use(key);
        Expression value = use(expression());
        return new Expression.Field(key, value, lexer.lastLine);
    }
}
