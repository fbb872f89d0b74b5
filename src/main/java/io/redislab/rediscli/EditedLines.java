package io.redislab.rediscli;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** Lines typed at a terminal, with an editor, hints, completion and a history. */
final class EditedLines implements Lines {
    private final Terminal terminal;
    private final HintingReader reader;
    private final HistoryFile history;

    private EditedLines(Terminal terminal) throws IOException {
        this.terminal = terminal;
        this.reader = new HintingReader(terminal);
        this.history = HistoryFile.open();
        reader.setParser(new WholeLine());
        reader.setCompleter((editor, line, candidates) -> complete(line.line(), candidates));
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(LineReader.Option.CASE_INSENSITIVE, true);
        reader.option(LineReader.Option.INSERT_TAB, false);
        reader.option(LineReader.Option.AUTO_FRESH_LINE, false);
        reader.option(LineReader.Option.HISTORY_TIMESTAMPED, false);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        reader.setVariable(LineReader.BELL_STYLE, "none");
        history.lines().forEach(line -> reader.getHistory().add(Texts.decoded(line)));
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
        try {
            return Optional.of(Texts.encoded(reader.readLine(prompt)));
        } catch (UserInterruptException | EndOfFileException | IOError e) {
            // Ctrl-C and Ctrl-D both end redis-cli; or the window is gone.
            return Optional.empty();
        }
    }

    @Override
    public void remember(String line) {
        reader.getHistory().add(Texts.decoded(line));
        history.add(line);
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

    private static void complete(String line, List<Candidate> candidates) {
        String prefix = line.toLowerCase(Locale.ROOT).startsWith("help ") ? line.substring(0, 5) : "";
        String typed = line.substring(prefix.length()).toUpperCase(Locale.ROOT);
        for (String topic : CommandHelp.topics(!prefix.isEmpty())) {
            if (topic.toUpperCase(Locale.ROOT).startsWith(typed)) {
                candidates.add(new Candidate(prefix + topic, topic, null, null, null, null, false));
            }
        }
    }
}
