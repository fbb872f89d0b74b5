package io.redislab.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a client sends into commands: arrays of bulk strings, and inline commands. Bytes are borrowed from the caller
 * while a batch is decoded ({@link #feed}, {@link #next} until null, {@link #keep}), so that a whole command is copied
 * once, into its arguments. A long argument fills its own array as its bytes come, and memory is never taken because a
 * header announces it.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP specification</a>
 */
public final class CommandDecoder {
    /** The longest header line, and the longest inline command. */
    private static final int MAX_LINE = 64 * 1024;

    private static final int UNAUTHENTICATED_MAX_ARGUMENTS = 10;
    private static final int UNAUTHENTICATED_MAX_LENGTH = 16 * 1024;
    /** Arguments up to this length get their array at once; longer ones grow into theirs. */
    private static final int TRUSTED_LENGTH = 1 << 20;

    private static final int TRUSTED_ARGUMENTS = 1024;
    private static final byte[] NOTHING = {};
    private static final byte[][] NO_ARGUMENTS = {};
    private static final int NONE = -1;

    /** What is not yet decoded: {@code data[position .. limit)}. */
    private byte[] data = NOTHING;

    private int position;
    private int limit;
    private boolean borrowed;
    private byte[] own = NOTHING;

    private byte[][] arguments = NO_ARGUMENTS;
    private int filled;
    private int expected;
    private long argumentBytes;

    /** The argument that is being read, or null between arguments. */
    private byte @Nullable [] argument;

    private int argumentFilled;
    private int argumentLength = NONE;

    private byte[] lastName = NOTHING;

    /** The bytes are not a command; the connection is of no more use. */
    public static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1L;
        private final String detail;

        BadRequest(String reply, String detail) {
            super("ERR Protocol error: " + reply, null, false, false);
            this.detail = detail;
        }

        /** The error reply, one byte a character: it may quote what the client sent. */
        public byte[] reply() {
            return getMessage().getBytes(StandardCharsets.ISO_8859_1);
        }

        /** What the log says about it. */
        public String detail() {
            return detail;
        }
    }

    /** Adds received bytes. They must stay as they are until {@link #keep}. */
    public void feed(byte[] bytes, int from, int to) {
        if (position == limit) {
            data = bytes;
            position = from;
            limit = to;
            borrowed = true;
        } else {
            keep();
            append(bytes, from, to);
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int have = limit - position;
        int need = have + (to - from);
        if (own.length - limit < to - from) {
            byte[] roomy = own.length >= need && have <= own.length / 2 ? own : new byte[Math.max(need, have * 2)];
            System.arraycopy(data, position, roomy, 0, have);
            own = roomy;
            data = own;
            position = 0;
            limit = have;
        }
        System.arraycopy(bytes, from, own, limit, to - from);
        limit += to - from;
    }

    /** The batch is over: what is left of it is copied. */
    public void keep() {
        if (!borrowed) {
            if (position == limit) {
                release();
            }
            return;
        }
        borrowed = false;
        int left = limit - position;
        if (left == 0) {
            release();
            return;
        }
        if (own.length < left) {
            own = new byte[left];
        }
        System.arraycopy(data, position, own, 0, left);
        data = own;
        position = 0;
        limit = left;
    }

    private void release() {
        data = NOTHING;
        own = NOTHING;
        position = 0;
        limit = 0;
    }

    /** Bytes that have come and belong to no whole argument yet. */
    public long pendingBytes() {
        return limit - position + (long) argumentFilled;
    }

    /** Bytes that are held for input beyond {@link #pendingBytes}. */
    public long spareBytes() {
        int buffer = borrowed ? 0 : Math.max(0, own.length - (limit - position));
        int inArgument = argument == null ? 0 : argument.length - argumentFilled;
        return (long) buffer + inArgument;
    }

    /** Bytes in the whole arguments of a command that is not complete. */
    public long argumentBytes() {
        return argumentBytes;
    }

    /** The length of the argument that has begun to come, or 0 between arguments. */
    public int announcedLength() {
        return Math.max(0, argumentLength);
    }

    /** The first bytes that are not decoded, for the log. */
    public byte[] peek(int length) {
        return Arrays.copyOfRange(data, position, Math.min(limit, position + length));
    }

    /**
     * The next command, or null until more bytes come.
     *
     * @param maxLength how long an argument may be
     * @param authenticated false for a client that still has to show a password, which gets little room
     */
    public byte @Nullable [] @Nullable [] next(long maxLength, boolean authenticated) throws BadRequest {
        while (expected > 0 || position < limit) {
            if (expected == 0) {
                if (data[position] != '*') {
                    byte[][] inline = inline();
                    if (inline == null || inline.length > 0) {
                        return inline;
                    }
                    continue;
                }
                if (!arrayHeader(authenticated)) {
                    return null;
                }
                continue;
            }
            if (!argument(maxLength, authenticated)) {
                return null;
            }
            if (filled == expected) {
                byte[][] command = arguments;
                expected = 0;
                filled = 0;
                argumentBytes = 0;
                arguments = NO_ARGUMENTS;
                return command;
            }
        }
        return null;
    }

    private boolean arrayHeader(boolean authenticated) throws BadRequest {
        int end = endOfHeader("too big mbulk count string");
        if (end < 0) {
            return false;
        }
        long count = number(position + 1, end, "invalid multibulk length", "invalid mbulk count");
        if (count > Integer.MAX_VALUE) {
            throw new BadRequest("invalid multibulk length", "invalid mbulk count");
        }
        if (count > UNAUTHENTICATED_MAX_ARGUMENTS && !authenticated) {
            throw new BadRequest("unauthenticated multibulk length", "unauth mbulk count");
        }
        position = end + 2;
        if (count > 0) {
            expected = (int) count;
            arguments = new byte[Math.min(expected, TRUSTED_ARGUMENTS)][];
        }
        return true;
    }

    /** Reads on in one argument; false when bytes are missing. */
    private boolean argument(long maxLength, boolean authenticated) throws BadRequest {
        if (argumentLength == NONE) {
            int end = endOfHeader("too big bulk count string");
            if (end < 0) {
                return false;
            }
            if (data[position] != '$') {
                throw expectedBulk(data[position]);
            }
            long length = number(position + 1, end, "invalid bulk length", "invalid bulk length");
            if (length < 0 || length > maxLength || length > Integer.MAX_VALUE - 16) {
                throw new BadRequest("invalid bulk length", "invalid bulk length");
            }
            if (length > UNAUTHENTICATED_MAX_LENGTH && !authenticated) {
                throw new BadRequest("unauthenticated bulk length", "unauth bulk length");
            }
            position = end + 2;
            argumentLength = (int) length;
        }
        byte[] bytes = argument;
        if (bytes == null) {
            if (limit - position >= argumentLength + 2) {
                complete(copy(argumentLength), position + argumentLength + 2);
                return true;
            }
            bytes = new byte[Math.min(argumentLength, TRUSTED_LENGTH)];
            argument = bytes;
        }
        int part = Math.min(argumentLength - argumentFilled, limit - position);
        if (bytes.length < argumentFilled + part) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(argumentLength, Math.max(argumentFilled + (long) part, bytes.length * 2L)));
            argument = bytes;
        }
        System.arraycopy(data, position, bytes, argumentFilled, part);
        argumentFilled += part;
        position += part;
        if (argumentFilled < argumentLength || limit - position < 2) {
            return false;
        }
        complete(bytes, position + 2);
        return true;
    }

    /** The argument at the position. Command names repeat: the same array serves again. */
    private byte[] copy(int length) {
        if (filled == 0) {
            if (!Arrays.equals(lastName, 0, lastName.length, data, position, position + length)) {
                lastName = Arrays.copyOfRange(data, position, position + length);
            }
            return lastName;
        }
        byte[] bytes = new byte[length];
        System.arraycopy(data, position, bytes, 0, length);
        return bytes;
    }

    private void complete(byte[] bytes, int next) {
        if (filled == arguments.length) {
            arguments = Arrays.copyOf(arguments, (int) Math.min(expected, arguments.length * 2L));
        }
        arguments[filled++] = bytes;
        argumentBytes += bytes.length;
        argument = null;
        argumentFilled = 0;
        argumentLength = NONE;
        position = next;
    }

    private static BadRequest expectedBulk(byte got) {
        String shown = got == 0
                ? ""
                : switch (got) {
                    case '\r', '\n' -> " '";
                    default -> (char) (got & 0xff) + "'";
                };
        return new BadRequest("expected '$', got '" + shown, "expected $ but got something else");
    }

    /** Where the line's CR stands when its LF has come too; -1 until then. A NUL byte hides what follows it. */
    private int endOfHeader(String tooLong) throws BadRequest {
        byte[] bytes = data;
        for (int i = position; i < limit; i++) {
            byte b = bytes[i];
            if (b == '\r') {
                return i + 1 < limit ? i : NONE;
            }
            if (b == 0) {
                break;
            }
        }
        if (limit - position > MAX_LINE) {
            throw new BadRequest(tooLong, tooLong);
        }
        return NONE;
    }

    private long number(int from, int to, String reply, String detail) throws BadRequest {
        int length = to - from;
        if (length == 1 && data[from] >= '0' && data[from] <= '9') {
            return (long) data[from] - '0';
        }
        if (!Numbers.isLong(data, from, length)) {
            throw new BadRequest(reply, detail);
        }
        return Numbers.parseLong(data, from, length);
    }

    /** An inline command: empty for a blank line, null until the line is whole. */
    private byte @Nullable [] @Nullable [] inline() throws BadRequest {
        int end = position;
        while (end < limit && data[end] != '\n' && data[end] != 0) {
            end++;
        }
        if (end == limit || data[end] == 0) {
            if (limit - position > MAX_LINE) {
                throw new BadRequest("too big inline request", "too big inline request");
            }
            return null;
        }
        int textEnd = end > position && data[end - 1] == '\r' ? end - 1 : end;
        Optional<List<byte[]>> words = ArgumentSplitter.split(data, position, textEnd);
        if (words.isEmpty()) {
            throw new BadRequest("unbalanced quotes in request", "unbalanced quotes in inline request");
        }
        position = end + 1;
        return words.get().toArray(new byte[0][]);
    }
}
