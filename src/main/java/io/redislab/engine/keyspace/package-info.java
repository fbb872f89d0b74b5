/** Databases: keys, values, expiry, watched and blocked keys. */
@NullMarked
package io.redislab.engine.keyspace;

import org.jspecify.annotations.NullMarked;
