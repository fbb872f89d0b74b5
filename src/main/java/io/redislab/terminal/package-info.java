/** What the learner sees: prompt, hints, rendering, panes. Depends on everything below it; nothing but cli on it. */
@NullMarked
package io.redislab.terminal;

import org.jspecify.annotations.NullMarked;
