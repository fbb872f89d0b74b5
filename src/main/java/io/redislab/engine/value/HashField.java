package io.redislab.engine.value;

/** A field of a hash with its value; nobody changes the arrays. */
public record HashField(byte[] field, byte[] value) {}
