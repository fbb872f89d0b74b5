package io.redislab.lua.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement; {@code line} is where it begins unless said otherwise. */
public sealed interface Statement {
    int line();

    record LocalDeclaration(List<Variable> variables, List<Expression> values, int line) implements Statement {}

    record LocalFunction(Variable variable, FunctionBody body, int line) implements Statement {}

    /**
     * Values to variables or fields.
     *
     * @param storeLine the line for errors in storing
     */
    record Assignment(List<Expression> targets, List<Expression> values, int storeLine, int line)
            implements Statement {}

    record CallStatement(Expression call, int line) implements Statement {}

    record Do(Block block, int line) implements Statement {}

    record While(Expression condition, Block block, int line) implements Statement {}

    /** The condition sees the block's locals. */
    record Repeat(Block block, Expression condition, int conditionLine, int line) implements Statement {}

    /**
     * Branches.
     *
     * @param blocks one for each condition, and perhaps one more for {@code else}
     */
    record If(List<Expression> conditions, List<Integer> conditionLines, List<Block> blocks, int line)
            implements Statement {}

    /**
     * A loop over numbers.
     *
     * @param prepareLine the line for errors in the three numbers
     */
    record NumericFor(
            Variable variable,
            Expression from,
            Expression to,
            @Nullable Expression step,
            Block block,
            int prepareLine,
            int line)
            implements Statement {}

    /**
     * A loop with a generator.
     *
     * @param slot the first of three slots for the generator, its state and the control variable
     * @param callLine the line of the generator's calls
     */
    record GenericFor(List<Variable> variables, List<Expression> values, int slot, Block block, int callLine, int line)
            implements Statement {}

    record Return(List<Expression> values, int line) implements Statement {}

    record Break(int line) implements Statement {}
}
