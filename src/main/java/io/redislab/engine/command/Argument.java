package io.redislab.engine.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One argument in a command's syntax, as COMMAND DOCS describes it: a tree of alternatives and blocks.
 *
 * @param token the word that precedes the value, or that is the argument itself for {@link ArgumentType#PURE_TOKEN}
 * @param multiple may be given several times; the token is then given once, unless {@code multipleToken}
 * @param keySpecIndex for a key, the key spec that finds it; -1 where Redis names none
 */
public record Argument(
        String name,
        ArgumentType type,
        @Nullable String token,
        boolean optional,
        boolean multiple,
        boolean multipleToken,
        @Nullable String since,
        @Nullable String deprecatedSince,
        int keySpecIndex,
        List<Argument> children) {}
