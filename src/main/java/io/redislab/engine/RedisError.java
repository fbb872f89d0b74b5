package io.redislab.engine;

/** An error reply in Redis' exact words, code first: {@code ERR syntax error}. Has no stack trace: it is an answer. */
@SuppressWarnings("StaticAssignmentOfThrowable") // stackless and immutable, so that one instance serves all
public final class RedisError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final RedisError SYNTAX = new RedisError("ERR syntax error");
    public static final RedisError WRONG_TYPE =
            new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
    public static final RedisError NOT_AN_INTEGER = new RedisError("ERR value is not an integer or out of range");
    public static final RedisError NOT_A_FLOAT = new RedisError("ERR value is not a valid float");
    public static final RedisError NO_SUCH_KEY = new RedisError("ERR no such key");
    public static final RedisError OUT_OF_RANGE = new RedisError("ERR index out of range");
    public static final RedisError OUT_OF_MEMORY =
            new RedisError("OOM command not allowed when used memory > 'maxmemory'.");

    public RedisError(String message) {
        super(message, null, false, false);
    }

    /** The text of the reply, code first, a char for each byte: {@link io.redislab.resp.WireText}. */
    public String text() {
        return getMessage();
    }
}
