/**
 * The examiner: what an exercise asks for, as data, and what looks at a world and answers requirement by requirement.
 * Sees a server only through a {@link io.redislab.client.Connection}. Depends on client and resp; knows no file format
 * and no terminal.
 */
@NullMarked
package io.redislab.grading;

import org.jspecify.annotations.NullMarked;
