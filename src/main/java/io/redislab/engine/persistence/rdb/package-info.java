/** The RDB format: how keys and values are written into snapshots and DUMP payloads, and read from them. */
@NullMarked
package io.redislab.engine.persistence.rdb;

import org.jspecify.annotations.NullMarked;
