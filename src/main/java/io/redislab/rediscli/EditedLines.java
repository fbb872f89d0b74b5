package io.redislab.rediscli;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** Lines typed at a terminal, with an editor, hints, completion and a history. */
final class EditedLines implements Lines {
    private final Terminal terminal;
    private final HintingReader reader;
    private final HistoryFile history;
    private final NextCommand next;

    private EditedLines(Terminal terminal) throws IOException {
        this.terminal = terminal;
        this.reader = new HintingReader(terminal);
        this.history = HistoryFile.open();
        reader.setParser(new WholeLine());
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(LineReader.Option.AUTO_FRESH_LINE, false);
        reader.option(LineReader.Option.HISTORY_TIMESTAMPED, false);
        reader.option(LineReader.Option.HISTORY_IGNORE_SPACE, false);
        reader.option(LineReader.Option.HISTORY_REDUCE_BLANKS, false);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        reader.setVariable(LineReader.BELL_STYLE, "none");
        this.next = new NextCommand(reader);
        bindKeys(reader.getKeyMaps().get(LineReader.MAIN));
        history.lines().forEach(this::offerAgain);
    }

    private void bindKeys(KeyMap<Binding> keys) {
        keys.bind(next, "\t");
        // Terminals that do not know the mode in which JLine asks for other sequences.
        keys.bind(new Reference(LineReader.UP_HISTORY), "\033[A");
        keys.bind(new Reference(LineReader.DOWN_HISTORY), "\033[B");
        keys.bind(new Reference(LineReader.FORWARD_CHAR), "\033[C");
        keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\033[D");
        keys.bind(new Reference(LineReader.BEGINNING_OF_LINE), "\033[H");
        keys.bind(new Reference(LineReader.END_OF_LINE), "\033[F");
    }

    /** An editor on this process' terminal; empty where it can't be drawn on. */
    static Optional<Lines> open() {
        String type = Optional.ofNullable(System.getenv("TERM")).orElse("");
        if (type.isEmpty() || type.equals("dumb") || type.equals("cons25") || type.equals("emacs")) {
            return Optional.empty();
        }
        // JLine asks the program infocmp about terminals, which takes longer than the rest of the start; it knows
        // these.
        if (type.startsWith("xterm") || type.startsWith("screen") || type.startsWith("tmux")) {
            String like = type.startsWith("xterm") ? "xterm-256color" : "screen-256color";
            InfoCmp.setLoadedInfoCmp(type, () -> InfoCmp.getDefaultInfoCmp(like));
        }
        System.setProperty("org.jline.utils.disableAlternateCharset", "true");
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .provider("jni")
                    .dumb(false)
                    .encoding(StandardCharsets.UTF_8)
                    .nativeSignals(true)
                    .build();
            return Optional.of(new EditedLines(terminal));
        } catch (IOException | IllegalStateException | UnsatisfiedLinkError e) {
            // A terminal of a type that nobody knows, or no native code for this machine.
            return Optional.empty();
        }
    }

    /** Asks for something that nobody else is to see. */
    Optional<String> readMasked(String prompt) {
        reader.showHints(false);
        try {
            return Optional.of(Texts.encoded(reader.readLine(prompt, '*')));
        } catch (UserInterruptException | EndOfFileException | IOError e) {
            return Optional.empty();
        } finally {
            reader.showHints(true);
        }
    }

    @Override
    public Optional<String> read(String prompt) {
        next.reset();
        try {
            return Optional.of(Texts.encoded(reader.readLine(prompt)));
        } catch (UserInterruptException | EndOfFileException | IOError e) {
            // Ctrl-C and Ctrl-D both end redis-cli; or the window is gone.
            return Optional.empty();
        }
    }

    @Override
    public void remember(String line) {
        offerAgain(line);
        history.add(line);
    }

    /** The arrow keys bring it back. The editor itself remembers nothing, for redis-cli leaves out what holds a password. */
    private void offerAgain(String line) {
        reader.setVariable(LineReader.DISABLE_HISTORY, false);
        reader.getHistory().add(Texts.decoded(line));
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
    }

    @Override
    public void clearScreen() {
        terminal.puts(InfoCmp.Capability.clear_screen);
        terminal.flush();
    }

    @Override
    public void showHints(boolean hints) {
        reader.showHints(hints);
    }

    @Override
    public void onInterrupt(Runnable action) {
        terminal.handle(Terminal.Signal.INT, signal -> action.run());
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException | IOError e) {
            // It is gone already.
            reader.showHints(false);
        }
    }
}
