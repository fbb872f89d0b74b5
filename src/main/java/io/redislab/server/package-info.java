/**
 * Sockets: one thread that owns the engine, reads commands for it and sends what it answers. No command logic. Depends on
 * {@code tls}, {@code engine} and {@code resp}.
 */
@NullMarked
package io.redislab.server;

import org.jspecify.annotations.NullMarked;
