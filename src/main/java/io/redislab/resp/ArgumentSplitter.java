package io.redislab.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a line into arguments by the quoting rules that Redis uses for inline commands, for
 * redis.conf and in redis-cli.
 *
 * <p>Arguments are separated by white space. Inside {@code "..."} the escapes {@code \n \r \t \b \a}
 * and {@code \xHH} stand for bytes and any other escaped byte for itself; inside {@code '...'} only
 * {@code \'} is an escape. A closing quote must end its argument. A NUL byte ends the line.
 */
public final class ArgumentSplitter {
    private ArgumentSplitter() {}

    /** Splits the whole line; see {@link #split(byte[], int, int)}. */
    public static Optional<List<byte[]>> split(byte[] line) {
        return split(line, 0, line.length);
    }

    /**
     * Splits the bytes from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @return the arguments, possibly none; empty when the quotes are not balanced
     */
    public static Optional<List<byte[]>> split(byte[] line, int from, int to) {
        int end = endOfText(line, from, to);
        List<byte[]> arguments = new ArrayList<>();
        ByteArrayOutputStream current = new ByteArrayOutputStream(32);
        int position = from;
        while (true) {
            while (position < end && isSpace(line[position])) {
                position++;
            }
            if (position >= end) {
                return Optional.of(arguments);
            }
            current.reset();
            position = readArgument(line, position, end, current);
            if (position < 0) {
                return Optional.empty();
            }
            arguments.add(current.toByteArray());
        }
    }

    /**
     * Writes bytes between double quotes so that {@link #split} reads them back: printable ASCII as it
     * is, everything else escaped.
     */
    public static byte[] quote(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 2);
        out.write('"');
        for (byte b : bytes) {
            int c = b & 0xff;
            switch (c) {
                case '\\', '"' -> escape(out, c);
                case '\n' -> escape(out, 'n');
                case '\r' -> escape(out, 'r');
                case '\t' -> escape(out, 't');
                case 7 -> escape(out, 'a');
                case '\b' -> escape(out, 'b');
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        out.write(c);
                    } else {
                        escape(out, 'x');
                        out.write(Character.forDigit(c >> 4, 16));
                        out.write(Character.forDigit(c & 15, 16));
                    }
                }
            }
        }
        out.write('"');
        return out.toByteArray();
    }

    private static void escape(ByteArrayOutputStream out, int letter) {
        out.write('\\');
        out.write(letter);
    }

    private static int endOfText(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == 0) {
                return i;
            }
        }
        return to;
    }

    /** Reads one argument; answers the position behind it, or -1 when its quotes are wrong. */
    private static int readArgument(byte[] line, int from, int end, ByteArrayOutputStream out) {
        int position = from;
        while (position < end) {
            byte b = line[position];
            switch (b) {
                case ' ', '\n', '\r', '\t' -> {
                    return position + 1;
                }
                case '"' -> {
                    return readDoubleQuoted(line, position + 1, end, out);
                }
                case '\'' -> {
                    return readSingleQuoted(line, position + 1, end, out);
                }
                default -> {
                    out.write(b);
                    position++;
                }
            }
        }
        return position;
    }

    private static int readDoubleQuoted(byte[] line, int from, int end, ByteArrayOutputStream out) {
        int position = from;
        while (position < end) {
            byte b = line[position];
            if (b == '"') {
                return afterClosingQuote(line, position, end);
            }
            if (b == '\\' && isHexEscape(line, position, end)) {
                out.write(hexDigit(line[position + 2]) * 16 + hexDigit(line[position + 3]));
                position += 4;
            } else if (b == '\\' && position + 1 < end) {
                out.write(unescape(line[position + 1]));
                position += 2;
            } else {
                out.write(b);
                position++;
            }
        }
        return -1;
    }

    private static int readSingleQuoted(byte[] line, int from, int end, ByteArrayOutputStream out) {
        int position = from;
        while (position < end) {
            byte b = line[position];
            if (b == '\'') {
                return afterClosingQuote(line, position, end);
            }
            if (b == '\\' && position + 1 < end && line[position + 1] == '\'') {
                position++;
                b = '\'';
            }
            out.write(b);
            position++;
        }
        return -1;
    }

    private static int afterClosingQuote(byte[] line, int quote, int end) {
        return quote + 1 < end && !isSpace(line[quote + 1]) ? -1 : quote + 1;
    }

    private static boolean isHexEscape(byte[] line, int backslash, int end) {
        return backslash + 3 < end
                && line[backslash + 1] == 'x'
                && hexDigit(line[backslash + 2]) >= 0
                && hexDigit(line[backslash + 3]) >= 0;
    }

    private static int hexDigit(byte b) {
        return Character.digit((char) (b & 0xff), 16) >= 0 && b > 0 ? Character.digit((char) b, 16) : -1;
    }

    private static int unescape(byte b) {
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    /** What C's isspace holds for a blank: space, tab, line feed, vertical tab, form feed, return. */
    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= 9 && b <= 13);
    }
}
