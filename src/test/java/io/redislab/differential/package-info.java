/**
 * Random command sequences, played on the engine and on a real Redis: every reply and the whole keyspace must agree. See
 * {@code docs/testing.md}.
 */
@NullMarked
package io.redislab.differential;

import org.jspecify.annotations.NullMarked;
