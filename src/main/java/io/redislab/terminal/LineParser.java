package io.redislab.terminal;

import io.redislab.resp.ArgumentSplitter;
import io.redislab.resp.Continuation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor where words begin and whether a line is whole. */
final class LineParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if ((context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT)
                && Continuation.needsMore(line)) {
            throw new EOFError(-1, -1, "more to come", "");
        }
        return new Parsed(line, cursor);
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return false;
    }

    @Override
    public boolean validCommandName(String name) {
        return true;
    }

    @Override
    public boolean validVariableName(String name) {
        return false;
    }

    /** Words up to the cursor in the line of the text in which the cursor stands. */
    static final class Parsed implements CompletingParsedLine {
        private final String text;
        private final int cursor;
        private final TypedLine typed;
        private final List<String> words;
        private final TypedLine.Word current;

        private Parsed(String text, int cursor) {
            this.text = text;
            this.cursor = cursor;
            int start = text.lastIndexOf('\n', cursor - 1) + 1;
            String before = text.substring(start, cursor);
            typed = TypedLine.of(before);
            words = new ArrayList<>(
                    typed.words().stream().map(TypedLine.Word::text).toList());
            int count = typed.words().size();
            boolean within = count > 0 && typed.words().get(count - 1).to() == before.length();
            current = within
                    ? typed.words().get(count - 1)
                    : new TypedLine.Word(before.length(), before.length(), "", TypedLine.Kind.BARE, false);
            if (!within) {
                words.add("");
            }
        }

        TypedLine typed() {
            return typed;
        }

        TypedLine.Word current() {
            return current;
        }

        @Override
        public String word() {
            return current.text();
        }

        @Override
        public int wordCursor() {
            return current.text().length();
        }

        @Override
        public int wordIndex() {
            return words.size() - 1;
        }

        @Override
        public List<String> words() {
            return words;
        }

        @Override
        public String line() {
            return text;
        }

        @Override
        public int cursor() {
            return cursor;
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String plain = candidate.toString();
            boolean quoted = current.kind() == TypedLine.Kind.QUOTED;
            if (!quoted && plain.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != '\\')) {
                return plain;
            }
            String whole = new String(
                    ArgumentSplitter.quote(plain.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
            return complete ? whole : whole.substring(0, whole.length() - 1);
        }

        @Override
        public int rawWordCursor() {
            return current.to() - current.from();
        }

        @Override
        public int rawWordLength() {
            return current.to() - current.from();
        }
    }
}
