/** What the server tells about itself: MONITOR, SLOWLOG, LATENCY, INFO. */
@NullMarked
package io.redislab.engine.monitor;

import org.jspecify.annotations.NullMarked;
