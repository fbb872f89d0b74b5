package io.redislab.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of error and status replies, which may quote any bytes that a client sent. Inside the engine such a String has
 * a char for each byte (ISO 8859-1), so that nothing is lost; chars beyond a byte stand for themselves.
 */
public final class WireText {
    private WireText() {}

    /** A char for each byte. */
    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** As {@link #of}, up to the first zero byte: what Redis prints of a word as a C string. */
    public static String ofC(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** The bytes as a client gets them. */
    public static byte[] bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return mixed(text);
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mixed(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
        text.codePoints().forEach(c -> {
            if (c <= 0xff) {
                out.write(c);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }

    /** The text as a person reads it: its bytes are taken as UTF-8. */
    public static String readable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return new String(bytes(text), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
