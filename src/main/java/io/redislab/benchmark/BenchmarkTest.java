package io.redislab.benchmark;

/**
 * A command to send again and again.
 *
 * @param title as the report names it
 * @param command in the protocol's form, with placeholders
 */
record BenchmarkTest(String title, byte[] command) {}
