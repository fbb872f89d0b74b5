package io.redislab.terminal;

import io.redislab.terminal.Prompt.StatusLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jline.terminal.Attributes;

/**
 * What the lab does while the learner reads: it types usual lines into an editor that nobody sees, so that the JVM has
 * compiled what a key needs before the learner types. It takes a fraction of a second, and waits while keys come.
 */
final class EditorWarmUp {
    /** The JVM compiles what has run a thousand times; some of what is typed runs once in a line. */
    private static final int ROUNDS = 14;

    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final List<String> LINES = List.of(
            "SET greeting \"hello there\" EX 60 NX",
            "GET greeting",
            "HSET person:7 name Grace born 1906",
            "ZADD scores XX 120 alice 95 bob",
            "ZRANGE scores 0 9 WITHSCORES REV",
            "XADD log MAXLEN ~ 50 * level info",
            "EVAL \"return redis.call('INCR', KEYS[1])\" 1 n",
            "LPUSH queue one two three",
            "CONFIG SET maxmemory 100mb",
            "SORT queue LIMIT 0 5 ALPHA",
            "help hash");
    private static final char ERASE_LINE = 0x15;
    private static final StatusLine STATUS =
            new StatusLine("next", List.of("1 · 1/10 █░░░░░░░░░", "you", "a", "10:00"));

    private final IntSupplier pressed;
    private final byte[] keys;
    private int next;
    private int seen;

    /** @param pressed how many keys the learner has pressed */
    EditorWarmUp(IntSupplier pressed) {
        this.pressed = pressed;
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < ROUNDS * LINES.size(); i++) {
            typed.append(LINES.get(i % LINES.size())).append(i % 2 == 0 ? '\r' : ERASE_LINE);
        }
        keys = typed.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins, in the background, when the prompt of the learner's editor is drawn. */
    static void begin(LabReader learners) {
        Runnable task = () -> {
            learners.awaitDrawn();
            LockSupport.parkNanos(QUIET_NANOS);
            new EditorWarmUp(learners::pressed).type();
        };
        Thread thread = new Thread(task, "warm-up");
        thread.setDaemon(true);
        // Java would show it on the learner's screen, whose editor is as good as before; a test looks for it.
        thread.setUncaughtExceptionHandler((warmUp, fault) -> {});
        thread.start();
    }

    /** Types all lines. Answers how many were entered. */
    int type() {
        int lines = 0;
        try (JLineScreen screen =
                new JLineScreen(new UnseenTerminal(this::nextKey), new Attributes(), Style.COLOUR, () -> 0)) {
            Prompt prompt = new Prompt("lab> ", () -> STATUS);
            while (screen.read(prompt) instanceof Screen.Input.Text) {
                lines++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private int nextKey() {
        while (pressed.getAsInt() != seen) {
            seen = pressed.getAsInt();
            LockSupport.parkNanos(QUIET_NANOS);
        }
        return next < keys.length ? keys[next++] : -1;
    }
}
