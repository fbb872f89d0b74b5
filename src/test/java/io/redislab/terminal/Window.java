package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/** A window with a lab in it, in this process: what is seen there is known cell by cell. */
final class Window implements AutoCloseable {
    static final int COLUMNS = 80;
    static final int ROWS = 30;

    private final Pty pty;
    private final ScreenTerminal cells = new ScreenTerminal(COLUMNS, ROWS);
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
        launcher.ifPresent(saved -> cells.write(saved.text().replace("\n", "\r\n")));
        Thread viewer = new Thread(this::view);
        viewer.setDaemon(true);
        viewer.start();
        code = CompletableFuture.supplyAsync(
                () -> Lab.open(options, () -> Screens.editor(pty, "xterm-256color"), launcher.map(SavedScreen::stamp)));
    }

    private void view() {
        try (InputStream shown = pty.getMasterInput()) {
            InputStreamReader reader = new InputStreamReader(shown, StandardCharsets.UTF_8);
            char[] buffer = new char[4096];
            for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                synchronized (cells) {
                    cells.write(new String(buffer, 0, n));
                    cells.notifyAll();
                }
            }
        } catch (IOException e) {
            // The window is closed.
        }
    }

    /** What is seen, but for the time of day. */
    String seen() {
        synchronized (cells) {
            return cells.toString().replaceAll(" *\\d{1,2}:\\d\\d *\n", "\n");
        }
    }

    void await(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        synchronized (cells) {
            while (!seen().contains(text)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertTrue(left > 0, () -> "no '" + text + "' in:\n" + seen());
                cells.wait(left);
            }
        }
    }

    void type(String line) throws IOException {
        pty.getMasterOutput().write((line + "\r").getBytes(StandardCharsets.UTF_8));
    }

    /** Types it and waits for the reply; answers what is seen then. */
    String after(String line, String reply) throws IOException, InterruptedException {
        type(line);
        await(reply);
        // The status line below it.
        await(reply + " ".repeat(COLUMNS - reply.length()) + "\nlab> ");
        await("you");
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
