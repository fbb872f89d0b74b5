/** Other servers, to which keys can move. */
@NullMarked
package io.redislab.engine.peer;

import org.jspecify.annotations.NullMarked;
