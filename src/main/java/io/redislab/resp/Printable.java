package io.redislab.resp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Makes text that comes from outside (keys, values, channels, messages, files) safe to show: no character of it can act
 * on a terminal, hide, or turn the direction of what stands around it. Such characters appear as escapes, {@code \x1b}
 * or <code>&#92;u202e</code>, and lone surrogates as the replacement character.
 */
public final class Printable {
    private static final String HEX = "0123456789abcdef";

    private Printable() {}

    /** For one line: line breaks and tabs are shown as escapes too. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** For several lines: line feeds stay, a tab becomes four spaces. */
    public static String lines(String text) {
        return escape(text, true);
    }

    /** Bytes as text where they are valid UTF-8, otherwise with every byte outside ASCII as {@code \xHH}. One line. */
    public static String bytes(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return line(text.toString());
        } catch (CharacterCodingException e) {
            StringBuilder out = new StringBuilder(bytes.length * 2);
            for (byte b : bytes) {
                appendByte(out, b & 0xff);
            }
            return out.toString();
        }
    }

    /** True when {@link #lines} would leave it as it is. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(c -> c == '\n' || isSafe(c));
    }

    private static String escape(String text, boolean keepLines) {
        if (text.codePoints().allMatch(Printable::isSafe)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isSafe(c)) {
                out.appendCodePoint(c);
            } else if (keepLines && c == '\n') {
                out.append('\n');
            } else if (keepLines && c == '\t') {
                out.append("    ");
            } else {
                appendEscape(out, c);
            }
        });
        return out.toString();
    }

    private static void appendEscape(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            default -> {
                if (Character.getType(c) == Character.SURROGATE) {
                    out.append('\ufffd');
                } else if (c < 0x80) {
                    appendByte(out, c);
                } else {
                    out.append(c > 0xffff ? "\\U" : "\\u");
                    for (int shift = c > 0xffff ? 28 : 12; shift >= 0; shift -= 4) {
                        out.append(HEX.charAt((c >> shift) & 15));
                    }
                }
            }
        }
    }

    private static void appendByte(StringBuilder out, int b) {
        if (b >= ' ' && b < 0x7f) {
            out.append((char) b);
        } else {
            out.append("\\x").append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
        }
    }

    private static boolean isSafe(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // The zero width joiner builds emoji; the other format characters hide or turn text.
            case Character.FORMAT -> c == 0x200d;
            default -> true;
        };
    }
}
