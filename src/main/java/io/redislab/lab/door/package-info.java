/**
 * A way into an engine that this process owns, for programs of the learner's shell: a Unix socket whose clients are
 * ordinary sessions. Knows engine, client and resp; the owner of the engine is a {@link io.redislab.lab.door.Host}.
 */
@NullMarked
package io.redislab.lab.door;

import org.jspecify.annotations.NullMarked;
