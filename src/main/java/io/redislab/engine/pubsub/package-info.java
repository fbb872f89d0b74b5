/** Channels, patterns and shard channels. Depends on engine.value and engine.command. */
@NullMarked
package io.redislab.engine.pubsub;

import org.jspecify.annotations.NullMarked;
