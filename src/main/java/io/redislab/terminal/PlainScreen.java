package io.redislab.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jline.utils.Signals;

/** Lines out, lines in: for pipes, logs, dumb terminals and screen readers. Never moves the cursor. */
final class PlainScreen implements Screen {
    private final BufferedReader in;
    private final PrintStream out;
    private final boolean interactive;
    private final int columns;
    private volatile Runnable onInterrupt = () -> {};
    private volatile boolean reading;

    /** @param interactive whether a person sits there; then a prompt is shown */
    PlainScreen(InputStream in, PrintStream out, boolean interactive, int columns) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.interactive = interactive;
        this.columns = columns;
        if (interactive) {
            Signals.register("INT", this::interrupted);
        }
    }

    private void interrupted() {
        if (reading) {
            print("\n(quit leaves the lab)\n");
        }
        onInterrupt.run();
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
        reading = true;
        try {
            String line = in.readLine();
            return line == null ? new Input.End() : new Input.Text(line);
        } catch (IOException e) {
            // The other end is gone: there is nobody left to tell.
            return new Input.End();
        } finally {
            reading = false;
        }
    }

    @Override
    public void onInterrupt(Runnable action) {
        onInterrupt = action;
    }

    @Override
    public void refresh() {}

    @Override
    public void close() {
        out.flush();
    }
}
