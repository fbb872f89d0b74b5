/** A connection to a server, be it the engine in this process or a remote one. Depends on engine and resp. */
@NullMarked
package io.redislab.client;

import org.jspecify.annotations.NullMarked;
