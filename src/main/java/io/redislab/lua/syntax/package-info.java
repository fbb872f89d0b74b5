/** Lua's grammar: source text becomes a syntax tree with its variables resolved. May use the values of {@code lua}. */
package io.redislab.lua.syntax;
