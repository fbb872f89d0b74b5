package io.redislab.engine.command;

/** Bytes compared with ASCII words without making strings of them. */
public final class Ascii {
    private Ascii() {}

    /** Whether the bytes are this word in any case. */
    public static boolean equalsIgnoreCase(byte[] bytes, String word) {
        if (bytes.length != word.length()) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (lower(bytes[i]) != lower((byte) word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The byte in lower case, if it is an ASCII letter. */
    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    /** The number that the bytes spell as Redis reads integers (no sign +, no leading zero); -1 if none, or negative. */
    static long parseLong(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > 18) {
            return -1;
        }
        if (bytes[0] == '0') {
            return bytes.length == 1 ? 0 : -1;
        }
        long value = 0;
        for (byte b : bytes) {
            if (b < '0' || b > '9') {
                return -1;
            }
            value = value * 10 + (b - '0');
        }
        return value;
    }
}
