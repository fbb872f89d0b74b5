/** How a command is declared, found and checked, and how its arguments are read. */
@NullMarked
package io.redislab.engine.command;

import org.jspecify.annotations.NullMarked;
