package io.redislab.terminal;

import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.Completer;

/** A screen that does something more than the one it stands before. */
abstract class ScreenAround implements Screen {
    private final Screen inner;

    ScreenAround(Screen inner) {
        this.inner = inner;
    }

    @Override
    public int columns() {
        return inner.columns();
    }

    @Override
    public int rows() {
        return inner.rows();
    }

    @Override
    public Style style() {
        return inner.style();
    }

    @Override
    public boolean isLinear() {
        return inner.isLinear();
    }

    @Override
    public boolean isInteractive() {
        return inner.isInteractive();
    }

    @Override
    public void print(String text) {
        inner.print(text);
    }

    @Override
    public void equip(Optional<Path> history, Completer completer) {
        inner.equip(history, completer);
    }

    @Override
    public Input read(Prompt prompt) {
        return inner.read(prompt);
    }

    @Override
    public void onInterrupt(Runnable action) {
        inner.onInterrupt(action);
    }

    @Override
    public void onIdleInterrupt(Runnable action) {
        inner.onIdleInterrupt(action);
    }

    @Override
    public void refresh() {
        inner.refresh();
    }

    @Override
    public void lend(Runnable use) {
        inner.lend(use);
    }

    @Override
    public void close() {
        inner.close();
    }
}
