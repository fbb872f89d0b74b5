/**
 * Users and what they may do. Names, passwords' hashes and rules are Strings of ISO-8859-1: one character a byte, so that
 * any bytes pass through unchanged. Depends on engine.value and engine.command.
 */
@NullMarked
package io.redislab.engine.acl;

import org.jspecify.annotations.NullMarked;
