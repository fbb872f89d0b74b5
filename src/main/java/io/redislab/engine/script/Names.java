package io.redislab.engine.script;

import io.redislab.lua.LuaString;

/** The field names in tables that stand for replies. */
final class Names {
    static final LuaString KEYS = LuaString.of("KEYS");
    static final LuaString ARGV = LuaString.of("ARGV");
    static final LuaString ERR = LuaString.of("err");
    static final LuaString OK = LuaString.of("ok");
    static final LuaString DOUBLE = LuaString.of("double");
    static final LuaString BIG_NUMBER = LuaString.of("big_number");
    static final LuaString VERBATIM_STRING = LuaString.of("verbatim_string");
    static final LuaString STRING = LuaString.of("string");
    static final LuaString FORMAT = LuaString.of("format");
    static final LuaString MAP = LuaString.of("map");
    static final LuaString SET = LuaString.of("set");
    /** The error was counted where it arose. */
    static final LuaString IGNORE_STATS = LuaString.of("ignore_error_stats_update");

    static final LuaString SOURCE = LuaString.of("source");
    static final LuaString LINE = LuaString.of("line");

    private Names() {}
}
