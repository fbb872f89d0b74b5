package io.redislab.engine.command;

/** The types of arguments, with Redis' names. */
public enum ArgumentType {
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

    ArgumentType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
