package io.redislab.grading;

/**
 * What an answer takes: to be run, and to be called by the examiner for all requirements.
 *
 * @param commands that the engine ran, those in scripts among them
 * @param work elements that it visited
 * @param bytes that keys and values took in the end, in all of the worlds in which it was looked at
 * @param steps in how many portions the answer's own commands changed the data; others see what is between them, and a
 *     crash leaves it
 */
public record Effort(long commands, long work, long bytes, int steps) {}
