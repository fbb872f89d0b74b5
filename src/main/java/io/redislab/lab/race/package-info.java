/** Runs several clients' steps in every order. Depends on the lab's engines, grading's variables and resp. */
@NullMarked
package io.redislab.lab.race;

import org.jspecify.annotations.NullMarked;
