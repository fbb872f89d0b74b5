package io.redislab.rediscli;

/** Ends the program with an exit code, from any depth; what there was to say has been said. */
final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    Ended(int code) {
        super("exit " + code, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
