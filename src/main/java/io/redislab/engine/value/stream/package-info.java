/** Streams: entries in nodes of listpacks, and consumer groups. Depends on engine.value only. */
@NullMarked
package io.redislab.engine.value.stream;

import org.jspecify.annotations.NullMarked;
