package io.redislab.terminal;

import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.Completer;

/** Where the lab is seen, and typed into. */
interface Screen extends AutoCloseable {
    /** What came from the keyboard. */
    sealed interface Input {
        /** One line, or several that were pasted or belong together. */
        record Text(String text) implements Input {}

        /**
         * Ctrl-C.
         *
         * @param line what was typed so far
         */
        record Interrupt(String line) implements Input {}

        /** Ctrl-D, or the terminal is gone. */
        record End() implements Input {}
    }

    int columns();

    /** How many lines are seen at once. */
    int rows();

    Style style();

    /** True when nothing that was shown changes any more: for screen readers, pipes and logs. */
    boolean isLinear();

    /** True when a person sits there, who can be asked and may wait. */
    boolean isInteractive();

    /**
     * Shows lines, each of which ends with LF. What could act on a terminal is not in them. May be called from any thread;
     * while a line is being typed they appear above it.
     */
    void print(String text);

    /** Gives the editor, where there is one, its memory and what Tab offers. */
    default void equip(Optional<Path> history, Completer completer) {}

    /** Waits for a line. */
    Input read(Prompt prompt);

    /** Who is called, on some thread, when Ctrl-C comes while no line is being typed. */
    void onInterrupt(Runnable action);

    /**
     * Who is called when Ctrl-C comes at an empty line, where that can't be an {@link Input}: the line goes on being read.
     */
    default void onIdleInterrupt(Runnable action) {}

    /** The status line has something new to say. */
    void refresh();

    /** Leaves the terminal to another program for so long; then it is as it was. */
    default void lend(Runnable use) {
        use.run();
    }

    @Override
    void close();
}
