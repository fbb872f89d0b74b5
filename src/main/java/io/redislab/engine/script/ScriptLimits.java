package io.redislab.engine.script;

import io.redislab.lua.LuaLimits;
import java.util.Locale;
import java.util.Map;

/**
 * What scripts may use before they are ended with an error. Redis has no such limits, so they are no parameters of CONFIG:
 * environment variables set them. {@code docs/scripting.md} describes them.
 */
public final class ScriptLimits {
    /** Rounds of loops, calls, steps of patterns and the like; 0 for no limit. */
    private static final String INSTRUCTIONS = "REDISLAB_SCRIPT_INSTRUCTIONS";
    /** Bytes that may be alive. */
    private static final String MEMORY = "REDISLAB_SCRIPT_MEMORY";
    /** Bytes that one string may have. */
    private static final String STRING = "REDISLAB_SCRIPT_STRING";
    /** Coroutines that may be suspended. */
    private static final String COROUTINES = "REDISLAB_SCRIPT_COROUTINES";

    private static final LuaLimits COMMON = LuaLimits.DEFAULT;

    /** For {@code redislab server}: a script that nobody kills ends after some minutes. */
    public static final LuaLimits SERVER = withInstructions(20_000_000_000L);

    /** For the lab and for checks: after some seconds. */
    public static final LuaLimits LAB = withInstructions(2_000_000_000L);

    /** For answers that are graded: after a second or two, since many scripts run for one answer. */
    public static final LuaLimits GRADED = withInstructions(200_000_000L);

    private ScriptLimits() {}

    private static LuaLimits withInstructions(long instructions) {
        return new LuaLimits(instructions, COMMON.memory(), COMMON.stringBytes(), COMMON.coroutines());
    }

    /**
     * The limits that the environment sets, and for the rest the given ones.
     *
     * @throws IllegalArgumentException naming a variable that is no number
     */
    public static LuaLimits of(LuaLimits defaults, Map<String, String> environment) {
        return new LuaLimits(
                number(environment, INSTRUCTIONS, defaults.instructions(), Long.MAX_VALUE),
                number(environment, MEMORY, defaults.memory(), Long.MAX_VALUE),
                number(environment, STRING, defaults.stringBytes(), Integer.MAX_VALUE),
                (int) number(environment, COROUTINES, defaults.coroutines(), 100_000));
    }

    /** A number, perhaps with k, m or g behind it for powers of 1024. */
    private static long number(Map<String, String> environment, String name, long otherwise, long max) {
        String text = environment.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return otherwise;
        }
        int shift =
                switch (text.charAt(text.length() - 1)) {
                    case 'k' -> 10;
                    case 'm' -> 20;
                    case 'g' -> 30;
                    default -> 0;
                };
        try {
            long number = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1));
            if (number >= 0 && number <= max >> shift) {
                return number << shift;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: " + text, e);
        }
        throw new IllegalArgumentException(name + " is out of range: " + text);
    }
}
