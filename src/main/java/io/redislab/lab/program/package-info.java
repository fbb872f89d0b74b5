/**
 * Answers that are programs for a shell: bash in a sandbox, whose redis-cli reaches a world of the examiner's through a
 * doorway, and whose time is that world's.
 */
@NullMarked
package io.redislab.lab.program;

import org.jspecify.annotations.NullMarked;
