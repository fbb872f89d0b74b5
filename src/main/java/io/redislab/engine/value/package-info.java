/** The data types and their encodings. Depends on resp for number formats only. */
@NullMarked
package io.redislab.engine.value;

import org.jspecify.annotations.NullMarked;
