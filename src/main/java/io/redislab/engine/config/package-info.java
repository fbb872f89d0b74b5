/** The configuration. */
@NullMarked
package io.redislab.engine.config;

import org.jspecify.annotations.NullMarked;
