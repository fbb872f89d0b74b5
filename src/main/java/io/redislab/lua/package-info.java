/**
 * A Lua 5.1 interpreter that knows no Redis: values, tables, errors, coroutines, budgets and the hooks that a host
 * uses. It depends on nothing in the project.
 *
 * <p>A Lua value is a plain Java object: {@code null} is nil, {@link java.lang.Boolean}, {@link java.lang.Double},
 * {@link io.redislab.lua.LuaString}, {@link io.redislab.lua.LuaTable}, {@link io.redislab.lua.LuaFunction},
 * {@link io.redislab.lua.LuaCoroutine} or {@link io.redislab.lua.LuaUserdata}. A function's results travel as one
 * object: the value itself when there is exactly one, an {@code Object[]} otherwise.
 *
 * <p>{@code syntax} reads source text, {@code exec} turns it into a tree of nodes that run, {@code lib} holds the
 * libraries. Arrows go lib, exec, syntax, this package.
 */
package io.redislab.lua;
