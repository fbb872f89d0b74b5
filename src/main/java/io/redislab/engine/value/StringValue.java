package io.redislab.engine.value;

import io.redislab.resp.Numbers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A string: {@code int} when it is the decimal form of a long, {@code embstr} up to 44 bytes, else {@code raw}. Appending
 * and writing into it make it raw, whatever its length; its array then has room behind the content, so that appending
 * bit by bit costs O(1) a byte.
 */
public final class StringValue implements Value {
    public static final int EMBSTR_MAX = 44;
    /** A string without bytes. */
    public static final byte[] EMPTY = {};

    /** In the place of an INT's bytes. */
    private static final byte[] INT = {};

    /** Flags of {@link #number}, above the length. */
    private static final long RAW = 1L << 32;

    /** Nobody else has the array, so that it may be written into; otherwise the first write copies it. */
    private static final long OWNED = 1L << 33;

    /** More room than this is not reserved at once. */
    private static final int MAX_SPARE = 1 << 20;

    private byte[] bytes;

    /**
     * The number of an INT; of the others how many of the bytes are content, and flags: all in one, as there may be
     * millions of strings.
     */
    private long number;

    private StringValue(byte[] bytes, long number) {
        this.bytes = bytes;
        this.number = number;
    }

    private static long lengthAndEncoding(byte[] bytes) {
        return bytes.length <= EMBSTR_MAX ? bytes.length : bytes.length | RAW;
    }

    private static boolean isInt(byte[] bytes) {
        return bytes.length <= 20 && Numbers.isLong(bytes);
    }

    /** Takes the array over and chooses the encoding. */
    public static StringValue of(byte[] bytes) {
        if (isInt(bytes)) {
            return new StringValue(INT, Numbers.parseLong(bytes));
        }
        return new StringValue(bytes, lengthAndEncoding(bytes));
    }

    /** Takes the array over; never {@code int}. */
    public static StringValue raw(byte[] bytes) {
        return new StringValue(bytes, bytes.length | RAW);
    }

    /** As bytes, even if they are a number's: {@code embstr} or {@code raw} by length. */
    public static StringValue plain(byte[] bytes) {
        return new StringValue(bytes, lengthAndEncoding(bytes));
    }

    public static StringValue of(long number) {
        return new StringValue(INT, number);
    }

    public boolean isInt() {
        return bytes == INT;
    }

    /** Only for {@code int}. */
    public long number() {
        return number;
    }

    public void setNumber(long value) {
        number = value;
        bytes = INT;
    }

    /** Becomes what {@link #of(byte[])} makes of the bytes. Takes the array over. */
    public void assign(byte[] content) {
        if (isInt(content)) {
            setNumber(Numbers.parseLong(content));
        } else {
            bytes = content;
            number = lengthAndEncoding(content);
        }
    }

    /**
     * An array that begins with the {@link #length} bytes of the content, for looking at it until the next change only.
     */
    public byte[] buffer() {
        return isInt() ? Numbers.longToBytes(number) : bytes;
    }

    /** The bytes. They may be kept but not changed: the value's next change leaves them as they are. */
    public byte[] bytes() {
        if (isInt()) {
            return Numbers.longToBytes(number);
        }
        if (bytes.length != (int) number) {
            bytes = Arrays.copyOf(bytes, (int) number);
        }
        number &= ~OWNED;
        return bytes;
    }

    /** The bytes of what is not {@code int}, if there is no room behind them; otherwise null. They are not changed. */
    public byte @Nullable [] whole() {
        return (int) number == bytes.length && !isInt() ? bytes : null;
    }

    public boolean isRaw() {
        return !isInt() && (number & RAW) != 0;
    }

    public int length() {
        return isInt() ? Numbers.lengthOf(number) : (int) number;
    }

    /** Hands the content over without copying it. */
    public void get(ElementSink sink) {
        if (isInt()) {
            sink.integer(number);
        } else {
            sink.bytes(bytes, 0, (int) number);
        }
    }

    /** Replaces the content after a write into it; the encoding becomes raw. Takes the array over. */
    public void setRaw(byte[] content) {
        bytes = content;
        number = content.length | RAW;
    }

    /** Puts bytes at the end; the encoding becomes raw. */
    public void append(byte[] more) {
        write(length(), more);
    }

    /** Writes over what is at {@code offset}, filling up with zeros where the string is shorter; it becomes raw. */
    public void write(int offset, byte[] content) {
        byte[] target = writable(offset + content.length);
        System.arraycopy(content, 0, target, offset, content.length);
    }

    /**
     * The bytes to write into, at least {@code length} of them, new ones zero; what is behind the content is no part of
     * it. The encoding becomes raw.
     */
    public byte[] writable(int length) {
        byte[] content = buffer();
        int old = length();
        int size = Math.max(old, length);
        boolean owned = !isInt() && (number & OWNED) != 0;
        if (!owned || size > content.length) {
            // As in Redis, the first write takes just its room; what grows again gets some to spare.
            boolean grows = size > old && old > 0;
            int room = grows ? (int) Math.min(Integer.MAX_VALUE - 8L, size + (long) Math.min(size, MAX_SPARE)) : size;
            byte[] larger = new byte[room];
            System.arraycopy(content, 0, larger, 0, old);
            content = larger;
        }
        bytes = content;
        number = size | RAW | OWNED;
        return content;
    }

    @Override
    public String typeName() {
        return "string";
    }

    @Override
    public String encoding() {
        if (isInt()) {
            return "int";
        }
        return (number & RAW) != 0 ? "raw" : "embstr";
    }

    @Override
    public StringValue copy() {
        if (!isInt()) {
            number &= ~OWNED;
        }
        return new StringValue(bytes, number);
    }

    @Override
    public long memoryUsage(int samples) {
        if (isInt()) {
            return 16;
        }
        return (number & RAW) != 0
                ? MallocSize.OBJECT + MallocSize.ofString(bytes.length)
                : MallocSize.of(MallocSize.OBJECT + 3 + bytes.length + 1L);
    }
}
