package io.redislab.terminal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A screen on which the lesson's text stands already, as the launcher has shown it, and a prompt that takes a line while the
 * course is being read. What the lab says until it asks for its first line is compared with what is there: nothing is shown
 * twice, and whatever is different is shown below it.
 */
final class ResumedScreen extends ScreenAround {
    private final JLineScreen screen;
    private final SavedScreen saved;
    private final FutureTask<Input> first;
    private final StringBuilder said = new StringBuilder();
    private boolean settled;

    private ResumedScreen(JLineScreen screen, SavedScreen saved) {
        super(screen);
        this.screen = screen;
        this.saved = saved;
        this.first = new FutureTask<>(() -> screen.read(new Prompt(saved.prompt(), saved::status)));
    }

    /** Draws the prompt. From now on it takes a line. */
    static ResumedScreen begin(JLineScreen screen, SavedScreen saved) {
        ResumedScreen resumed = new ResumedScreen(screen, saved);
        Thread prompt = new Thread(resumed.first, "prompt");
        prompt.setDaemon(true);
        prompt.start();
        screen.awaitPrompt();
        return resumed;
    }

    @Override
    public synchronized void print(String text) {
        if (settled) {
            screen.print(text);
        } else {
            said.append(text);
        }
    }

    /** The first time, the line that is being typed already. */
    @Override
    public Input read(Prompt prompt) {
        if (!settle()) {
            return screen.read(prompt);
        }
        screen.change(prompt);
        try {
            return first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no line could be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Input.End();
        }
    }

    /** From now on what is said is shown. True the first time. */
    private synchronized boolean settle() {
        if (settled) {
            return false;
        }
        settled = true;
        String text = said.toString();
        if (!text.equals(saved.text())) {
            screen.print(text);
        }
        return true;
    }

    @Override
    public void close() {
        settle();
        super.close();
    }
}
