/** What the engine knows and does about its clients: CLIENT LIST's line, memory, pauses, client-side caching. */
@NullMarked
package io.redislab.engine.clients;

import org.jspecify.annotations.NullMarked;
