package io.redislab.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as redis-cli does: double quotes with escapes, single quotes without. */
final class Words {
    private final byte[] line;
    private int at;

    private Words(String line) {
        this.line = line.getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> split(String line) {
        Words words = new Words(line);
        List<byte[]> result = new ArrayList<>();
        while (words.skipBlanks()) {
            result.add(words.next());
        }
        return result;
    }

    private boolean skipBlanks() {
        while (at < line.length && line[at] == ' ') {
            at++;
        }
        return at < line.length;
    }

    private byte[] next() {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        while (at < line.length && line[at] != ' ') {
            if (line[at] == '"') {
                at++;
                doubleQuoted(word);
            } else if (line[at] == '\'') {
                at++;
                while (at < line.length && line[at] != '\'') {
                    word.write(line[at++]);
                }
                at++;
            } else {
                word.write(line[at++]);
            }
        }
        return word.toByteArray();
    }

    private void doubleQuoted(ByteArrayOutputStream word) {
        while (at < line.length && line[at] != '"') {
            if (line[at] != '\\') {
                word.write(line[at++]);
                continue;
            }
            char c = (char) line[at + 1];
            at += 2;
            switch (c) {
                case 'n' -> word.write('\n');
                case 'r' -> word.write('\r');
                case 't' -> word.write('\t');
                case 'x' -> {
                    word.write(Integer.parseInt(new String(line, at, 2, StandardCharsets.US_ASCII), 16));
                    at += 2;
                }
                default -> word.write(c);
            }
        }
        at++;
    }
}
