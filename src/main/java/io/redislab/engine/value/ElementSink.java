package io.redislab.engine.value;

/** Takes an element as it is stored: an integer, or bytes inside a larger buffer, so that nobody has to copy it. */
public interface ElementSink {
    /** The bytes are valid during the call only. */
    void bytes(byte[] buffer, int offset, int length);

    void integer(long value);
}
