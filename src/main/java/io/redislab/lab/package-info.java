/**
 * The lab around the engine: worlds that outlive the program, the clients at one prompt, the learner's way through the
 * course. Knows no terminal; what is to be shown goes to a {@link io.redislab.lab.Voice}. Depends on course, grading,
 * client, engine and resp.
 */
@NullMarked
package io.redislab.lab;

import org.jspecify.annotations.NullMarked;
