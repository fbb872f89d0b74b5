package io.redislab.terminal;

import io.redislab.terminal.Prompt.StatusLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.SyntaxError;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;

/**
 * JLine's editor with two things of the lab's own: what the command still takes, in grey behind the cursor, and the status
 * line below. Both are part of what the editor draws, so they go and come with it, whatever the window does.
 */
final class LabReader extends LineReaderImpl {
    /** A window of fewer rows has none to spare for the status line. */
    private static final int LEAST_ROWS = 6;

    private static final AttributedStyle HINT = AttributedStyle.DEFAULT.faint();

    private final IntSupplier pendingInput;
    private final boolean colour;
    private final CountDownLatch drawn = new CountDownLatch(1);
    private final AtomicInteger pressed = new AtomicInteger();
    private final Runnable stop;
    /** Only what was typed is drawn. */
    private boolean bare;

    /** The row of the line that is typed, while it is put together. */
    private final AttributedStringBuilder row = new AttributedStringBuilder();

    private Supplier<StatusLine> status = () -> StatusLine.EMPTY;
    /** The status line as it was drawn last, and for which width. */
    private StatusLine shownStatus = StatusLine.EMPTY;

    private int shownColumns;
    private List<AttributedString> statusRows = List.of();

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
        getWidgets().put(CALLBACK_INIT, this::begin);
    }

    private boolean begin() {
        Display own = new RowsDisplay(terminal);
        own.setDelayLineWrap(display.delayLineWrap());
        own.resize(size.getRows(), size.getColumns());
        display = own;
        return takeStopKey();
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
        Binding binding = super.readBinding(keys == null ? getKeys() : keys, local);
        pressed.incrementAndGet();
        return binding;
    }

    /** How many keys have been pressed; from any thread. */
    int pressed() {
        return pressed.get();
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
        } else if (!drawRow(flush)) {
            super.redisplay(flush);
        }
    }

    /**
     * Draws a line that fits into a row, as most do. It looks the same as what the editor would draw, which lays out all
     * rows at each key, those of the status line too.
     *
     * @return false when it is something else
     */
    private boolean drawRow(boolean flush) {
        int columns = size.getColumns();
        if (isSpecial() || columns <= 0 || size.getRows() < LEAST_ROWS || buf.length() >= columns) {
            return false;
        }
        String text = buf.toString();
        int used = prompt.length();
        int room = columns - 1 - used - text.length();
        if (room < 0 || !isPlain(text) || !isPlain(prompt) || !(display instanceof RowsDisplay own)) {
            return false;
        }
        lock.lock();
        try {
            row.setLength(0);
            row.append(prompt);
            TypedLine line = TypedLine.of(text);
            if (colour) {
                Highlight.append(text, line, row);
            } else {
                row.append(text);
            }
            if (buf.cursor() == buf.length()) {
                String hint = Hints.of(text, line);
                if (!isPlain(hint)) {
                    return false;
                }
                hint(row, hint, room);
            }
            List<AttributedString> below = statusRows(columns);
            if (!below.isEmpty()) {
                row.append('\n');
            }
            List<AttributedString> rows = new ArrayList<>(1 + below.size());
            rows.add(row.toAttributedString());
            rows.addAll(below);
            own.updateFirst(rows, used + buf.cursor(), flush);
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Whether more than the line, its hint and the status line is to be drawn, or less. */
    private boolean isSpecial() {
        return bare
                || !reading
                || skipRedisplay
                || state != State.NORMAL
                || post != null
                || regionActive != RegionType.NONE;
    }

    /** Whether each character takes a column. */
    private static boolean isPlain(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** The status line below the row of the cursor; the same objects as long as it says the same. */
    private List<AttributedString> statusRows(int columns) {
        StatusLine now = status.get();
        if (columns != shownColumns
                || !now.task().equals(shownStatus.task())
                || !now.facts().equals(shownStatus.facts())) {
            AttributedStringBuilder out = new AttributedStringBuilder(2 * columns + 2);
            statusLine(now, out);
            statusRows = out.length() == 0 ? List.of() : out.columnSplitLength(columns, true, display.delayLineWrap());
            shownStatus = now;
            shownColumns = columns;
        }
        return statusRows;
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
            List<AttributedString> below = statusRows(size.getColumns());
            if (!below.isEmpty()) {
                out.append('\n');
            }
            // No lambda: Java's archive would not have it, and to make one takes 5 ms before the first prompt.
            for (AttributedString row : below) {
                out.append(row);
            }
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
        hint(out, hint, room);
    }

    private void hint(AttributedStringBuilder out, String hint, int room) {
        if (!hint.isEmpty() && room > 3) {
            out.style(colour ? HINT : AttributedStyle.DEFAULT);
            out.append(hint.length() <= room && isPlain(hint) ? hint : Wrap.cut(hint, room));
            out.style(AttributedStyle.DEFAULT);
        }
    }

    private void statusLine(StatusLine line, AttributedStringBuilder out) {
        if (line.task().isEmpty() && line.facts().isEmpty()) {
            return;
        }
        int width = size.getColumns() - 1;
        AttributedStyle dim = colour ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
        out.styled(dim, "─".repeat(width)).append('\n');
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

    /** Takes all letters that wait already: each alone takes a turn of the editor, 100 KB of them more than a second. */
    @Override
    protected boolean selfInsert() {
        boolean done = super.selfInsert();
        if (state == State.NORMAL) {
            StringBuilder more = new StringBuilder();
            for (int left = pendingInput.getAsInt(); left > 0; left = stillPending(left)) {
                if (!isLetter(bindingReader.peekCharacter(1))) {
                    break;
                }
                more.appendCodePoint(bindingReader.readCharacter());
            }
            buf.write(more);
        }
        return done;
    }

    /** How many bytes wait after one more of so many was read; the system is asked only when all of these are. */
    private int stillPending(int before) {
        return before > 1 ? before - 1 : pendingInput.getAsInt();
    }

    /** Whether a character is no key that does something else. */
    private static boolean isLetter(int c) {
        return c >= ' ' && c <= '~';
    }

    /**
     * Reads a line. One that waits whole already, as those of a page do that was pasted without marks, is shown as if it had
     * been typed, without the editor, which takes a thousand times as long to set up as such a line to read.
     */
    String read(String shownPrompt) throws IOException {
        StringBuilder typed = new StringBuilder();
        int letters = 0;
        for (int left = pendingInput.getAsInt(); left > 0; left = stillPending(left)) {
            int c = terminal.reader().read(1L);
            if (c == '\r' && isWhole(typed.toString())) {
                drawn.countDown();
                String line = typed.toString();
                show(shownPrompt, line);
                return line;
            }
            if (c >= 0) {
                typed.append((char) c);
            }
            if (isLetter(c)) {
                letters++;
            } else if (!Character.isHighSurrogate((char) c)) {
                break;
            }
        }
        if (letters < typed.length()) {
            runMacro(typed.substring(letters));
        }
        // Not as keys: each would be drawn, since of those that wait here the system knows nothing.
        return readLine(shownPrompt, null, (Character) null, typed.substring(0, letters));
    }

    private boolean isWhole(String line) {
        try {
            getParser().parse(line, line.length(), Parser.ParseContext.ACCEPT_LINE);
            return true;
        } catch (SyntaxError e) {
            return false;
        }
    }

    private void show(String shownPrompt, String line) {
        AttributedStringBuilder row = new AttributedStringBuilder(shownPrompt.length() + line.length());
        row.appendAnsi(shownPrompt);
        row.append(getHighlighter().highlight(this, line));
        row.toAttributedString().print(terminal);
        terminal.writer().println();
        terminal.writer().flush();
        if (!line.isBlank()) {
            // All of them are written down with the next line that is typed.
            boolean incremental = isSet(Option.HISTORY_INCREMENTAL);
            option(Option.HISTORY_INCREMENTAL, false);
            getHistory().add(line);
            option(Option.HISTORY_INCREMENTAL, incremental);
        }
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
