package io.redislab.resp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads replies, RESP2 and RESP3, from a stream that may be hostile: memory is taken as bytes arrive and never because a
 * header announces them, nesting is limited, and so is what one reply may hold.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP specification</a>
 */
public final class ReplyReader {
    private static final int MAX_LINE = 1 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int NUMBER_MAX_LENGTH = 20;
    /** What a reply object costs at least, so that a reply of many empty parts meets the limit as well. */
    private static final int NODE_COST = 24;

    private static final byte[] STREAMED_LENGTH = {'?'};

    private final InputStream in;
    private final long maxReplyBytes;
    private final Charset charset;
    private long left;

    /** A reply begins with a byte that stands for no type. */
    public static final class UnknownTypeException extends ProtocolException {
        private static final long serialVersionUID = 1;

        private final int type;

        public UnknownTypeException(int type) {
            super("a reply can't start with the byte " + type);
            this.type = type;
        }

        public int type() {
            return type;
        }
    }

    /**
     * @param in buffered by the caller
     * @param maxReplyBytes about how much memory one reply may take
     */
    public ReplyReader(InputStream in, long maxReplyBytes) {
        this(in, maxReplyBytes, StandardCharsets.UTF_8);
    }

    /** @param charset how status lines and errors are read; ISO 8859-1 keeps every byte, as a char */
    public ReplyReader(InputStream in, long maxReplyBytes, Charset charset) {
        this.in = in;
        this.maxReplyBytes = maxReplyBytes;
        this.charset = charset;
    }

    /**
     * Waits for one whole reply; pushes and attributes count as replies here.
     *
     * @throws EOFException when the stream ends, before or inside a reply
     * @throws ProtocolException when the bytes are not RESP or a limit is passed; the stream is of no more use then
     */
    public Reply read() throws IOException {
        left = maxReplyBytes;
        return read(0);
    }

    private Reply read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new ProtocolException("the reply is nested more than " + MAX_DEPTH + " deep");
        }
        charge(NODE_COST);
        int type = next();
        byte[] line = line();
        return switch (type) {
            case '+' -> new Reply.Status(text(line));
            case '-' -> new Reply.Failure(text(line));
            case ':' -> new Reply.Int(integer(line));
            case '$' -> bulk(line);
            case '*' -> array(line, depth);
            case '_' -> new Reply.Nil();
            case '#' -> bool(line);
            case ',' -> doubleReply(line);
            case '(' -> new Reply.BigNumber(new String(line, StandardCharsets.ISO_8859_1));
            case '!' -> new Reply.Failure(text(sized(line)));
            case '=' -> verbatim(sized(line));
            case '%' -> new Reply.MapReply(items(line, 2, depth));
            case '~' -> new Reply.SetReply(items(line, 1, depth));
            case '>' -> new Reply.Push(items(line, 1, depth));
            case '|' -> new Reply.Attribute(items(line, 2, depth));
            default -> throw new UnknownTypeException(type);
        };
    }

    private String text(byte[] bytes) {
        return new String(bytes, charset);
    }

    private void charge(long bytes) throws ProtocolException {
        left -= bytes;
        if (left < 0) {
            throw new ProtocolException("the reply is larger than " + maxReplyBytes + " bytes");
        }
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the server closed the connection");
        }
        return b;
    }

    /** The bytes up to CR LF, without it. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(NUMBER_MAX_LENGTH);
        while (true) {
            int b = next();
            if (b == '\r') {
                if (next() != '\n') {
                    throw new ProtocolException("CR without LF");
                }
                charge(line.size());
                return line.toByteArray();
            }
            if (line.size() == MAX_LINE) {
                throw new ProtocolException("a line is longer than " + MAX_LINE + " bytes");
            }
            line.write(b);
        }
    }

    private static long integer(byte[] line) throws ProtocolException {
        boolean plus = line.length > 1 && line[0] == '+' && line[1] != '-';
        int from = plus ? 1 : 0;
        if (!Numbers.isLong(line, from, line.length - from)) {
            throw new ProtocolException("not a number: " + printable(line));
        }
        return Numbers.parseLong(line, from, line.length - from);
    }

    private static String printable(byte[] line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(line.length, NUMBER_MAX_LENGTH * 2); i++) {
            out.append(line[i] >= ' ' && line[i] < 0x7f ? (char) line[i] : '?');
        }
        return out.toString();
    }

    private Reply bulk(byte[] line) throws IOException {
        if (integerLength(line) == -1) {
            return new Reply.Nil();
        }
        return new Reply.Bulk(sized(line));
    }

    private static long integerLength(byte[] line) throws ProtocolException {
        if (java.util.Arrays.equals(line, STREAMED_LENGTH)) {
            throw new ProtocolException("replies of unknown length are not supported");
        }
        long length = integer(line);
        if (length < -1 || length > Integer.MAX_VALUE) {
            throw new ProtocolException("not a length: " + length);
        }
        return length;
    }

    private byte[] sized(byte[] line) throws IOException {
        int length = (int) integerLength(line);
        if (length < 0) {
            throw new ProtocolException("not a length: " + length);
        }
        charge(length);
        // readNBytes takes memory as bytes arrive, so a length that is a lie costs nothing.
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection inside a reply");
        }
        if (next() != '\r' || next() != '\n') {
            throw new ProtocolException("a bulk string is not followed by CR LF");
        }
        return bytes;
    }

    private Reply array(byte[] line, int depth) throws IOException {
        if (integerLength(line) == -1) {
            return new Reply.NilArray();
        }
        return new Reply.Array(items(line, 1, depth));
    }

    private List<Reply> items(byte[] line, int factor, int depth) throws IOException {
        long count = integerLength(line) * factor;
        if (count < 0) {
            throw new ProtocolException("not a length: " + count);
        }
        List<Reply> items = new ArrayList<>((int) Math.min(count, 64));
        for (long i = 0; i < count; i++) {
            items.add(read(depth + 1));
        }
        return Collections.unmodifiableList(items);
    }

    private static Reply bool(byte[] line) throws ProtocolException {
        if (line.length == 1 && (line[0] == 't' || line[0] == 'f')) {
            return new Reply.Bool(line[0] == 't');
        }
        throw new ProtocolException("not a boolean: " + printable(line));
    }

    private Reply doubleReply(byte[] line) throws ProtocolException {
        String text = text(line);
        double value =
                switch (text) {
                    case "inf" -> Double.POSITIVE_INFINITY;
                    case "-inf" -> Double.NEGATIVE_INFINITY;
                    case "nan", "-nan" -> Double.NaN;
                    default -> finite(line, text);
                };
        return new Reply.DoubleReply(value, text);
    }

    private static double finite(byte[] line, String text) throws ProtocolException {
        for (byte b : line) {
            if ("0123456789+-.eE".indexOf(b) < 0) {
                throw new ProtocolException("not a double: " + printable(line));
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw (ProtocolException) new ProtocolException("not a double: " + printable(line)).initCause(e);
        }
    }

    private static Reply verbatim(byte[] bytes) throws ProtocolException {
        if (bytes.length < 4 || bytes[3] != ':') {
            throw new ProtocolException("a verbatim string has no format");
        }
        return new Reply.Verbatim(
                new String(bytes, 0, 3, StandardCharsets.ISO_8859_1),
                java.util.Arrays.copyOfRange(bytes, 4, bytes.length));
    }
}
