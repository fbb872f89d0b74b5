package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.testing.TypedTerminal;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/** A window with a lab in it, in this process: what is seen there is known cell by cell. */
final class Window implements AutoCloseable {
    private static final int COLUMNS = 80;
    private static final int ROWS = 30;

    private static final String TIME_OF_DAY = " *\\d{1,2}:\\d\\d$";
    /** A prompt with all that is drawn below it: a rule, of whatever dash the terminal has, and at last the time of day. */
    private static final String PROMPT = "\nlab>\n\\S+\n ▸ .*" + TIME_OF_DAY;

    private final Pty pty;
    private final TypedTerminal terminal;
    private final CompletableFuture<Integer> code;

    /**
     * Opens one.
     *
     * @param launcher what the launcher has shown
     */
    Window(LabOptions options, Optional<SavedScreen> launcher) throws IOException {
        Attributes attributes = new Attributes();
        attributes.setOutputFlags(EnumSet.of(Attributes.OutputFlag.OPOST, Attributes.OutputFlag.ONLCR));
        pty = new JniTerminalProvider().open(attributes, new Size(COLUMNS, ROWS));
        terminal = TypedTerminal.of(pty, COLUMNS, ROWS);
        launcher.ifPresent(saved -> terminal.show(saved.text().replace("\n", "\r\n")));
        code = CompletableFuture.supplyAsync(
                () -> Lab.open(options, () -> Screens.editor(pty, "xterm-256color"), launcher.map(SavedScreen::stamp)));
    }

    /** What is seen, but for the time of day. */
    String seen() {
        return terminal.screen().replaceAll("(?m)" + TIME_OF_DAY, "");
    }

    void await(String text) throws InterruptedException {
        String screen = terminal.awaitScreen(seen -> seen.contains(text));
        assertTrue(screen.contains(text), () -> "no '" + text + "' in:\n" + screen);
    }

    void type(String line) throws IOException {
        terminal.press(line + "\r");
    }

    /** Types it and waits for the reply, and for the prompt below it to be whole; answers what is seen then. */
    String after(String line, String reply) throws IOException, InterruptedException {
        type(line);
        Pattern whole = Pattern.compile("(?m)^" + Pattern.quote(reply) + PROMPT);
        String screen = terminal.awaitScreen(seen -> whole.matcher(seen).find());
        assertTrue(whole.matcher(screen).find(), () -> "no whole prompt below " + reply + " in:\n" + screen);
        return seen();
    }

    void quit() throws IOException {
        type("quit");
        assertEnds(0);
    }

    /** Waits for the end. What is shown last may be lost, since the lab closes the window. */
    void assertEnds(int expected) {
        assertEquals(expected, code.orTimeout(30, TimeUnit.SECONDS).join());
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}
