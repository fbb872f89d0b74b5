/**
 * Runs Lua: the compiler makes a tree of nodes of a syntax tree, and each node knows how to evaluate itself. May use
 * {@code lua} and {@code lua.syntax}.
 *
 * <p>Numbers stay unboxed on the way: {@link io.redislab.lua.exec.Node#number} answers a double, or
 * {@link io.redislab.lua.Lua#TAG} with the value in the frame when it is something else.
 */
package io.redislab.lua.exec;
