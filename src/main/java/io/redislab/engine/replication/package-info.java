/** Replication: replicas that are fed with every change, and the master that this server follows. */
@NullMarked
package io.redislab.engine.replication;

import org.jspecify.annotations.NullMarked;
