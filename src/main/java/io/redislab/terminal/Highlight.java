package io.redislab.terminal;

import io.redislab.engine.command.CommandTable;
import io.redislab.lab.LabWord;
import io.redislab.resp.CommandText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows what the words of a line are while it is typed. */
final class Highlight implements Highlighter {
    private static final AttributedStyle COMMAND =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN).bold();
    private static final AttributedStyle LAB = AttributedStyle.BOLD;
    private static final AttributedStyle QUOTED = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.faint();

    private final boolean colour;

    Highlight(boolean colour) {
        this.colour = colour;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        if (!colour || buffer.length() > TypedLine.MAX) {
            return new AttributedString(buffer);
        }
        AttributedStringBuilder out = new AttributedStringBuilder(buffer.length());
        int from = 0;
        while (from <= buffer.length()) {
            int to = lineEnd(buffer, from);
            String text = buffer.substring(from, to);
            append(text, TypedLine.of(text), out);
            if (to < buffer.length()) {
                out.append('\n');
            }
            from = to + 1;
        }
        return out.toAttributedString();
    }

    /** The end of the line that starts here; a line break inside quotes does not end it. */
    private static int lineEnd(String buffer, int from) {
        int to = buffer.indexOf('\n', from);
        while (to >= 0 && CommandText.isOpen(buffer.substring(from, to))) {
            to = buffer.indexOf('\n', to + 1);
        }
        return to < 0 ? buffer.length() : to;
    }

    /** Adds a single line that was looked at. */
    static void append(String text, TypedLine line, AttributedStringBuilder out) {
        int at = 0;
        for (int i = 0; i < line.words().size(); i++) {
            TypedLine.Word word = line.words().get(i);
            out.append(text, at, word.from());
            out.style(style(line, i));
            out.append(text, word.from(), word.to());
            out.style(AttributedStyle.DEFAULT);
            at = word.to();
        }
        out.append(text, at, text.length());
    }

    private static AttributedStyle style(TypedLine line, int index) {
        TypedLine.Word word = line.words().get(index);
        if (word.kind() != TypedLine.Kind.BARE) {
            return word.kind() == TypedLine.Kind.COMMENT ? COMMENT : QUOTED;
        }
        if (index < line.first()) {
            return LAB;
        }
        if (index == line.first()) {
            String text = word.text();
            if (text.startsWith(":") && LabWord.of(text.substring(1)).isPresent()) {
                return LAB;
            }
            if (CommandTable.standard().find(text.getBytes(StandardCharsets.UTF_8)) != null) {
                return COMMAND;
            }
            return LabWord.of(text).isPresent() ? LAB : AttributedStyle.DEFAULT;
        }
        return index < line.first() + line.named() && line.spec() != null ? COMMAND : AttributedStyle.DEFAULT;
    }

    @Override
    public void setErrorPattern(Pattern errorPattern) {}

    @Override
    public void setErrorIndex(int errorIndex) {}
}
