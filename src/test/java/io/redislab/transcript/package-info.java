/**
 * Transcripts: text files of commands and the replies that a real Redis gave, replayed on the engine, and on a real Redis
 * wherever one is installed. See {@code docs/transcripts.md}.
 */
@NullMarked
package io.redislab.transcript;

import org.jspecify.annotations.NullMarked;
