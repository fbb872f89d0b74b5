package io.redislab.lua.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function as it was written.
 *
 * @param parameters the named ones
 * @param argTable the variable {@code arg} when the function is to fill it with the further arguments
 * @param slots how many places for locals a frame needs
 * @param line where it begins, 0 for a chunk
 */
public record FunctionBody(
        List<Variable> parameters,
        boolean vararg,
        @Nullable Variable argTable,
        List<Upvalue> upvalues,
        Block block,
        int slots,
        int line,
        int lastLine) {}
