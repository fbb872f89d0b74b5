package io.redislab.rediscli;

import java.io.IOException;
import java.util.List;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** JLine's editor with what a command still takes, in grey behind the cursor. */
final class HintingReader extends LineReaderImpl {
    private boolean hints = true;

    HintingReader(Terminal terminal) throws IOException {
        super(terminal, "redis-cli");
    }

    void showHints(boolean show) {
        hints = show;
    }

    @Override
    public AttributedString getDisplayedBufferWithPrompts(List<AttributedString> secondaryPrompts) {
        AttributedString typed = super.getDisplayedBufferWithPrompts(secondaryPrompts);
        if (!hints || !reading || state != State.NORMAL || post != null || buf.cursor() < buf.length()) {
            return typed;
        }
        String hint = CommandHelp.hint(buf.toString());
        int columns = size.getColumns();
        int room = columns <= 0 ? 0 : columns - 1 - (prompt.columnLength() + buf.length()) % columns;
        if (hint.isEmpty() || room < 4) {
            return typed;
        }
        AttributedStringBuilder out = new AttributedStringBuilder();
        out.append(typed);
        out.styled(
                AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK),
                hint.substring(0, Math.min(hint.length(), room)));
        return out.toAttributedString();
    }
}
