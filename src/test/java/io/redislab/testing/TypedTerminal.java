package io.redislab.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.spi.Pty;

/** A terminal with a program on it: what is typed there, all that was shown, and what stands on its screen. */
public final class TypedTerminal implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Optional<Process> script;
    private final InputStream in;
    private final OutputStream keys;
    private final Thread reader;
    private final StringBuilder shown = new StringBuilder();
    private final ScreenTerminal cells;
    /** How much of what was shown is on the screen. */
    private int drawn;
    /** How much of the text was waited for. */
    private int seen;

    private TypedTerminal(Optional<Process> script, InputStream in, OutputStream keys, int columns, int rows) {
        this.script = script;
        this.in = in;
        this.keys = keys;
        this.cells = new ScreenTerminal(columns, rows);
        reader = new Thread(this::read, "screen");
        reader.setDaemon(true);
        reader.start();
    }

    /** A terminal of a program in this process, which whoever has opened it closes. */
    public static TypedTerminal of(Pty pty, int columns, int rows) throws IOException {
        return new TypedTerminal(Optional.empty(), pty.getMasterInput(), pty.getMasterOutput(), columns, rows);
    }

    /**
     * Starts a program on a terminal of its own. Where the system has no script(1) that opens one, the test is skipped.
     *
     * @param command for a shell
     * @param environment is added to that of this process, but for variables of Redis
     */
    public static TypedTerminal start(String command, int columns, int rows, Map<String, String> environment)
            throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")) && Files.isDirectory(Path.of("/proc/self/fd")),
                "no script(1) here that opens a terminal");
        ProcessBuilder builder = new ProcessBuilder(
                "/usr/bin/script", "-qec", "stty rows " + rows + " cols " + columns + "; exec " + command, "/dev/null");
        builder.environment().keySet().removeIf(name -> name.startsWith("REDIS"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process script = builder.redirectErrorStream(true).start();
        return new TypedTerminal(Optional.of(script), script.getInputStream(), script.getOutputStream(), columns, rows);
    }

    /**
     * A command that starts a program of this project.
     *
     * @param arguments the class with the program's main method, and what that gets
     */
    public static String java(String... arguments) {
        return String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dredislab.home=. -cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                String.join(" ", arguments));
    }

    /**
     * Starts a program of this project.
     *
     * @param data where it keeps its data
     * @param term the kind of terminal
     * @param arguments the class with the program's main method, and what that gets
     */
    public static TypedTerminal ofJava(Path data, int columns, int rows, String term, List<String> arguments)
            throws IOException {
        return start(
                java(arguments.toArray(new String[0])),
                columns,
                rows,
                Map.of("XDG_DATA_HOME", data.toString(), "TERM", term, "NO_COLOR", "1"));
    }

    private void read() {
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                show(new String(buffer, 0, n));
            }
        } catch (IOException e) {
            // The terminal is closed.
        }
    }

    /** Shows a text as if the program had written it. */
    public void show(String text) {
        synchronized (shown) {
            shown.append(text);
            shown.notifyAll();
        }
    }

    // ---- what was shown ----

    /** What came, escape sequences and all. */
    public String raw() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    /** What came, without escape sequences. */
    public String text() {
        return raw().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[()=>][0B]?|\r", "");
    }

    /** How much of the text was waited for so far. */
    public int seen() {
        return seen;
    }

    /** Waits until this stands behind what was waited for last. */
    public void await(String expected) throws InterruptedException {
        boolean came = await(() -> text().indexOf(expected, seen) >= 0);
        String text = text();
        assertTrue(came, () -> "no '" + expected + "' in:\n" + text.substring(Math.min(seen, text.length())));
        seen = text.indexOf(expected, seen) + expected.length();
    }

    /** What stands on the screen: its rows without the blanks at their ends, up to the last that is not empty. */
    public String screen() {
        synchronized (shown) {
            cells.write(shown.substring(drawn));
            drawn = shown.length();
            return cells.toString()
                    .replace('\0', ' ')
                    .lines()
                    .map(String::stripTrailing)
                    .collect(Collectors.joining("\n"))
                    .stripTrailing();
        }
    }

    /** Waits for a screen, and answers it; when it does not come, the one that there is. */
    public String awaitScreen(Predicate<String> wanted) throws InterruptedException {
        await(() -> wanted.test(screen()));
        return screen();
    }

    private boolean await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        synchronized (shown) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                shown.wait(left);
            }
            return true;
        }
    }

    // ---- what is done ----

    public void press(String pressed) throws IOException {
        keys.write(pressed.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Types a line, and waits for what it brings. */
    public void type(String line, String expected) throws IOException, InterruptedException {
        press(line + "\r");
        await(expected);
    }

    public void resize(int columns, int rows) throws IOException, InterruptedException {
        Path tty =
                Files.readSymbolicLink(Path.of("/proc", String.valueOf(program().pid()), "fd", "0"));
        new ProcessBuilder("stty", "-F", tty.toString(), "rows", "" + rows, "cols", "" + columns)
                .start()
                .waitFor();
    }

    /** The program of this project that was started. */
    public ProcessHandle program() {
        try (Stream<ProcessHandle> all = script.orElseThrow().descendants()) {
            return all.filter(each -> each.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Waits until the program that was started has ended well; answers what came, escape sequences and all. */
    public String awaitEnd() throws InterruptedException {
        reader.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        Process process = script.orElseThrow();
        assertTrue(process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS), this::raw);
        assertEquals(0, process.exitValue(), this::raw);
        return raw();
    }

    /** Closes the window; answers when the program has ended. */
    public void hangUp() {
        ProcessHandle program = program();
        script.orElseThrow().destroyForcibly();
        assertTrue(program.onExit()
                .orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS)
                .handle((ended, late) -> late == null)
                .join());
    }

    @Override
    public void close() {
        script.ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
