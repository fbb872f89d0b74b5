package io.redislab.resp;

import java.util.Arrays;

/**
 * Encodes replies as RESP2 or RESP3 into one growing buffer, which the owner of the connection takes away as a whole,
 * so that the replies of a pipelined batch leave in one write.
 */
public final class RespWriter extends ReplySink {
    private static final int INITIAL_SIZE = 1024;
    /** Room that a deferred header reserves: a type byte, ten digits, CR LF. */
    private static final int HEADER_ROOM = 13;

    private byte[] buffer = new byte[INITIAL_SIZE];
    private int size;

    public int size() {
        return size;
    }

    /** The bytes written so far are {@code buffer()[0 .. size())}; valid until the next write. */
    public byte[] buffer() {
        return buffer;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Forgets what was written after {@code newSize}. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** Forgets everything; a buffer that has grown large is given back. */
    public void clear() {
        size = 0;
        if (buffer.length > 64 * INITIAL_SIZE) {
            buffer = new byte[INITIAL_SIZE];
        }
    }

    /** Bytes that are RESP already. */
    public void raw(byte[] bytes, int offset, int length) {
        ensure(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            long wanted = Math.max((long) size + more, (long) buffer.length * 2);
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 8L));
        }
    }

    private void crlf() {
        buffer[size++] = '\r';
        buffer[size++] = '\n';
    }

    private void header(char type, long number) {
        ensure(24);
        buffer[size++] = (byte) type;
        digits(number);
        crlf();
    }

    private void digits(long number) {
        size = Numbers.writeLong(buffer, size, number);
    }

    private void line(char type, String text) {
        int length = text.length();
        ensure(length + 3);
        buffer[size++] = (byte) type;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                line(WireText.bytes(text));
                return;
            }
            buffer[size + i] = c == '\r' || c == '\n' ? (byte) ' ' : (byte) c;
        }
        size += length;
        crlf();
    }

    private void line(byte[] text) {
        ensure(text.length + 2);
        for (byte b : text) {
            buffer[size++] = b == '\r' || b == '\n' ? (byte) ' ' : b;
        }
        crlf();
    }

    @Override
    public void status(String text) {
        line('+', text);
    }

    @Override
    public void error(String text) {
        line('-', text);
    }

    @Override
    public void integer(long value) {
        header(':', value);
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        ensure(length + 16);
        buffer[size++] = '$';
        digits(length);
        crlf();
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
        crlf();
    }

    @Override
    public void bulkLong(long value) {
        ensure(32);
        buffer[size++] = '$';
        digits(Numbers.lengthOf(value));
        crlf();
        digits(value);
        crlf();
    }

    @Override
    public void nil() {
        literal(resp3() ? "_\r\n" : "$-1\r\n");
    }

    @Override
    public void nilArray() {
        literal(resp3() ? "_\r\n" : "*-1\r\n");
    }

    private void literal(String ascii) {
        int n = ascii.length();
        ensure(n);
        for (int i = 0; i < n; i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
    }

    @Override
    public void array(int length) {
        header('*', length);
    }

    @Override
    public void map(int pairs) {
        if (resp3()) {
            header('%', pairs);
        } else {
            header('*', 2L * pairs);
        }
    }

    @Override
    public void set(int length) {
        header(resp3() ? '~' : '*', length);
    }

    @Override
    public void push(int length) {
        header(resp3() ? '>' : '*', length);
    }

    @Override
    public void attribute(int pairs) {
        header('|', pairs);
    }

    @Override
    protected void writeDouble(double value, byte[] text) {
        if (resp3()) {
            ensure(text.length + 3);
            buffer[size++] = ',';
            System.arraycopy(text, 0, buffer, size, text.length);
            size += text.length;
            crlf();
        } else {
            bulk(text);
        }
    }

    @Override
    public void bool(boolean value) {
        if (resp3()) {
            literal(value ? "#t\r\n" : "#f\r\n");
        } else {
            integer(value ? 1 : 0);
        }
    }

    @Override
    public void bigNumber(String digits) {
        if (resp3()) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    @Override
    public void verbatim(String format, byte[] bytes) {
        if (resp3()) {
            header('=', bytes.length + 4L);
            ensure(bytes.length + 6);
            literal(format);
            buffer[size++] = ':';
            System.arraycopy(bytes, 0, buffer, size, bytes.length);
            size += bytes.length;
            crlf();
        } else {
            bulk(bytes);
        }
    }

    @Override
    public int openDeferred(char kind) {
        ensure(HEADER_ROOM);
        int mark = size;
        buffer[mark] = (byte) kind;
        size += HEADER_ROOM;
        return mark;
    }

    @Override
    public void closeDeferred(int mark, int length) {
        char kind = (char) buffer[mark];
        long count = length;
        if (!resp3()) {
            count = kind == '%' ? 2L * length : length;
            kind = '*';
        }
        byte[] header = new byte[24];
        header[0] = (byte) kind;
        int n = Numbers.writeLong(header, 1, count);
        header[n++] = '\r';
        header[n++] = '\n';
        System.arraycopy(header, 0, buffer, mark, n);
        System.arraycopy(buffer, mark + HEADER_ROOM, buffer, mark + n, size - mark - HEADER_ROOM);
        size -= HEADER_ROOM - n;
    }
}
