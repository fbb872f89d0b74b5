package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this project on a terminal of its own, and what it has written there so far. */
final class TypedTerminal implements AutoCloseable {
    private final Process script;
    private final StringBuilder shown = new StringBuilder();
    private final Thread reader;
    private int seen;

    /**
     * @param data where the program keeps its data
     * @param term the kind of terminal
     * @param arguments the class with the program's main method, and what that gets
     */
    TypedTerminal(Path data, int columns, int rows, String term, List<String> arguments) throws IOException {
        String program = String.join(
                " ",
                "stty rows " + rows + " cols " + columns + "; exec",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dredislab.home=. -cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                String.join(" ", arguments));
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", program, "/dev/null");
        builder.environment().put("XDG_DATA_HOME", data.toString());
        builder.environment().put("TERM", term);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("NO_COLOR", "1");
        script = builder.redirectErrorStream(true).start();
        reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (InputStream in = script.getInputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                synchronized (shown) {
                    shown.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    shown.notifyAll();
                }
            }
        } catch (IOException e) {
            // The terminal is closed.
        }
    }

    String text() {
        return shown.toString().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[()=>][0B]?|\r", "");
    }

    /** What came, escape sequences and all. */
    String raw() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    /** How much of the text was waited for so far. */
    int seen() {
        return seen;
    }

    /** Waits until this stands behind what was waited for last. */
    void await(String expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        synchronized (shown) {
            while (text().indexOf(expected, seen) < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertTrue(
                        left > 0,
                        () -> "no '" + expected + "' in:\n" + text().substring(Math.min(seen, text().length())));
                shown.wait(left);
            }
            seen = text().indexOf(expected, seen) + expected.length();
        }
    }

    void press(String keys) throws IOException {
        OutputStream out = script.getOutputStream();
        out.write(keys.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void type(String line, String expected) throws IOException, InterruptedException {
        press(line + "\r");
        await(expected);
    }

    ProcessHandle program() {
        try (Stream<ProcessHandle> all = script.descendants()) {
            return all.filter(each -> each.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        Path tty =
                Files.readSymbolicLink(Path.of("/proc", String.valueOf(program().pid()), "fd", "0"));
        new ProcessBuilder("stty", "-F", tty.toString(), "rows", "" + rows, "cols", "" + columns)
                .start()
                .waitFor();
    }

    /** Closes the window; answers when the program has ended. */
    void hangUp() throws InterruptedException {
        ProcessHandle program = program();
        script.destroyForcibly();
        assertTrue(program.onExit()
                .orTimeout(30, TimeUnit.SECONDS)
                .handle((ended, late) -> late == null)
                .join());
    }

    @Override
    public void close() {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
    }
}
