package io.redislab.engine.value;

import io.redislab.resp.Numbers;
import java.util.Arrays;

/**
 * A string: {@code int} when it is the decimal form of a long, {@code embstr} up to 44 bytes, else {@code raw}. Appending
 * and writing into it make it raw, whatever its length; its array then has room behind the content, so that appending
 * bit by bit costs O(1) a byte.
 */
public final class StringValue implements Value {
    public static final int EMBSTR_MAX = 44;
    /** A string without bytes. */
    public static final byte[] EMPTY = {};

    private static final byte INT = 0;
    private static final byte EMBSTR = 1;
    private static final byte RAW = 2;

    /** More room than this is not reserved at once. */
    private static final int MAX_SPARE = 1 << 20;

    /** Unused for INT. */
    private byte[] bytes;

    /** The number of an INT; of the others how many of the bytes are content. */
    private long number;

    private byte encoding;

    /** Whether nobody else has the array, so that it may be written into; otherwise the first write copies it. */
    private boolean owned;

    private StringValue(byte[] bytes, long number, byte encoding) {
        this.bytes = bytes;
        this.number = number;
        this.encoding = encoding;
    }

    private static byte encodingFor(byte[] bytes) {
        return bytes.length <= EMBSTR_MAX ? EMBSTR : RAW;
    }

    /** Takes the array over and chooses the encoding. */
    public static StringValue of(byte[] bytes) {
        if (bytes.length <= 20 && Numbers.isLong(bytes)) {
            return new StringValue(EMPTY, Numbers.parseLong(bytes), INT);
        }
        return new StringValue(bytes, bytes.length, encodingFor(bytes));
    }

    /** Takes the array over; never {@code int}. */
    public static StringValue raw(byte[] bytes) {
        return new StringValue(bytes, bytes.length, RAW);
    }

    /** As bytes, even if they are a number's: {@code embstr} or {@code raw} by length. */
    public static StringValue plain(byte[] bytes) {
        return new StringValue(bytes, bytes.length, encodingFor(bytes));
    }

    public static StringValue of(long number) {
        return new StringValue(EMPTY, number, INT);
    }

    public boolean isInt() {
        return encoding == INT;
    }

    /** Only for {@code int}. */
    public long number() {
        return number;
    }

    public void setNumber(long value) {
        number = value;
        encoding = INT;
        bytes = EMPTY;
    }

    /** Becomes what {@link #of(byte[])} makes of the bytes. Takes the array over. */
    public void assign(byte[] content) {
        if (content.length <= 20 && Numbers.isLong(content)) {
            setNumber(Numbers.parseLong(content));
        } else {
            bytes = content;
            number = content.length;
            encoding = encodingFor(content);
            owned = false;
        }
    }

    /**
     * An array that begins with the {@link #length} bytes of the content, for looking at it until the next change only.
     */
    public byte[] buffer() {
        return encoding == INT ? Numbers.longToBytes(number) : bytes;
    }

    /** The bytes. They may be kept but not changed: the value's next change leaves them as they are. */
    public byte[] bytes() {
        if (encoding == INT) {
            return Numbers.longToBytes(number);
        }
        if (bytes.length != number) {
            bytes = Arrays.copyOf(bytes, (int) number);
        }
        owned = false;
        return bytes;
    }

    public int length() {
        return encoding == INT ? Numbers.lengthOf(number) : (int) number;
    }

    /** Hands the content over without copying it. */
    public void get(ElementSink sink) {
        if (encoding == INT) {
            sink.integer(number);
        } else {
            sink.bytes(bytes, 0, (int) number);
        }
    }

    /** Replaces the content after a write into it; the encoding becomes raw. Takes the array over. */
    public void setRaw(byte[] content) {
        bytes = content;
        number = content.length;
        encoding = RAW;
        owned = false;
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
        byte[] content = encoding == INT ? Numbers.longToBytes(number) : bytes;
        int old = encoding == INT ? content.length : (int) number;
        int size = Math.max(old, length);
        if (!owned || size > content.length) {
            // As in Redis, the first write takes just its room; what grows again gets some to spare.
            boolean grows = size > old && old > 0;
            int room = grows ? (int) Math.min(Integer.MAX_VALUE - 8L, size + (long) Math.min(size, MAX_SPARE)) : size;
            byte[] larger = new byte[room];
            System.arraycopy(content, 0, larger, 0, old);
            content = larger;
        }
        bytes = content;
        number = size;
        encoding = RAW;
        owned = true;
        return content;
    }

    @Override
    public String typeName() {
        return "string";
    }

    @Override
    public String encoding() {
        return switch (encoding) {
            case INT -> "int";
            case EMBSTR -> "embstr";
            default -> "raw";
        };
    }

    @Override
    public StringValue copy() {
        owned = false;
        return new StringValue(bytes, number, encoding);
    }

    @Override
    public long memoryUsage(int samples) {
        return switch (encoding) {
            case INT -> 16;
            case EMBSTR -> MallocSize.of(MallocSize.OBJECT + 3 + bytes.length + 1L);
            default -> MallocSize.OBJECT + MallocSize.ofString(bytes.length);
        };
    }
}
