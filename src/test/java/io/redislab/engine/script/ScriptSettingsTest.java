package io.redislab.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.redislab.lua.LuaLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of scripts as the environment sets them. */
final class ScriptSettingsTest {
    private static final LuaLimits DEFAULTS = new LuaLimits(1, 2, 3, 4);

    @Test
    void whatIsNotSetStays() {
        assertEquals(DEFAULTS, ScriptLimits.of(DEFAULTS, Map.of("REDISLAB_SCRIPT_MEMORY", "")));
    }

    @Test
    void numbersMayHaveUnits() {
        Map<String, String> environment = Map.of(
                "REDISLAB_SCRIPT_INSTRUCTIONS",
                "0",
                "REDISLAB_SCRIPT_MEMORY",
                "64m",
                "REDISLAB_SCRIPT_STRING",
                "8K",
                "REDISLAB_SCRIPT_COROUTINES",
                "10");
        assertEquals(new LuaLimits(0, 64L << 20, 8L << 10, 10), ScriptLimits.of(DEFAULTS, environment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "m", "1.5", "99999999999g", "9223372036854775807k"})
    void mistakesNameTheVariable(String value) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ScriptLimits.of(DEFAULTS, Map.of("REDISLAB_SCRIPT_MEMORY", value)));
        assertEquals("REDISLAB_SCRIPT_MEMORY", e.getMessage().split(" ", 2)[0]);
    }
}
