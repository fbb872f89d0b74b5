package io.redislab.rediscli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jline.utils.Signals;

/** Lines from a pipe or a file, and from a terminal that can't be drawn on. */
final class PlainLines implements Lines {
    private final Console console;
    private final InputStream in;
    private final boolean prompts;

    PlainLines(Console console) {
        this.console = console;
        this.in = console.in();
        this.prompts = console.typed();
    }

    @Override
    public Optional<String> read(String prompt) throws IOException {
        if (prompts) {
            console.print(prompt);
        }
        console.flush();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        while (b >= 0 && b != '\n') {
            line.write(b);
            b = in.read();
        }
        return Optional.of(Texts.beforeNul(Texts.of(line.toByteArray())));
    }

    @Override
    public void remember(String line) {
        // There is no way back to it.
    }

    @Override
    public void clearScreen() {
        console.print("\u001b[H\u001b[2J");
        console.flush();
    }

    @Override
    public void showHints(boolean hints) {
        // There is no place for them.
    }

    @Override
    public void onInterrupt(Runnable action) {
        Signals.register("INT", action);
    }

    @Override
    public void close() {
        // Standard input is not ours to close.
    }
}
