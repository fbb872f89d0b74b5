/** Looks inside: draws a value's true structure from the engine's memory. Depends on engine and resp only. */
@NullMarked
package io.redislab.lab.inside;

import org.jspecify.annotations.NullMarked;
