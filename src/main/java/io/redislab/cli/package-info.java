/** The command line: one class a command of {@code redislab}. Depends on everything; nothing depends on it. */
@NullMarked
package io.redislab.cli;

import org.jspecify.annotations.NullMarked;
