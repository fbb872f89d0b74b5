package io.redislab.engine.command;

/** What changed in a command, and in which version of Redis. */
public record History(String version, String change) {}
