/**
 * The author's tools: what makes, checks and proves a course. Nothing here is loaded by the lab.
 */
@NullMarked
package io.redislab.course.author;

import org.jspecify.annotations.NullMarked;
