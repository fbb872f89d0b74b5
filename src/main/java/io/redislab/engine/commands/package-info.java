/** The commands, one class a group as redis.io groups them. Nothing depends on them but the table that lists the groups. */
@NullMarked
package io.redislab.engine.commands;

import org.jspecify.annotations.NullMarked;
