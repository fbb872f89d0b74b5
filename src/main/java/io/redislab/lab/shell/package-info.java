/**
 * The learner's own shell: a bash in which redis-cli and the like reach the lab's world, and what stands in there for
 * programs that a course calls (docker, psql, bc). Knows the lab, its doorway and the SQL database.
 */
@NullMarked
package io.redislab.lab.shell;

import org.jspecify.annotations.NullMarked;
