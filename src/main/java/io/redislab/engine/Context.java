package io.redislab.engine;

/** What a handler works with. */
public final class Context {}
