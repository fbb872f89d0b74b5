package io.redislab.engine.config;

/** Whom replicaof names. */
public record MasterAddress(String host, int port) {}
