/**
 * The libraries that Redis gives to scripts: base, string, table, math, coroutine, bit, struct, cjson and cmsgpack.
 * {@link io.redislab.lua.lib.LuaLibraries} installs them. May use everything else in {@code lua}.
 */
package io.redislab.lua.lib;
