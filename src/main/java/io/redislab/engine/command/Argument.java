package io.redislab.engine.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One argument in a command's syntax, as COMMAND DOCS describes it: a tree of alternatives and blocks.
 *
 * @param token the word that precedes the value, or that is the argument itself for {@link Type#PURE_TOKEN}
 * @param multiple may be given several times; the token is then given once, unless {@code multipleToken}
 * @param keySpecIndex for a key, the key spec that finds it; -1 where Redis names none
 */
public record Argument(
        String name,
        Type type,
        @Nullable String token,
        boolean optional,
        boolean multiple,
        boolean multipleToken,
        @Nullable String since,
        @Nullable String deprecatedSince,
        int keySpecIndex,
        List<Argument> children) {

    /** The types of arguments, with Redis' names. */
    public enum Type {
        STRING("string"),
        INTEGER("integer"),
        DOUBLE("double"),
        KEY("key"),
        PATTERN("pattern"),
        UNIX_TIME("unix-time"),
        PURE_TOKEN("pure-token"),
        ONE_OF("oneof"),
        BLOCK("block");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
