package io.redislab.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where replies end, RESP2 and RESP3, in bytes that come in any portions, without building the replies. Pushes and
 * attributes are no replies of their own.
 */
final class ReplyScanner {
    private enum State {
        TYPE,
        LINE,
        LENGTH,
        BODY
    }

    private static final int LONGEST_ERROR = 1024;

    private State state = State.TYPE;
    private byte type;
    private long number;
    private boolean negative;
    /** Bytes of a bulk string that are still to come, its CR LF included. */
    private long body;
    /** Of each open aggregate, the outermost first: how many elements are still to come, and its type. */
    private long[] missing = new long[8];

    private byte[] types = new byte[8];
    private int depth;
    private final byte[] error = new byte[LONGEST_ERROR];
    private int errorLength;
    private @Nullable String failure;

    /** What the first reply that is an error says, once there was one. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Answers how many replies have ended in these bytes. */
    int scan(byte[] bytes, int from, int to) {
        int replies = 0;
        int at = from;
        while (at < to) {
            switch (state) {
                case TYPE -> begin(bytes[at++]);
                case LINE -> {
                    byte b = bytes[at++];
                    if (b == '\n') {
                        replies += ended();
                    } else if (type == '-') {
                        keep(b);
                    }
                }
                case LENGTH -> {
                    byte b = bytes[at++];
                    if (b == '\n') {
                        replies += measured();
                    } else if (b == '-') {
                        negative = true;
                    } else if (b >= '0' && b <= '9') {
                        number = number * 10 + (b - '0');
                    } else if (b != '\r') {
                        throw new BenchmarkException("Error: Protocol error, bad length of a reply");
                    }
                }
                case BODY -> {
                    int part = (int) Math.min(body, to - at);
                    if (type == '!') {
                        for (int i = 0; i < part; i++) {
                            keep(bytes[at + i]);
                        }
                    }
                    at += part;
                    body -= part;
                    if (body == 0) {
                        replies += ended();
                    }
                }
            }
        }
        return replies;
    }

    private void begin(byte first) {
        type = first;
        number = 0;
        negative = false;
        errorLength = 0;
        state = switch (first) {
            case '+', '-', ':', '_', ',', '#', '(' -> State.LINE;
            case '$', '!', '=', '*', '~', '%', '>', '|' -> State.LENGTH;
            default ->
                throw new BenchmarkException(
                        "Error: Protocol error, got \"" + (char) (first & 0xff) + "\" as reply type byte");
        };
    }

    private void keep(byte b) {
        if (b != '\r' && errorLength < LONGEST_ERROR) {
            error[errorLength++] = b;
        }
    }

    /** A length is known. */
    private int measured() {
        boolean bulk = type == '$' || type == '!' || type == '=';
        if (negative) {
            return ended();
        }
        if (bulk) {
            body = number + 2;
            state = State.BODY;
            return 0;
        }
        long elements = type == '%' || type == '|' ? number * 2 : number;
        if (elements == 0) {
            return type == '|' || type == '>' && depth == 0 ? restart() : ended();
        }
        if (depth == missing.length) {
            missing = Arrays.copyOf(missing, depth * 2);
            types = Arrays.copyOf(types, depth * 2);
        }
        missing[depth] = elements;
        types[depth++] = type;
        return restart();
    }

    private int restart() {
        state = State.TYPE;
        return 0;
    }

    /** An element is whole, and perhaps what it is part of. Answers 1 when that is a reply. */
    private int ended() {
        state = State.TYPE;
        if (depth == 0) {
            if ((type == '-' || type == '!') && failure == null) {
                failure = new String(error, 0, errorLength, StandardCharsets.UTF_8);
            }
            return 1;
        }
        while (depth > 0) {
            if (--missing[depth - 1] > 0) {
                return 0;
            }
            byte closed = types[--depth];
            if (closed == '|' || closed == '>' && depth == 0) {
                return 0;
            }
        }
        return 1;
    }
}
