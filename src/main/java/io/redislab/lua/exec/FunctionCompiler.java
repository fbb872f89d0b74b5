package io.redislab.lua.exec;

import io.redislab.lua.LuaCode;
import io.redislab.lua.LuaString;
import io.redislab.lua.syntax.Block;
import io.redislab.lua.syntax.Expression;
import io.redislab.lua.syntax.FunctionBody;
import io.redislab.lua.syntax.Statement;
import io.redislab.lua.syntax.Upvalue;
import io.redislab.lua.syntax.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the nodes of one function. */
final class FunctionCompiler {
    /** The expressions nest so deeply that the compiler itself needs a larger stack. */
    static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooDeep() {
            super(null, null, false, false);
        }
    }

    private static final LuaCode.Local[] NO_LOCALS = {};
    private static final LuaString GENERATOR = LuaString.of("(for generator)");

    private final LuaString source;
    private final boolean debug;
    private final boolean allowDeep;
    private final List<LuaCode.Site> sites = new ArrayList<>();
    private final List<Variable> scope = new ArrayList<>();
    private final ExpressionCompiler expressions;

    FunctionCompiler(LuaString source, boolean debug, boolean allowDeep) {
        this.source = source;
        this.debug = debug;
        this.allowDeep = allowDeep;
        this.expressions = new ExpressionCompiler(this, allowDeep);
    }

    Proto compile(FunctionBody function) {
        List<Variable> parameters = function.parameters();
        scope.addAll(parameters);
        if (function.argTable() != null) {
            scope.add(function.argTable());
        }
        int[] cells = scope.stream()
                .filter(Variable::captured)
                .mapToInt(Variable::slot)
                .toArray();
        Command body = block(function.block());
        if (debug) {
            Command end = new Lines.Statement(new Blocks.ReturnNothing(), function.lastLine(), visible());
            body = Blocks.sequence(new Command[] {body, end});
        }
        List<LuaString> names = new ArrayList<>();
        for (Upvalue upvalue : function.upvalues()) {
            names.add(upvalue.name());
        }
        return new Proto(
                source,
                function.line(),
                function.lastLine(),
                function.slots(),
                parameters.size(),
                function.vararg(),
                function.argTable() == null ? -1 : function.argTable().slot(),
                cells,
                expressions.isDeep(),
                body,
                sites.toArray(new LuaCode.Site[0]),
                List.copyOf(names));
    }

    /** The node that makes a closure of an inner function. */
    Node function(FunctionBody inner) {
        Proto proto = new FunctionCompiler(source, debug, allowDeep).compile(inner);
        int[] sources = new int[inner.upvalues().size()];
        for (int i = 0; i < sources.length; i++) {
            Upvalue upvalue = inner.upvalues().get(i);
            Variable variable = upvalue.variable();
            sources[i] = variable != null ? variable.slot() : -1 - upvalue.index();
        }
        return new Blocks.Function(proto, sources);
    }

    int site(int line, @Nullable String kind, @Nullable LuaString name) {
        sites.add(new LuaCode.Site(line, kind, name));
        return sites.size() - 1;
    }

    private LuaCode.Local[] visible() {
        List<LuaCode.Local> locals = new ArrayList<>();
        for (Variable v : scope) {
            locals.add(new LuaCode.Local(v.name(), v.slot(), v.captured()));
        }
        return locals.toArray(new LuaCode.Local[0]);
    }

    // ---- statements

    private Command block(Block block) {
        int before = scope.size();
        Command commands = commands(block);
        leave(before);
        return commands;
    }

    private void leave(int size) {
        scope.subList(size, scope.size()).clear();
    }

    private Command commands(Block block) {
        List<Command> list = new ArrayList<>();
        for (Statement s : block.statements()) {
            if (debug) {
                LuaCode.Local[] locals = visible();
                list.add(new Lines.Statement(command(s), lineOf(s), locals));
            } else {
                list.add(command(s));
            }
        }
        return Blocks.sequence(list.toArray(Command.NONE));
    }

    /** Where a debugger stops for a statement. C's compiler makes a local function at the line of its end. */
    private static int lineOf(Statement s) {
        return s instanceof Statement.LocalFunction f ? f.body().lastLine() : s.line();
    }

    /**
     * A loop's body.
     *
     * @param line the loop's own line, 0 when its condition tells the debugger of it
     * @param variables the loop's variables
     */
    private Command body(Block block, int line, List<Variable> variables) {
        LuaCode.Local[] outside = debug ? visible() : NO_LOCALS;
        int before = scope.size();
        scope.addAll(variables);
        Command body = block(block);
        leave(before);
        return debug ? new Lines.Round(body, line, outside) : body;
    }

    private Node condition(Expression e, int line) {
        Node node = expressions.node(e);
        return debug ? new Lines.Condition(node, line, visible()) : node;
    }

    private Command command(Statement s) {
        if (s instanceof Statement.LocalDeclaration d) {
            return declaration(d);
        } else if (s instanceof Statement.LocalFunction d) {
            scope.add(d.variable());
            Node function = function(d.body());
            int slot = d.variable().slot();
            return d.variable().captured()
                    ? new Variables.DeclareFunction(slot, function)
                    : Variables.setLocal(slot, function);
        } else if (s instanceof Statement.Assignment a) {
            return a.targets().size() == 1 && a.values().size() == 1 ? assignment(a) : assignments(a);
        } else if (s instanceof Statement.CallStatement c) {
            return new Calls.Statement(expressions.call(c.call()));
        } else if (s instanceof Statement.Do d) {
            return block(d.block());
        } else if (s instanceof Statement.While w) {
            return new Loops.While(condition(w.condition(), w.line()), body(w.block(), 0, List.of()), w.line());
        } else if (s instanceof Statement.Repeat r) {
            return repeat(r);
        } else if (s instanceof Statement.If i) {
            return branches(i, 0);
        } else if (s instanceof Statement.NumericFor n) {
            return numeric(n);
        } else if (s instanceof Statement.GenericFor g) {
            return generic(g);
        } else if (s instanceof Statement.Return r) {
            return returning(r.values());
        }
        return new Blocks.Break();
    }

    private Command declaration(Statement.LocalDeclaration d) {
        List<Variable> variables = d.variables();
        Node[] values = expressions.nodes(d.values());
        scope.addAll(variables);
        int n = variables.size();
        boolean last = values.length > 0 && values[values.length - 1].isMulti();
        if (values.length > n || (last && values.length < n)) {
            Blocks.Target[] targets = new Blocks.Target[n];
            for (int i = 0; i < n; i++) {
                int slot = variables.get(i).slot();
                targets[i] = variables.get(i).captured() ? new Targets.NewCell(slot) : new Targets.Local(slot);
            }
            return new Blocks.Many(targets, values, false);
        }
        // The new variables' slots are not visible to the values, so each can be stored at once.
        Command[] commands = new Command[n];
        for (int i = 0; i < n; i++) {
            Node value = i < values.length ? values[i] : new Variables.Constant(null);
            int slot = variables.get(i).slot();
            commands[i] = variables.get(i).captured()
                    ? new Variables.DeclareCaptured(slot, value)
                    : Variables.setLocal(slot, value);
        }
        return Blocks.sequence(commands);
    }

    private Command assignment(Statement.Assignment a) {
        Expression target = a.targets().get(0);
        Expression source = a.values().get(0);
        Node value = expressions.node(source);
        if (target instanceof Expression.Local l) {
            Variable v = l.variable();
            return v.captured() ? new Variables.SetCaptured(v.slot(), value) : Variables.setLocal(v.slot(), value);
        } else if (target instanceof Expression.Up u) {
            return new Variables.SetUp(u.index(), value);
        } else if (target instanceof Expression.Global g) {
            return new Variables.SetGlobal(g.name(), value, a.storeLine());
        }
        Expression.Index index = (Expression.Index) target;
        boolean calls = ExpressionCompiler.mayCall(source) || ExpressionCompiler.mayCall(index.key());
        boolean lateObject = calls && ExpressionCompiler.isCaptured(index.object());
        Node object = expressions.node(index.object());
        if (index.key() instanceof Expression.Constant c && c.value() instanceof LuaString name) {
            return new Indexing.SetField(object, name, value, a.storeLine(), lateObject);
        }
        boolean lateKey = ExpressionCompiler.mayCall(source) && ExpressionCompiler.isCaptured(index.key());
        return new Indexing.SetElement(
                object, expressions.node(index.key()), value, a.storeLine(), lateObject, lateKey);
    }

    private Command assignments(Statement.Assignment a) {
        Blocks.Target[] targets = new Blocks.Target[a.targets().size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = target(a.targets().get(i), a.storeLine());
        }
        return new Blocks.Many(targets, expressions.nodes(a.values()), true);
    }

    private Blocks.Target target(Expression e, int line) {
        if (e instanceof Expression.Local l) {
            int slot = l.variable().slot();
            return l.variable().captured() ? new Targets.Captured(slot) : new Targets.Local(slot);
        } else if (e instanceof Expression.Up u) {
            return new Targets.Up(u.index());
        } else if (e instanceof Expression.Global g) {
            return new Targets.Global(g.name(), line);
        }
        Expression.Index index = (Expression.Index) e;
        return new Targets.Element(expressions.node(index.object()), expressions.node(index.key()), line);
    }

    private Command repeat(Statement.Repeat r) {
        int before = scope.size();
        Command body = commands(r.block());
        Node condition = condition(r.condition(), r.conditionLine());
        LuaCode.Local[] locals = visible();
        leave(before);
        return new Loops.Repeat(debug ? new Lines.Round(body, 0, locals) : body, condition, r.line());
    }

    private Command branches(Statement.If s, int from) {
        Command otherwise = null;
        int conditions = s.conditions().size();
        if (s.blocks().size() > conditions) {
            otherwise = block(s.blocks().get(conditions));
        }
        for (int i = conditions - 1; i >= from; i--) {
            Command then = block(s.blocks().get(i));
            Node condition = condition(s.conditions().get(i), s.conditionLines().get(i));
            otherwise = new Blocks.If(condition, then, otherwise);
        }
        return otherwise;
    }

    private Command numeric(Statement.NumericFor n) {
        Node from = expressions.node(n.from());
        Node to = expressions.node(n.to());
        Expression step = n.step();
        Node by = step == null ? new Variables.Constant(1.0) : expressions.node(step);
        Command body = body(n.block(), n.line(), List.of(n.variable()));
        return new Loops.Numeric(from, to, by, n.variable().slot(), n.variable().captured(), body, n.prepareLine());
    }

    private Command generic(Statement.GenericFor g) {
        Node[] values = expressions.nodes(g.values());
        Command body = body(g.block(), g.callLine(), g.variables());
        int n = g.variables().size();
        int[] slots = new int[n];
        boolean[] captured = new boolean[n];
        for (int i = 0; i < n; i++) {
            slots[i] = g.variables().get(i).slot();
            captured[i] = g.variables().get(i).captured();
        }
        int site = site(g.callLine(), "local", GENERATOR);
        return new Loops.Generic(values, slots, captured, body, site, g.callLine());
    }

    private Command returning(List<Expression> values) {
        if (values.isEmpty()) {
            return new Blocks.ReturnNothing();
        }
        if (values.size() == 1) {
            Expression e = values.get(0);
            if (e instanceof Expression.Call || e instanceof Expression.MethodCall) {
                return new Calls.ReturnCall(expressions.call(e));
            }
            if (!e.isMulti()) {
                return new Blocks.ReturnOne(expressions.node(e));
            }
        }
        return new Blocks.ReturnMany(expressions.nodes(values));
    }
}
