/** Measurements that people run, on a quiet machine: {@code docs/performance.md} says how, and what they gave. */
@NullMarked
package io.redislab.bench;

import org.jspecify.annotations.NullMarked;
