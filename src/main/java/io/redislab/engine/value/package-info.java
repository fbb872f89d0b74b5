/** The data types and their encodings. Depends on arena, in which members and fields lie, and on resp for number formats. */
@NullMarked
package io.redislab.engine.value;

import org.jspecify.annotations.NullMarked;
