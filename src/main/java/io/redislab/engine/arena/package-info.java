/**
 * Memory for many small records that the garbage collector need not look at: bytes in large arrays, handed out and taken
 * back by hand. Knows nothing of keys and values; depends on nothing.
 */
@NullMarked
package io.redislab.engine.arena;

import org.jspecify.annotations.NullMarked;
