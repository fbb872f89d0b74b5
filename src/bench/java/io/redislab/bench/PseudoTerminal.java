package io.redislab.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;

/** A program on a terminal that nobody sees. What it shows is read, and its time taken, by a thread of its own. */
final class PseudoTerminal implements AutoCloseable {
    /** What comes so long after a key does not belong to it any more. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(12);

    private static final long LAST_WORDS_MILLIS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final JniNativePty pty;
    private final OutputStream keys;
    private final Process process;
    private final long begun;
    private final Thread reader;
    /** All of these are guarded by this object's lock. */
    private final StringBuilder text = new StringBuilder();

    private long lastShown;
    private boolean ended;

    /** Starts the program on 120 columns and 40 rows. */
    PseudoTerminal(List<String> command, Map<String, String> environment) throws IOException {
        pty = (JniNativePty) new JniTerminalProvider().open(new Attributes(), new Size(120, 40));
        InputStream shown = pty.getMasterInput();
        keys = pty.getMasterOutput();
        File terminal = new File(pty.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(terminal)
                .redirectOutput(terminal)
                .redirectError(terminal);
        builder.environment().putAll(environment);
        builder.environment().put("TERM", "xterm-256color");
        reader = new Thread(() -> read(shown), "what is shown");
        reader.setDaemon(true);
        reader.start();
        begun = System.nanoTime();
        process = builder.start();
        Thread waiting = new Thread(this::awaitEnd, "its end");
        waiting.setDaemon(true);
        waiting.start();
    }

    private void read(InputStream shown) {
        byte[] buffer = new byte[65536];
        try {
            for (int length = shown.read(buffer); length >= 0; length = shown.read(buffer)) {
                long now = System.nanoTime();
                synchronized (this) {
                    text.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                    lastShown = now;
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // The terminal is closed.
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor();
            // Its last words may not have been read yet.
            Thread.sleep(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Waits until this is on the screen; answers the ms since the start. @throws IOException when the program ends first */
    double await(String expected) throws IOException, InterruptedException {
        return millis(begun, appearance(expected));
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    private synchronized long appearance(String expected) throws IOException, InterruptedException {
        String bytes = new String(expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        long end = System.nanoTime() + PATIENCE_NANOS;
        int from = 0;
        while (text.indexOf(bytes, from) < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                throw new IOException("no '" + expected + "' in: " + text);
            }
            from = Math.max(0, text.length() - bytes.length());
            wait(left);
        }
        return lastShown;
    }

    /** Types this, and forgets what was shown before. */
    void type(String words) throws IOException {
        synchronized (this) {
            text.setLength(0);
        }
        keys.write(words.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Types this; answers the ms until this is on the screen. */
    double type(String words, String expected) throws IOException, InterruptedException {
        long from = System.nanoTime();
        type(words);
        return millis(from, appearance(expected));
    }

    /** Presses one key; answers the ms until the last of what it changed is on the screen. */
    double press(String key) throws IOException, InterruptedException {
        long from = System.nanoTime();
        type(key);
        synchronized (this) {
            while (lastShown < from) {
                wait();
            }
            long quiet = lastShown + QUIET_NANOS;
            for (long now = System.nanoTime(); now < quiet; now = System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, quiet - now);
                quiet = lastShown + QUIET_NANOS;
            }
            return millis(from, lastShown);
        }
    }

    /** Resident memory in MiB, where the system tells; 0 elsewhere. */
    long residentMiB() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pty.close();
    }
}
