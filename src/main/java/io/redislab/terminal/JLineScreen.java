package io.redislab.terminal;

import java.io.IOError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;

/** A terminal with a line editor. */
final class JLineScreen implements Screen {
    private static final int HISTORY_LINES = 2000;

    private final Terminal terminal;
    private final LabReader reader;
    private final Attributes own;
    private final Style style;
    private volatile Runnable onInterrupt = () -> {};

    /**
     * Shows the lab on a terminal.
     *
     * @param own the settings that the terminal had before, for other programs on it
     * @param pendingInput how many bytes wait to be read from the keyboard, or 0 when that is not known
     */
    JLineScreen(Terminal terminal, Attributes own, Style style, IntSupplier pendingInput) throws IOException {
        this.terminal = terminal;
        this.own = own;
        this.style = style;
        keepTypedAhead();
        reader = new LabReader(terminal, pendingInput, style == Style.COLOUR, this::stop);
        reader.setParser(new LineParser());
        reader.setHighlighter(new Highlight(style == Style.COLOUR));
        reader.setHistory(new LabHistory());
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(LineReader.Option.CASE_INSENSITIVE, true);
        reader.option(LineReader.Option.INSERT_TAB, false);
        reader.option(LineReader.Option.HISTORY_TIMESTAMPED, false);
        reader.option(LineReader.Option.AUTO_FRESH_LINE, false);
        reader.setVariable(LineReader.ERRORS, 0);
        reader.setVariable(LineReader.BELL_STYLE, "none");
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, LineWindow.SECOND_PROMPT);
        reader.setVariable(LineReader.HISTORY_SIZE, HISTORY_LINES);
        reader.setVariable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
        terminal.handle(Terminal.Signal.INT, signal -> onInterrupt.run());
    }

    /**
     * What is typed while a command runs waits for the next prompt, which shows it. The system's own editing of lines would
     * show it at once, anywhere, and lose what a line has beyond 4096 bytes.
     */
    private void keepTypedAhead() {
        Attributes quiet = terminal.getAttributes();
        quiet.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN), false);
        quiet.setInputFlag(InputFlag.ICRNL, false);
        terminal.setAttributes(quiet);
    }

    @Override
    public void equip(Optional<Path> history, Completer completer) {
        reader.setCompleter(completer);
        history.ifPresent(file -> {
            reader.setVariable(LineReader.HISTORY_FILE, file);
            reader.betweenKeys(this::loadHistory);
        });
        EditorWarmUp.begin(reader);
    }

    private void loadHistory() {
        try {
            reader.getHistory().load();
        } catch (IOException | IllegalArgumentException e) {
            // Lines typed in earlier sessions are a comfort; without them one types again.
            reader.setVariable(LineReader.HISTORY_FILE, null);
        }
    }

    /** Takes the last lines off the screen, if they are on it. */
    void wipe(int lines) {
        if (lines > 0 && lines < rows()) {
            terminal.writer().print("\r\u001b[" + lines + "A\u001b[J");
            terminal.writer().flush();
        }
    }

    /** Waits until the first prompt is drawn, by another thread. */
    void awaitPrompt() {
        reader.awaitDrawn();
    }

    /** Puts another prompt in the place of the one at which a line is being typed. */
    void change(Prompt prompt) {
        reader.betweenKeys(() -> {
            reader.setStatus(prompt.status());
            reader.setPrompt(prompt.text());
            reader.redrawStatus();
        });
    }

    @Override
    public int columns() {
        int columns = terminal.getWidth();
        return columns > 0 ? columns : 80;
    }

    @Override
    public int rows() {
        int rows = terminal.getHeight();
        return rows > 0 ? rows : 24;
    }

    @Override
    public Style style() {
        return style;
    }

    @Override
    public boolean isLinear() {
        return false;
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void print(String text) {
        if (reader.isReading()) {
            reader.printAbove(text);
        } else {
            terminal.writer().print(text);
            terminal.writer().flush();
        }
    }

    @Override
    public Input read(Prompt prompt) {
        reader.setStatus(prompt.status());
        try {
            return new Input.Text(reader.read(prompt.text()));
        } catch (UserInterruptException e) {
            return new Input.Interrupt(e.getPartialLine());
        } catch (EndOfFileException | IOError | IOException e) {
            // Ctrl-D, or the window is gone.
            return new Input.End();
        }
    }

    @Override
    public void onInterrupt(Runnable action) {
        onInterrupt = action;
    }

    @Override
    public void refresh() {
        reader.redrawStatus();
    }

    @Override
    public void lend(Runnable use) {
        Attributes now = terminal.getAttributes();
        try {
            terminal.setAttributes(own);
            use.run();
        } finally {
            terminal.setAttributes(now);
            terminal.writer().print("\r");
            terminal.writer().flush();
        }
    }

    /** Stops as Ctrl-Z stops a program, until the shell lets it go on. Where no shell waits, nothing happens. */
    private void stop() {
        lend(() -> {
            try {
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "kill -TSTP " + ProcessHandle.current().pid())
                        .start()
                        .waitFor();
            } catch (IOException e) {
                // A machine without a shell has nobody to stop for.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException | IOError e) {
            // The terminal is gone already; there is nothing left to restore.
            onInterrupt = () -> {};
        }
    }
}
