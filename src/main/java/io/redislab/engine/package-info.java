/**
 * The engine: what a Redis server is without its sockets. One thread owns an {@link io.redislab.engine.Engine}; there are
 * no locks. Depends on {@code resp} and {@code lua}; knows no terminal, no lesson and no socket.
 */
@NullMarked
package io.redislab.engine;

import org.jspecify.annotations.NullMarked;
