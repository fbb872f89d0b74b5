package io.redislab.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A screen whose lines are typed by a test. What was shown is one text; each line that was typed stands after its prompt. */
class TypedScreen implements Screen {
    private final Deque<Input> inputs = new ArrayDeque<>();
    private final StringBuilder shown = new StringBuilder();
    private int rows = Integer.MAX_VALUE;
    private boolean linear;
    private Prompt.StatusLine lastStatus = Prompt.StatusLine.EMPTY;

    TypedScreen(String... lines) {
        for (String line : lines) {
            inputs.add(line.equals("^C") ? new Input.Interrupt("") : new Input.Text(line));
        }
    }

    /** A screen as high as this. */
    TypedScreen rows(int height) {
        rows = height;
        return this;
    }

    /** A screen on which nothing changes that was shown. */
    TypedScreen linear() {
        linear = true;
        return this;
    }

    synchronized String shown() {
        return shown.toString();
    }

    Prompt.StatusLine lastStatus() {
        return lastStatus;
    }

    /** The lines that were shown between two lines that were typed. */
    List<String> after(String typed) {
        String all = shown();
        int from = all.lastIndexOf("> " + typed + "\n");
        int start = all.indexOf('\n', from) + 1;
        int end = all.indexOf("> ", start);
        String part = end < 0 ? all.substring(start) : all.substring(start, all.lastIndexOf('\n', end) + 1);
        return part.lines().toList();
    }

    @Override
    public int columns() {
        return 80;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public Style style() {
        return Style.PLAIN;
    }

    @Override
    public boolean isLinear() {
        return linear;
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public synchronized void print(String text) {
        shown.append(text);
    }

    @Override
    public Input read(Prompt prompt) {
        lastStatus = prompt.status().get();
        Input next = inputs.isEmpty() ? new Input.End() : inputs.poll();
        print(prompt.text() + (next instanceof Input.Text text ? text.text() : "") + "\n");
        return next;
    }

    @Override
    public void onInterrupt(Runnable action) {}

    @Override
    public void refresh() {}

    @Override
    public void close() {}
}
