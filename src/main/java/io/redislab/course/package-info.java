/**
 * The course: chapters, steps and exercises as they stand in files, the loader that reads them without trusting them, and
 * a learner's progress. Depends on grading and client; knows no terminal and no engine.
 */
@NullMarked
package io.redislab.course;

import org.jspecify.annotations.NullMarked;
