package io.redislab.lua;

/**
 * What a script may use before it is stopped.
 *
 * @param instructions steps (loop rounds, calls, pattern steps); 0 for no limit
 * @param memory bytes that may be alive, roughly
 * @param stringBytes bytes that one string may have
 * @param coroutines how many coroutines may be suspended at once; each holds a thread of the JVM
 */
public record LuaLimits(long instructions, long memory, long stringBytes, int coroutines) {
    /** No limit on steps; 512 MB of memory and for a string, or less where the JVM has not much more. */
    public static final LuaLimits DEFAULT = new LuaLimits(
            0,
            Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 3),
            Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 6),
            1000);
}
