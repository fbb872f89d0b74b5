package io.redislab.lua.syntax;

import io.redislab.lua.LuaString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Lines are those that messages give, which is mostly where the operation was complete. */
public sealed interface Expression {
    /** nil, a boolean, a number or a string. */
    record Constant(@Nullable Object value) implements Expression {}

    /** {@code ...} */
    record Vararg() implements Expression {}

    record Function(FunctionBody body) implements Expression {}

    record Local(Variable variable) implements Expression {}

    record Up(int index, LuaString name) implements Expression {}

    record Global(LuaString name, int line) implements Expression {}

    record Index(Expression object, Expression key, int line) implements Expression {}

    /** An expression in parentheses: one value, and nothing that can be assigned to. */
    record Paren(Expression inner) implements Expression {}

    record Call(Expression function, List<Expression> arguments, int line) implements Expression {}

    /**
     * {@code object:name(...)}
     *
     * @param nameLine where the method's name stands, for errors in looking it up
     */
    record MethodCall(Expression object, LuaString name, int nameLine, List<Expression> arguments, int line)
            implements Expression {}

    record Binary(Operator operator, Expression left, Expression right, int line) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record Negate(Expression operand, int line) implements Expression {}

    record Length(Expression operand, int line) implements Expression {}

    /** One entry of a constructor; without key the next of the list. */
    record Field(@Nullable Expression key, Expression value, int line) {}

    /**
     * A constructor.
     *
     * @param line where it ends
     */
    record Table(List<Field> fields, int line) implements Expression {}

    /** Whether it may give any number of values. */
    default boolean isMulti() {
        return this instanceof Call || this instanceof MethodCall || this instanceof Vararg;
    }

    /** The expression without parentheses around it. */
    default Expression bare() {
        Expression e = this;
        while (e instanceof Paren p) {
            e = p.inner();
        }
        return e;
    }
}
