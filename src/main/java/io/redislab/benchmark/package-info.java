/**
 * Load on a server, as redis-benchmark makes it: many connections that send one command again and again, and a report of
 * how long the replies took. Depends on {@code client}, {@code resp}, {@code tls} and
 * the engine's clock.
 */
@NullMarked
package io.redislab.benchmark;

import org.jspecify.annotations.NullMarked;
