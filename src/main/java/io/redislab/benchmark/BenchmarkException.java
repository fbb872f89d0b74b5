package io.redislab.benchmark;

/** The run can't go on; the message is the user's. */
public final class BenchmarkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchmarkException(String message) {
        super(message);
    }
}
