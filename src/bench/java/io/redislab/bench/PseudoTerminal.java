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
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;

/** A program on a terminal that nobody sees. */
final class PseudoTerminal implements AutoCloseable {
    private final JniNativePty pty;
    private final InputStream shown;
    private final OutputStream keys;
    private final Process process;
    private final long begun;
    private final StringBuilder text = new StringBuilder();
    private final byte[] buffer = new byte[8192];

    /** Starts the program. */
    PseudoTerminal(List<String> command, Map<String, String> environment) throws IOException {
        pty = (JniNativePty) new JniTerminalProvider().open(new Attributes(), new Size(120, 40));
        shown = pty.getMasterInput();
        keys = pty.getMasterOutput();
        File terminal = new File(pty.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(terminal)
                .redirectOutput(terminal)
                .redirectError(terminal);
        builder.environment().putAll(environment);
        builder.environment().put("TERM", "xterm-256color");
        begun = System.nanoTime();
        process = builder.start();
    }

    /** Waits until this is on the screen; answers the ms since the start. @throws IOException when the program ends first */
    double await(String expected) throws IOException {
        while (text.indexOf(expected) < 0) {
            int length = shown.read(buffer);
            if (length < 0) {
                throw new IOException("it ended, and showed: " + text);
            }
            text.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    void type(String words) throws IOException {
        text.setLength(0);
        keys.write(words.getBytes(StandardCharsets.UTF_8));
        keys.flush();
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
