package io.redislab.engine.commands;

import io.redislab.engine.value.ElementSink;
import io.redislab.resp.ReplySink;

/** Replies with elements as bulk strings, straight from where they are stored. */
record ElementReply(ReplySink reply) implements ElementSink {
    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        reply.bulk(buffer, offset, length);
    }

    @Override
    public void integer(long value) {
        reply.bulkLong(value);
    }
}
