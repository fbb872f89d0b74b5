/**
 * The database behind the cache: H2 in PostgreSQL mode, in memory, made on first use, and psql's ways to show what it
 * answers. Knows nothing of Redis.
 */
@NullMarked
package io.redislab.lab.sql;

import org.jspecify.annotations.NullMarked;
