package io.redislab.terminal;

import io.redislab.terminal.Prompt.StatusLine;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * JLine's editor with two things of the lab's own: what the command still takes, in grey behind the cursor, and the status
 * line below. Both are part of what the editor draws, so they go and come with it, whatever the window does.
 */
final class LabReader extends LineReaderImpl {
    /** A window of fewer rows has none to spare for the status line. */
    private static final int LEAST_ROWS = 6;

    private final IntSupplier pendingInput;
    private final boolean colour;
    private final CountDownLatch drawn = new CountDownLatch(1);
    private final Runnable stop;
    /** Only what was typed is drawn. */
    private boolean bare;

    private Supplier<StatusLine> status = () -> StatusLine.EMPTY;

    /**
     * Makes an editor on a terminal.
     *
     * @param pendingInput how many bytes wait to be read from the keyboard, or 0 when that is not known
     * @param stop stops the program, until it goes on
     */
    LabReader(Terminal terminal, IntSupplier pendingInput, boolean colour, Runnable stop) throws IOException {
        super(terminal, "redislab");
        this.pendingInput = pendingInput;
        this.colour = colour;
        this.stop = stop;
        getWidgets().put(CALLBACK_INIT, this::takeStopKey);
    }

    /** Ctrl-Z is a key while a line is typed, so that nothing is left on the screen when the program stops. */
    private boolean takeStopKey() {
        Attributes attributes = terminal.getAttributes();
        attributes.setControlChar(Attributes.ControlChar.VSUSP, 0);
        terminal.setAttributes(attributes);
        return true;
    }

    private boolean stop() {
        bare = true;
        redisplay(true);
        terminal.writer().println();
        terminal.writer().flush();
        stop.run();
        bare = false;
        takeStopKey();
        redrawLine();
        return true;
    }

    // ---- keys and what they do: needed once the prompt is drawn, and to make them takes as long as to draw it ----

    /** Without an initial value: the editor's own constructor asks before there would be one. */
    private boolean equipped;

    @Override
    public Map<String, KeyMap<Binding>> defaultKeyMaps() {
        return equipped ? super.defaultKeyMaps() : new HashMap<>();
    }

    @Override
    protected Map<String, Widget> builtinWidgets() {
        return equipped ? super.builtinWidgets() : new HashMap<>();
    }

    private void equip() {
        if (!equipped) {
            equipped = true;
            betweenKeys(() -> {
                keyMaps.putAll(defaultKeyMaps());
                keyMaps.get(MAIN).bind(new Reference("stop"), KeyMap.ctrl('Z'));
                builtinWidgets.putAll(builtinWidgets());
                widgets.putAll(builtinWidgets);
                widgets.put("stop", this::stop);
            });
        }
    }

    @Override
    public Binding readBinding(KeyMap<Binding> keys, KeyMap<Binding> local) {
        equip();
        return super.readBinding(keys == null ? getKeys() : keys, local);
    }

    void setStatus(Supplier<StatusLine> newStatus) {
        status = newStatus;
    }

    /** Does something while no key is being obeyed; from any thread. */
    void betweenKeys(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Draws again, if a line is being typed; from any thread. */
    void redrawStatus() {
        betweenKeys(() -> {
            if (reading) {
                redisplay(true);
            }
        });
    }

    /** Waits until the first prompt is drawn, by another thread, or would be if no more keys waited. */
    void awaitDrawn() {
        try {
            drawn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** While more keys wait, drawing would only be undone; a pasted page would take seconds. */
    @Override
    protected void redisplay(boolean flush) {
        if (!reading || state != State.NORMAL || pendingInput.getAsInt() == 0) {
            draw(flush);
        }
        drawn.countDown();
    }

    private void draw(boolean flush) {
        if (buf.length() > LineWindow.LEAST && post == null && size.getColumns() > 0 && size.getRows() >= LEAST_ROWS) {
            drawWindow(flush);
        } else {
            super.redisplay(flush);
        }
    }

    private void drawWindow(boolean flush) {
        lock.lock();
        try {
            LineWindow window = LineWindow.of(buf, prompt, size, display.delayLineWrap());
            display.update(window.rows(), size.cursorPos(window.cursorRow(), window.cursorColumn()), flush);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AttributedString getDisplayedBufferWithPrompts(List<AttributedString> secondaryPrompts) {
        AttributedString typed = super.getDisplayedBufferWithPrompts(secondaryPrompts);
        if (bare || !reading || state != State.NORMAL || post != null || size.getColumns() <= 0) {
            return typed;
        }
        AttributedStringBuilder out = new AttributedStringBuilder(typed.length() + 200);
        out.append(typed);
        hint(out);
        if (size.getRows() >= LEAST_ROWS) {
            statusLine(out);
        }
        return out.toAttributedString();
    }

    private void hint(AttributedStringBuilder out) {
        if (buf.cursor() < buf.length()) {
            return;
        }
        String text = buf.toString();
        int lineStart = text.lastIndexOf('\n') + 1;
        String hint = Hints.of(text.substring(lineStart));
        int used = lineStart == 0 ? prompt.columnLength() : 6;
        int room = size.getColumns() - 1 - (used + Wrap.columns(text.substring(lineStart))) % size.getColumns();
        if (!hint.isEmpty() && room > 3) {
            out.styled(colour ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT, Wrap.cut(hint, room));
        }
    }

    private void statusLine(AttributedStringBuilder out) {
        StatusLine line = status.get();
        if (line.task().isEmpty() && line.facts().isEmpty()) {
            return;
        }
        int width = size.getColumns() - 1;
        AttributedStyle dim = colour ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
        out.append('\n').styled(dim, "─".repeat(width)).append('\n');
        int facts = line.facts().size();
        String right = String.join(" · ", line.facts());
        int taskColumns = Wrap.columns(line.task()) + 3;
        while (facts > 1 && taskColumns + Wrap.columns(right) + 2 > width) {
            facts--;
            right = String.join(" · ", line.facts().subList(0, facts));
        }
        String task = Wrap.cut(line.task(), Math.max(0, width - Wrap.columns(right) - 5));
        int gap = width - Wrap.columns(task) - 3 - Wrap.columns(right);
        out.append(" ▸ ")
                .styled(colour ? AttributedStyle.BOLD : AttributedStyle.DEFAULT, task)
                .append(" ".repeat(Math.max(1, gap)))
                .styled(dim, gap < 1 ? Wrap.cut(right, Math.max(0, width - 4 - Wrap.columns(task))) : right);
    }

    /** What is pasted is text: keys that it might press are left out. */
    @Override
    public boolean beginPaste() {
        int from = getBuffer().cursor();
        super.beginPaste();
        String whole = getBuffer().toString();
        String pasted = whole.substring(from, getBuffer().cursor());
        String clean = clean(pasted);
        if (!clean.equals(pasted)) {
            String rest = whole.substring(getBuffer().cursor());
            getBuffer().clear();
            getBuffer().write(whole.substring(0, from) + clean + rest);
            getBuffer().cursor(from + clean.length());
        }
        return true;
    }

    private static String clean(String pasted) {
        StringBuilder out = new StringBuilder(pasted.length());
        for (int i = 0; i < pasted.length(); i++) {
            char c = pasted.charAt(i);
            if (c == '\t') {
                out.append("    ");
            } else if (c == '\n' || (c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f))) {
                out.append(c);
            }
        }
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == '\n') {
            end--;
        }
        return out.substring(0, end);
    }
}
