package io.redislab.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.utils.Signals;

/** Lines out, lines in: for pipes, logs, dumb terminals and screen readers. Never moves the cursor. */
final class PlainScreen implements Screen {
    private final BufferedReader in;
    private final PrintStream out;
    private final boolean interactive;
    private final int columns;
    private final Runnable onClose;
    private volatile Runnable onInterrupt = () -> {};
    /** What was asked for in the line that is being read. */
    private volatile Optional<Prompt> reading = Optional.empty();

    private volatile Runnable onIdleInterrupt = () -> {};

    PlainScreen(InputStream in, PrintStream out, boolean interactive, int columns) {
        this(in, out, interactive, columns, () -> {});
    }

    /**
     * Shows the lab in lines.
     *
     * @param interactive whether a person sits there; then a prompt is shown
     * @param onClose gives the terminal its own settings back
     */
    PlainScreen(InputStream in, PrintStream out, boolean interactive, int columns, Runnable onClose) {
        this.onClose = onClose;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.interactive = interactive;
        this.columns = columns;
        if (interactive) {
            Signals.register("INT", this::interrupted);
        }
    }

    private void interrupted() {
        Optional<Prompt> asked = reading;
        if (asked.isPresent()) {
            print("\n");
            onIdleInterrupt.run();
            print(asked.get().text());
        } else {
            onInterrupt.run();
        }
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int rows() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Style style() {
        return Style.PLAIN;
    }

    @Override
    public boolean isLinear() {
        return true;
    }

    @Override
    public boolean isInteractive() {
        return interactive;
    }

    @Override
    public synchronized void print(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public Input read(Prompt prompt) {
        if (interactive) {
            print(prompt.text());
        }
        reading = Optional.of(prompt);
        try {
            String line = in.readLine();
            return line == null ? new Input.End() : new Input.Text(line);
        } catch (IOException e) {
            // The other end is gone: there is nobody left to tell.
            return new Input.End();
        } finally {
            reading = Optional.empty();
        }
    }

    @Override
    public void onInterrupt(Runnable action) {
        onInterrupt = action;
    }

    @Override
    public void onIdleInterrupt(Runnable action) {
        onIdleInterrupt = action;
    }

    @Override
    public void refresh() {}

    @Override
    public void close() {
        out.flush();
        onClose.run();
    }
}
