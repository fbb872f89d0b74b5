/** The guide's blocks for a shell, beside a real Redis. */
@NullMarked
package io.redislab.guide;

import org.jspecify.annotations.NullMarked;
