package io.redislab.engine;

import java.util.List;

/**
 * An end that nobody has asked for, as a fault in the server would bring it.
 *
 * @param signal by which the process ends
 * @param lines what the log says of its cause
 */
public record Crash(int signal, List<String> lines) {
    private static final int SIGABRT = 6;
    private static final int SIGSEGV = 11;

    public Crash {
        lines = List.copyOf(lines);
    }

    /** As after an invalid access to memory. */
    public static Crash segmentationFault() {
        return new Crash(SIGSEGV, List.of("Redis 7.0.15 crashed by signal: " + SIGSEGV));
    }

    /** A signal that asks for it. */
    public static Crash abort() {
        return new Crash(SIGABRT, List.of("Redis 7.0.15 crashed by signal: " + SIGABRT));
    }

    /** The server has found something that can't be. */
    public static Crash panic(String cause) {
        return new Crash(SIGABRT, List.of("Guru Meditation: " + cause));
    }

    /** Something that must be true is not. */
    public static Crash failedAssertion(String condition) {
        return new Crash(SIGABRT, List.of("=== ASSERTION FAILED ===", "==> '" + condition + "' is not true"));
    }

    /** There is no memory left. */
    public static Crash outOfMemory(long bytes) {
        return new Crash(SIGABRT, List.of("Out Of Memory allocating " + bytes + " bytes!"));
    }
}
