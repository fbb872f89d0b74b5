/** Users and what they may do. Depends on engine.value and engine.command. */
@NullMarked
package io.redislab.engine.acl;

import org.jspecify.annotations.NullMarked;
