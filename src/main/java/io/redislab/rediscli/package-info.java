/**
 * {@code redislab cli}, in redis-cli's place: one command, commands from a pipe, the prompt, and the options that do
 * something else, such as {@code --scan}. Texts are strings of bytes, a char each (ISO 8859-1), so that what a shell hands
 * over and what a server says pass unchanged. Depends on engine (the command table, for help; the clock), tls and resp.
 */
@NullMarked
package io.redislab.rediscli;

import org.jspecify.annotations.NullMarked;
