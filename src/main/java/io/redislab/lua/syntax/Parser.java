package io.redislab.lua.syntax;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaThread;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements of Lua 5.1 by recursive descent, as the grammar in the manual has them. Errors come in the order and
 * with the words of the C compiler, which makes code while it parses; so an expression notes the line at which C
 * would have emitted its instruction.
 */
public final class Parser {
    private static final LuaString SELF = LuaString.of("self");
    private static final LuaString ARG = LuaString.of("arg");

    private final Lexer lexer;
    private final Expressions expressions;
    private int level;
    FunctionState function;

    private Parser(LuaState state, byte[] input, LuaString source, int level) {
        lexer = new Lexer(state, input, source);
        function = new FunctionState(null, 0);
        expressions = new Expressions(this, lexer);
        this.level = level;
    }

    /**
     * Parses a chunk.
     *
     * @param state whose names the chunk's strings share
     * @param source the chunk's name: {@code @file}, {@code =name}, or the text itself
     * @param level how many C calls are under way; the nesting allowed is what is left of 200
     * @throws LuaError with the compiler's message
     */
    public static FunctionBody parse(LuaState state, byte[] input, LuaString source, int level) {
        return new Parser(state, input, source, level).chunk();
    }

    private FunctionBody chunk() {
        function.vararg = true;
        lexer.next();
        Block block = statements();
        check(Lexer.EOS);
        return new FunctionBody(List.of(), true, null, List.of(), block, function.slots, 0, lexer.line);
    }

    // ---- helpers

    void enter() {
        if (++level > LuaThread.MAX_C_CALLS) {
            throw lexer.error("chunk has too many syntax levels", 0);
        }
    }

    void leave() {
        level--;
    }

    boolean accept(int token) {
        if (lexer.token == token) {
            lexer.next();
            return true;
        }
        return false;
    }

    private boolean accept(Token token) {
        return accept(token.code());
    }

    void check(int token) {
        if (lexer.token != token) {
            throw expected(token);
        }
    }

    void expect(int token) {
        check(token);
        lexer.next();
    }

    private void expect(Token token) {
        expect(token.code());
    }

    private LuaError expected(int token) {
        return lexer.syntaxError("'" + Lexer.describe(token) + "' expected");
    }

    /** Expects what closes something that was opened at a line. */
    void expectMatch(int what, int who, int where) {
        if (!accept(what)) {
            if (where == lexer.line) {
                throw expected(what);
            }
            throw lexer.syntaxError("'" + Lexer.describe(what) + "' expected (to close '" + Lexer.describe(who)
                    + "' at line " + where + ")");
        }
    }

    LuaString name() {
        check(Lexer.NAME);
        LuaString name = lexer.text;
        lexer.next();
        return name;
    }

    LuaError limit(int limit, String what) {
        String who = function.line == 0 ? "main function" : "function at line " + function.line;
        return lexer.error(who + " has more than " + limit + " " + what, 0);
    }

    private Variable create(LuaString name, int waiting) {
        if (function.active.size() + waiting + 1 > FunctionState.MAX_LOCALS) {
            throw limit(FunctionState.MAX_LOCALS, "local variables");
        }
        return function.create(name, waiting);
    }

    // ---- statements

    private boolean blockEnds() {
        int t = lexer.token;
        return t == Token.ELSE.code()
                || t == Token.ELSEIF.code()
                || t == Token.END.code()
                || t == Token.UNTIL.code()
                || t == Lexer.EOS;
    }

    /** Statements up to the end of their block, in the scope that is open. */
    private Block statements() {
        List<Statement> list = new ArrayList<>();
        enter();
        boolean last = false;
        while (!last && !blockEnds()) {
            Statement s = statement();
            list.add(s);
            last = s instanceof Statement.Return || s instanceof Statement.Break;
            accept(';');
        }
        leave();
        return new Block(list);
    }

    private Block block() {
        int scope = function.active.size();
        Block block = statements();
        function.leaveScope(scope);
        return block;
    }

    private Statement statement() {
        int line = lexer.line;
        int t = lexer.token;
        if (t < Token.FIRST) {
            return expressionStatement(line);
        }
        return switch (Token.of(t)) {
            case IF -> ifStatement(line);
            case WHILE -> whileStatement(line);
            case DO -> {
                lexer.next();
                Block block = block();
                expectMatch(Token.END.code(), Token.DO.code(), line);
                yield new Statement.Do(block, line);
            }
            case FOR -> forStatement(line);
            case REPEAT -> repeatStatement(line);
            case FUNCTION -> functionStatement(line);
            case LOCAL -> {
                lexer.next();
                yield accept(Token.FUNCTION) ? localFunction(line) : localStatement(line);
            }
            case RETURN -> returnStatement(line);
            case BREAK -> {
                lexer.next();
                if (function.loops == 0) {
                    throw lexer.syntaxError("no loop to break");
                }
                yield new Statement.Break(line);
            }
            default -> expressionStatement(line);
        };
    }

    private Statement ifStatement(int line) {
        List<Expression> conditions = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        do {
            lexer.next();
            lines.add(lexer.line);
            conditions.add(condition());
            expect(Token.THEN);
            blocks.add(block());
        } while (lexer.token == Token.ELSEIF.code());
        if (accept(Token.ELSE)) {
            blocks.add(block());
        }
        expectMatch(Token.END.code(), Token.IF.code(), line);
        return new Statement.If(conditions, lines, blocks, line);
    }

    private Expression operand() {
        return expressions.use(expressions.expression());
    }

    private Expression condition() {
        return expressions.tested(expressions.expression());
    }

    private Statement whileStatement(int line) {
        lexer.next();
        Expression condition = condition();
        function.loops++;
        expect(Token.DO);
        Block block = block();
        expectMatch(Token.END.code(), Token.WHILE.code(), line);
        function.loops--;
        return new Statement.While(condition, block, line);
    }

    private Statement repeatStatement(int line) {
        int scope = function.active.size();
        function.loops++;
        lexer.next();
        Block block = statements();
        expectMatch(Token.UNTIL.code(), Token.REPEAT.code(), line);
        int conditionLine = lexer.line;
        Expression condition = condition();
        function.loops--;
        function.leaveScope(scope);
        return new Statement.Repeat(block, condition, conditionLine, line);
    }

    private Statement forStatement(int line) {
        int scope = function.active.size();
        lexer.next();
        LuaString first = name();
        Statement result;
        function.loops++;
        if (lexer.token == '=') {
            result = numericFor(first, line);
        } else if (lexer.token == ',' || lexer.token == Token.IN.code()) {
            result = genericFor(first, line);
        } else {
            throw lexer.syntaxError("'=' or 'in' expected");
        }
        expectMatch(Token.END.code(), Token.FOR.code(), line);
        function.loops--;
        function.leaveScope(scope);
        return result;
    }

    private Statement numericFor(LuaString name, int line) {
        Variable[] hidden = new Variable[3];
        hidden[0] = create(LuaString.of("(for index)"), 0);
        hidden[1] = create(LuaString.of("(for limit)"), 1);
        hidden[2] = create(LuaString.of("(for step)"), 2);
        Variable variable = create(name, 3);
        expect('=');
        Expression from = operand();
        expect(',');
        Expression to = operand();
        Expression step = accept(',') ? operand() : null;
        function.active.addAll(List.of(hidden));
        expect(Token.DO);
        int prepareLine = lexer.lastLine;
        function.active.add(variable);
        Block block = block();
        return new Statement.NumericFor(variable, from, to, step, block, prepareLine, line);
    }

    private Statement genericFor(LuaString first, int line) {
        List<Variable> hidden = new ArrayList<>();
        hidden.add(create(LuaString.of("(for generator)"), 0));
        hidden.add(create(LuaString.of("(for state)"), 1));
        hidden.add(create(LuaString.of("(for control)"), 2));
        List<Variable> variables = new ArrayList<>();
        variables.add(create(first, 3));
        while (accept(',')) {
            variables.add(create(name(), 3 + variables.size()));
        }
        expect(Token.IN);
        int callLine = lexer.line;
        List<Expression> values = expressions.list();
        function.active.addAll(hidden);
        expect(Token.DO);
        function.active.addAll(variables);
        Block block = block();
        return new Statement.GenericFor(variables, values, hidden.get(0).slot(), block, callLine, line);
    }

    private Statement functionStatement(int line) {
        lexer.next();
        Expression target = expressions.variable();
        boolean method = false;
        while (lexer.token == '.' || lexer.token == ':') {
            method = lexer.token == ':';
            target = expressions.field(target);
            if (method) {
                break;
            }
        }
        FunctionBody body = body(method, line);
        return new Statement.Assignment(List.of(target), List.of(new Expression.Function(body)), line, line);
    }

    private Statement localFunction(int line) {
        Variable variable = create(name(), 0);
        function.active.add(variable);
        FunctionBody body = body(false, lexer.line);
        return new Statement.LocalFunction(variable, body, line);
    }

    private Statement localStatement(int line) {
        List<Variable> variables = new ArrayList<>();
        do {
            variables.add(create(name(), variables.size()));
        } while (accept(','));
        List<Expression> values = accept('=') ? expressions.list() : List.of();
        function.active.addAll(variables);
        return new Statement.LocalDeclaration(variables, values, line);
    }

    private Statement returnStatement(int line) {
        lexer.next();
        List<Expression> values = blockEnds() || lexer.token == ';' ? List.of() : expressions.list();
        return new Statement.Return(values, line);
    }

    private Statement expressionStatement(int line) {
        Expression first = expressions.primary();
        if (first instanceof Expression.Call || first instanceof Expression.MethodCall) {
            return new Statement.CallStatement(first, line);
        }
        List<Expression> targets = new ArrayList<>();
        targets.add(assignable(first));
        while (accept(',')) {
            Expression next = expressions.primary();
            if (targets.size() > LuaThread.MAX_C_CALLS - level) {
                throw limit(LuaThread.MAX_C_CALLS - level, "variables in assignment");
            }
            targets.add(assignable(next));
        }
        expect('=');
        List<Expression> values = expressions.list();
        return new Statement.Assignment(targets, values, lexer.lastLine, line);
    }

    private Expression assignable(Expression e) {
        if (e instanceof Expression.Local
                || e instanceof Expression.Up
                || e instanceof Expression.Global
                || e instanceof Expression.Index) {
            return e;
        }
        throw lexer.syntaxError("syntax error");
    }

    // ---- functions

    /** Parameters, block and {@code end} of a function. */
    FunctionBody body(boolean method, int line) {
        FunctionState f = new FunctionState(function, line);
        function = f;
        expect('(');
        if (method) {
            f.parameters.add(create(SELF, 0));
            f.active.addAll(f.parameters);
        }
        parameters(f);
        expect(')');
        Block block = statements();
        int lastLine = lexer.line;
        expectMatch(Token.END.code(), Token.FUNCTION.code(), line);
        function = f.parent;
        return new FunctionBody(
                List.copyOf(f.parameters),
                f.vararg,
                f.argTable,
                List.copyOf(f.upvalues),
                block,
                f.slots,
                line,
                lastLine);
    }

    private void parameters(FunctionState f) {
        int before = f.active.size();
        Variable arg = null;
        if (lexer.token != ')') {
            do {
                int waiting = f.parameters.size() - before;
                if (lexer.token == Lexer.NAME) {
                    f.parameters.add(create(name(), waiting));
                } else if (lexer.token == Token.DOTS.code()) {
                    lexer.next();
                    arg = create(ARG, waiting);
                    f.vararg = true;
                } else {
                    throw lexer.syntaxError("<name> or '...' expected");
                }
            } while (!f.vararg && accept(','));
        }
        f.active.addAll(f.parameters.subList(before, f.parameters.size()));
        if (arg != null) {
            f.active.add(arg);
            f.argTable = arg;
        }
    }

    /** What a name means here: a local, a variable of an enclosing function, or a global. */
    Expression resolve(LuaString name) {
        Variable local = function.find(name);
        if (local != null) {
            return new Expression.Local(local);
        }
        int index = upvalue(function, name);
        return index >= 0 ? new Expression.Up(index, name) : new Expression.Global(name, 0);
    }

    private int upvalue(FunctionState f, LuaString name) {
        FunctionState outer = f.parent;
        if (outer == null) {
            return -1;
        }
        Variable variable = outer.find(name);
        int index = -1;
        if (variable != null) {
            variable.capture();
        } else {
            index = upvalue(outer, name);
            if (index < 0) {
                return -1;
            }
        }
        return addUpvalue(f, new Upvalue(name, variable, index));
    }

    private int addUpvalue(FunctionState f, Upvalue upvalue) {
        for (int i = 0; i < f.upvalues.size(); i++) {
            Upvalue known = f.upvalues.get(i);
            if (known.variable() == upvalue.variable() && known.index() == upvalue.index()) {
                return i;
            }
        }
        if (f.upvalues.size() + 1 > FunctionState.MAX_UPVALUES) {
            FunctionState saved = function;
            function = f;
            LuaError error = limit(FunctionState.MAX_UPVALUES, "upvalues");
            function = saved;
            throw error;
        }
        f.upvalues.add(upvalue);
        return f.upvalues.size() - 1;
    }

    static @Nullable Double numeral(Expression e) {
        return e instanceof Expression.Constant c && c.value() instanceof Double d && !Lua.isTag(d) ? d : null;
    }
}
