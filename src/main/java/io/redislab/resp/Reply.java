package io.redislab.resp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply of a Redis server as a tree, with every RESP2 and RESP3 type.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP specification</a>
 */
public sealed interface Reply {
    /** {@code +OK}. */
    record Status(String text) implements Reply {}

    /** {@code -ERR …}; the text has the code but not the leading dash. */
    record Failure(String text) implements Reply {}

    /** {@code :1}. */
    record Int(long value) implements Reply {}

    /** {@code $3}: the bytes as stored. The array belongs to the reply; nobody changes it. */
    record Bulk(byte[] bytes) implements Reply {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** RESP2's null bulk ({@code $-1}) or RESP3's {@code _}. */
    record Nil() implements Reply {}

    /** RESP2's null array ({@code *-1}). RESP3 has only {@link Nil}. */
    record NilArray() implements Reply {}

    record Array(List<Reply> items) implements Reply {}

    /** RESP3 {@code %}: keys and values alternate, so the list has an even size. */
    record MapReply(List<Reply> items) implements Reply {}

    /** RESP3 {@code ~}. */
    record SetReply(List<Reply> items) implements Reply {}

    /** RESP3 {@code >}: comes outside the order of requests and replies. */
    record Push(List<Reply> items) implements Reply {}

    /** RESP3 {@code |}: attributes that precede another reply. Keys and values alternate. */
    record Attribute(List<Reply> items) implements Reply {}

    /** RESP3 {@code ,}; {@code text} is the number as it was written. */
    record DoubleReply(double value, String text) implements Reply {}

    /** RESP3 {@code #t} and {@code #f}. */
    record Bool(boolean value) implements Reply {}

    /** RESP3 {@code (}. */
    record BigNumber(String digits) implements Reply {}

    /** RESP3 {@code =}; {@code format} has three letters, as in {@code txt}. */
    record Verbatim(String format, byte[] bytes) implements Reply {}
}
