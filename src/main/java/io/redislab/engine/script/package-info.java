/**
 * Scripts and functions: the bridge between the engine and {@link io.redislab.lua}. {@link
 * io.redislab.engine.script.Scripting} is what the rest of the engine knows of it. Depends on engine, engine.command,
 * resp and lua.
 */
@NullMarked
package io.redislab.engine.script;

import org.jspecify.annotations.NullMarked;
