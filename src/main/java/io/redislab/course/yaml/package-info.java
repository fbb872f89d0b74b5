/**
 * YAML as course files use it: read as nodes, never as Java objects, with limits on size, depth and aliases, each fault at
 * its line, and the keys described where they are read. Depends on SnakeYAML and, for places, on grading.
 */
@NullMarked
package io.redislab.course.yaml;

import org.jspecify.annotations.NullMarked;
