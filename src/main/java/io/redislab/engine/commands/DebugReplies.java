package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** DEBUG PROTOCOL and its like: replies of every kind. */
final class DebugReplies {
    private static final String STRUCTURES =
            "bits:64 robj:16 dictentry:24 sdshdr5:1 sdshdr8:3 sdshdr16:5 sdshdr32:9 sdshdr64:17 ";

    private DebugReplies() {}

    static void error(Context c) {
        String text = new String(c.arg(2), StandardCharsets.UTF_8);
        throw new RedisError(text.replace('\n', ' ').replace('\r', ' '));
    }

    static void structureSizes(Context c) {
        c.reply().bulk(STRUCTURES);
    }

    static void protocol(Context c) {
        ReplySink reply = c.reply();
        switch (new String(c.arg(2), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.doubleValue(3.141);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nil();
            case "array" -> {
                reply.array(3);
                countToTwo(reply);
            }
            case "set" -> {
                reply.set(3);
                countToTwo(reply);
            }
            case "map" -> {
                reply.map(3);
                for (int i = 0; i < 3; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> attributes(reply);
            case "push" -> push(c);
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring".getBytes(StandardCharsets.US_ASCII));
            default ->
                throw new RedisError("ERR Wrong protocol type name. Please use one of the following:"
                        + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
        }
    }

    private static void countToTwo(ReplySink reply) {
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }

    private static void attributes(ReplySink reply) {
        if (reply.resp3()) {
            reply.attribute(1);
            reply.bulk("key-popularity");
            reply.array(2);
            reply.bulk("key:123");
            reply.integer(90);
        }
        reply.bulk("Some real reply following the attribute");
    }

    private static void push(Context c) {
        if (!c.reply().resp3()) {
            throw new RedisError("ERR RESP2 is not supported by this command");
        }
        ReplySink pushes = c.session().pushSink();
        pushes.push(2);
        pushes.bulk("server-cpu-usage");
        pushes.integer(42);
        c.reply().bulk("Some real reply following the push reply");
    }
}
