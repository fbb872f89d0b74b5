package io.redislab.lab.paste;

import java.util.ArrayList;
import java.util.List;

/** Cuts lines of a shell at blanks and at signs that stand outside quotes, parentheses and braces. */
final class ShellWords {
    private ShellWords() {}

    static String first(String text) {
        List<String> words = words(text);
        return words.isEmpty() ? "" : words.get(0);
    }

    /** The words as they were written, with their quotes. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                if (word.length() > 0) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                i++;
            } else {
                int end = unit(text, i);
                word.append(text, i, end);
                i = end;
            }
        }
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }

    /** The parts between a sign. */
    static List<String> split(String text, char sign) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == sign) {
                parts.add(text.substring(from, i));
                from = ++i;
            } else {
                i = unit(text, i);
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Where what begins here ends: a character, a quoted text, or something in parentheses behind a dollar. */
    static int unit(String text, int at) {
        char c = text.charAt(at);
        if (c == '\\') {
            return Math.min(text.length(), at + 2);
        } else if (c == '\'') {
            int end = text.indexOf('\'', at + 1);
            return end < 0 ? text.length() : end + 1;
        } else if (c == '"') {
            int i = at + 1;
            while (i < text.length() && text.charAt(i) != '"') {
                i = unit(text, i);
            }
            return Math.min(text.length(), i + 1);
        } else if (c == '$' && at + 1 < text.length() && (text.charAt(at + 1) == '(' || text.charAt(at + 1) == '{')) {
            char open = text.charAt(at + 1);
            char close = open == '(' ? ')' : '}';
            int depth = 1;
            int i = at + 2;
            while (i < text.length() && depth > 0) {
                char d = text.charAt(i);
                if (d == open) {
                    depth++;
                    i++;
                } else if (d == close) {
                    depth--;
                    i++;
                } else {
                    i = d == '\'' || d == '"' || d == '\\' ? unit(text, i) : i + 1;
                }
            }
            return i;
        }
        return at + 1;
    }
}
