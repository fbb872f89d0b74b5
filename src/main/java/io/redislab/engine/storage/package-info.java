/** Where files are kept: on the machine, or on a disk in memory that can lose its power. */
@NullMarked
package io.redislab.engine.storage;

import org.jspecify.annotations.NullMarked;
