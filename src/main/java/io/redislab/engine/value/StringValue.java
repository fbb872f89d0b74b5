package io.redislab.engine.value;

import io.redislab.resp.Numbers;

/**
 * A string: {@code int} when it is the decimal form of a long, {@code embstr} up to 44 bytes, else {@code raw}. Appending
 * and writing into it make it raw, whatever its length.
 */
public final class StringValue implements Value {
    public static final int EMBSTR_MAX = 44;
    private static final byte INT = 0;
    private static final byte EMBSTR = 1;
    private static final byte RAW = 2;

    /** Unused for INT. */
    private byte[] bytes;

    private long number;
    private byte encoding;

    private static final byte[] NONE = {};

    private StringValue(byte[] bytes, long number, byte encoding) {
        this.bytes = bytes;
        this.number = number;
        this.encoding = encoding;
    }

    /** Takes the array over and chooses the encoding. */
    public static StringValue of(byte[] bytes) {
        if (bytes.length <= 20 && Numbers.isLong(bytes)) {
            return new StringValue(NONE, Numbers.parseLong(bytes), INT);
        }
        return new StringValue(bytes, 0, bytes.length <= EMBSTR_MAX ? EMBSTR : RAW);
    }

    /** Takes the array over; never {@code int}. */
    public static StringValue raw(byte[] bytes) {
        return new StringValue(bytes, 0, RAW);
    }

    /** As bytes, even if they are a number's: {@code embstr} or {@code raw} by length. */
    public static StringValue plain(byte[] bytes) {
        return new StringValue(bytes, 0, bytes.length <= EMBSTR_MAX ? EMBSTR : RAW);
    }

    public static StringValue of(long number) {
        return new StringValue(NONE, number, INT);
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
        bytes = NONE;
    }

    /** The bytes; for {@code int} made anew, otherwise the value's own, which the caller may not change. */
    public byte[] bytes() {
        return encoding == INT ? Numbers.longToBytes(number) : bytes;
    }

    public int length() {
        return encoding == INT ? Numbers.lengthOf(number) : bytes.length;
    }

    /** Replaces the content after a write into it; the encoding becomes raw. Takes the array over. */
    public void setRaw(byte[] content) {
        bytes = content;
        encoding = RAW;
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
        return new StringValue(encoding == INT ? bytes : bytes.clone(), number, encoding);
    }

    @Override
    public long memoryUsage(int samples) {
        return switch (encoding) {
            case INT -> 16;
            case EMBSTR -> 16 + 3 + bytes.length + 1;
            default -> 16 + 16 + bytes.length + 1;
        };
    }
}
