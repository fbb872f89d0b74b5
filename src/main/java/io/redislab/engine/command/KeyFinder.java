package io.redislab.engine.command;

/** Finds the keys of a call where the key specs can't say it, or can't say what is done to them. */
@FunctionalInterface
public interface KeyFinder {
    KeyPositions find(byte[][] argv);
}
