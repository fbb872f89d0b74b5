/** What an engine keeps in files: snapshots (RDB) and the append-only file (AOF). */
@NullMarked
package io.redislab.engine.persistence;

import org.jspecify.annotations.NullMarked;
