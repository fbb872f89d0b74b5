package io.redislab.terminal;

import io.redislab.lab.LabFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * What the next start will show: the lesson's text, the prompt and the status line, as a file beside the learner's progress.
 * The launcher writes the text to the terminal before Java starts, when the terminal is the same and no file below is newer;
 * it hands over by the stamp. The prompt is then drawn before the course is read. Whoever resumes so makes sure that what
 * was shown is what is so.
 *
 * <pre>
 * redislab-screen 1
 * stamp CHECKSUM of all that follows this line
 * terminal ROWS COLUMNS|TERM|NO_COLOR|LC_ALL|LC_CTYPE|LANG
 * course PATH
 * file SIZE MTIME PATH             for each file that the text was made of; the time in ns
 * prompt TEXT
 * task TEXT
 * fact TEXT                        for each
 *
 * the text, up to the end
 * </pre>
 *
 * @param terminal the terminal and whatever else of the environment decides how the text looks
 * @param course the folder of the course
 * @param files what the text was made of
 * @param prompt as in {@code lab> }
 * @param status the status line without the time of day
 * @param text lines as they went to the terminal; each ends with LF
 */
record SavedScreen(
        String terminal, Path course, List<Source> files, String prompt, Prompt.StatusLine status, String text) {
    private static final String HEAD = "redislab-screen 1";
    private static final int MAX_BYTES = 64 * 1024;
    private static final List<String> ENVIRONMENT = List.of("TERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG");

    SavedScreen {
        files = List.copyOf(files);
    }

    /** A file as it was when the text was made. */
    record Source(Path path, long size, long nanos) {
        static Source of(Path path) throws IOException {
            return new Source(path, Files.size(path), nanos(path));
        }

        private static long nanos(Path path) throws IOException {
            return Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS);
        }

        boolean isUnchanged() {
            try {
                return Files.size(path) == size && nanos(path) == nanos;
            } catch (IOException e) {
                // It is gone.
                return false;
            }
        }
    }

    /** Where the file is in a learner's folder. */
    static Path file(Path dataFolder) {
        return dataFolder.resolve(LabFolder.SCREEN);
    }

    /** A terminal as the file names it. */
    static String terminal(int rows, int columns, Map<String, String> environment) {
        StringBuilder out = new StringBuilder().append(rows).append(' ').append(columns);
        for (String name : ENVIRONMENT) {
            String value = environment.get(name);
            out.append('|').append(value == null ? "" : value);
        }
        return out.toString();
    }

    /** How many lines of the terminal the text takes. */
    int lines() {
        int lines = 0;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            lines++;
        }
        return lines;
    }

    /** Whether it is still true, as far as that can be told without reading anything. */
    boolean isCurrent(String ofTerminal, Path ofCourse) {
        if (!terminal.equals(ofTerminal) || !course.equals(ofCourse)) {
            return false;
        }
        for (Source file : files) {
            if (!file.isUnchanged()) {
                return false;
            }
        }
        return true;
    }

    /** What tells this one from others. */
    String stamp() {
        return stamp(body());
    }

    private static String stamp(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private String body() {
        StringBuilder out = new StringBuilder(text.length() + 1000);
        line(out, "terminal", terminal);
        line(out, "course", course.toString());
        for (Source file : files) {
            line(out, "file", file.size() + " " + file.nanos() + " " + file.path());
        }
        line(out, "prompt", prompt);
        line(out, "task", status.task());
        for (String fact : status.facts()) {
            line(out, "fact", fact);
        }
        return out.append('\n').append(text).toString();
    }

    private static void line(StringBuilder out, String word, String value) {
        out.append(word).append(' ').append(value.replace('\n', ' ')).append('\n');
    }

    /** Writes it in the place of the one before. */
    void write(Path to) throws IOException {
        String body = body();
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        Files.writeString(draft, HEAD + "\nstamp " + stamp(body) + "\n" + body);
        Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads a file; empty when there is none that is whole. */
    static Optional<SavedScreen> read(Path from) {
        try {
            if (!Files.isRegularFile(from) || Files.size(from) > MAX_BYTES) {
                return Optional.empty();
            }
            return parse(new String(Files.readAllBytes(from), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            // A comfort only.
            return Optional.empty();
        }
    }

    private static Optional<SavedScreen> parse(String content) {
        String start = HEAD + "\nstamp ";
        int stampEnd = content.indexOf('\n', start.length());
        if (!content.startsWith(start) || stampEnd < 0) {
            return Optional.empty();
        }
        String body = content.substring(stampEnd + 1);
        int headEnd = body.indexOf("\n\n");
        if (headEnd < 0 || !content.substring(start.length(), stampEnd).equals(stamp(body))) {
            return Optional.empty();
        }
        String terminal = "";
        Path course = Path.of("");
        List<Source> files = new ArrayList<>();
        String prompt = "";
        String task = "";
        List<String> facts = new ArrayList<>();
        for (int from = 0; from < headEnd; ) {
            int end = body.indexOf('\n', from);
            int blank = body.indexOf(' ', from);
            String value = body.substring(blank + 1, end);
            switch (body.substring(from, blank)) {
                case "terminal" -> terminal = value;
                case "course" -> course = Path.of(value);
                case "file" -> files.add(source(value));
                case "prompt" -> prompt = value;
                case "task" -> task = value;
                case "fact" -> facts.add(value);
                default -> {
                    return Optional.empty();
                }
            }
            from = end + 1;
        }
        Prompt.StatusLine status = new Prompt.StatusLine(task, facts);
        return Optional.of(new SavedScreen(terminal, course, files, prompt, status, body.substring(headEnd + 2)));
    }

    private static Source source(String value) {
        int first = value.indexOf(' ');
        int second = value.indexOf(' ', first + 1);
        return new Source(
                Path.of(value.substring(second + 1)),
                Long.parseLong(value.substring(0, first)),
                Long.parseLong(value.substring(first + 1, second)));
    }
}
