/** Understands what people paste that was written for a shell. Depends on resp only. */
@NullMarked
package io.redislab.lab.paste;

import org.jspecify.annotations.NullMarked;
