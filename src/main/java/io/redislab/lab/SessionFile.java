package io.redislab.lab;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A session as a file: what the world held at its start, and every command with its time. A line each; whoever reads one
 * trusts nothing in it.
 *
 * <pre>
 * redislab-session 1
 * snapshot BASE64 of an RDB file
 * step UNIX-MICROSECONDS CLIENT-OR-MINUS BASE64-WORD …
 * </pre>
 *
 * @param snapshot an RDB file; empty when the world was empty
 */
record SessionFile(Optional<byte[]> snapshot, List<CrashTable.Timed> steps) {
    private static final String HEAD = "redislab-session 1";
    private static final long MAX_BYTES = 16L << 20;
    private static final int MAX_STEPS = 10_000;
    private static final int MAX_WORDS = 10_000;

    SessionFile {
        steps = List.copyOf(steps);
    }

    /** Why a file is no session; the message says it. */
    static final class Fault extends IOException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    void write(Path file) throws IOException {
        StringBuilder out = new StringBuilder(HEAD).append('\n');
        snapshot.ifPresent(
                bytes -> out.append("snapshot ").append(base64(bytes)).append('\n'));
        for (CrashTable.Timed timed : steps) {
            String client = timed.command().client();
            out.append("# ").append(Printable.line(timed.command().text())).append('\n');
            out.append("step ").append(timed.wallMicros()).append(' ').append(client.isEmpty() ? "-" : client);
            timed.command().argv().forEach(word -> out.append(' ').append(base64(word)));
            out.append('\n');
        }
        Path absolute = file.toAbsolutePath();
        Path draft = absolute.resolveSibling(absolute.getFileName() + ".new");
        AtomicFile.replace(absolute, draft, ByteBuffer.wrap(out.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] bytes) {
        // An empty word must leave a mark.
        return "=" + Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String word) throws Fault {
        try {
            if (word.startsWith("=")) {
                return Base64.getDecoder().decode(word.substring(1));
            }
        } catch (IllegalArgumentException e) {
            throw (Fault) new Fault("a word in it can't be read").initCause(e);
        }
        throw new Fault("a word in it can't be read");
    }

    static SessionFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Fault("there is no such file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new Fault("it has more than " + (MAX_BYTES >> 20) + " MB");
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
            throw new Fault("it does not begin with '" + HEAD + "'");
        }
        Optional<byte[]> snapshot = Optional.empty();
        List<CrashTable.Timed> steps = new ArrayList<>();
        String text = "";
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                if (line.startsWith("# ")) {
                    text = line.substring(2);
                } else if (line.startsWith("snapshot ")) {
                    snapshot = Optional.of(bytes(line.substring(9)));
                } else if (line.startsWith("step ")) {
                    steps.add(step(line, text));
                } else if (!line.isBlank()) {
                    throw new Fault(
                            "'" + Printable.line(line.substring(0, Math.min(20, line.length()))) + "' is not known");
                }
            } catch (Fault e) {
                throw new Fault("line " + (i + 1) + ": " + e.getMessage());
            }
            if (steps.size() > MAX_STEPS) {
                throw new Fault("it has more than " + MAX_STEPS + " steps");
            }
        }
        return new SessionFile(snapshot, steps);
    }

    private static CrashTable.Timed step(String line, String text) throws Fault {
        String[] words = line.split(" ", -1);
        boolean ok = words.length > 3
                && words.length < MAX_WORDS
                && words[1].matches("[0-9]{1,17}")
                && words[2].matches("-|[a-z]|shell[0-9]{1,9}");
        if (!ok) {
            throw new Fault("a step has a time, a client and at least one word");
        }
        List<byte[]> argv = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            argv.add(bytes(words[i]));
        }
        String shown = text.isEmpty() ? new String(argv.get(0), StandardCharsets.UTF_8) : text;
        return new CrashTable.Timed(
                new Command(1, shown, argv, words[2].equals("-") ? "" : words[2]), Long.parseLong(words[1]));
    }
}
