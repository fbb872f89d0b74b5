package io.redislab.course.author;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A guide that a course is held against: a Markdown file with numbered sections, exercises and bullets, and a file
 * commands.json with its command lines. Only numbers and commands are taken from it, no sentences.
 */
final class Guide {
    private static final Pattern SECTION =
            Pattern.compile("#{2,4} (?:(\\d+\\.\\d+)|(Use Case|Issue) (\\d+):|Conclusion).*");
    private static final Pattern CHAPTER = Pattern.compile("## (\\d+)\\. .*");
    private static final Pattern EXERCISE = Pattern.compile("\\*\\*Exercise (\\d+\\.\\d+):.*");
    private static final Pattern BULLET = Pattern.compile("(?:- |# - |\\d+\\. (?!\\[)).*");

    /**
     * A section or a bullet.
     *
     * @param id as in {@code 7.1} or {@code 7.1 bullet 2}
     * @param exercise whether it is a bullet of the exercise of that number, and not of the section
     */
    record Part(int line, String id, boolean exercise) {}

    /** A command line. @param exercise whether it stands in the exercise of that number, and not in the section */
    record CommandLine(int line, String section, boolean exercise, List<String> words) {}

    private final List<Part> sections = new ArrayList<>();
    private final List<Part> bullets = new ArrayList<>();
    private final List<CommandLine> commands = new ArrayList<>();

    private Guide() {}

    /** Reads the one Markdown file with a title "1. …" in a folder, and commands.json beside it. */
    static Guide read(Path folder) throws IOException {
        Guide guide = new Guide();
        Path commands = folder.resolve("commands.json");
        List<Path> texts;
        try (var files = Files.list(folder)) {
            texts = files.filter(file -> String.valueOf(file.getFileName()).endsWith(".md"))
                    .sorted()
                    .toList();
        }
        for (Path text : texts) {
            List<String> lines = Files.readAllLines(text);
            if (lines.stream().anyMatch(line -> CHAPTER.matcher(line).matches())) {
                guide.parts(lines);
                guide.commands(Files.readString(commands), lines);
                return guide;
            }
        }
        throw new IOException(folder + " has no Markdown file with numbered chapters");
    }

    List<Part> sections() {
        return sections;
    }

    List<Part> bullets() {
        return bullets;
    }

    List<CommandLine> commands() {
        return commands;
    }

    private void parts(List<String> lines) {
        String chapter = "";
        String owner = "";
        int bullet = 0;
        boolean inExercise = false;
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                code = !code;
            }
            Matcher chapterStart = CHAPTER.matcher(line);
            Matcher exercise = EXERCISE.matcher(line);
            Optional<String> section = code ? Optional.empty() : section(line, chapter);
            if (!code && chapterStart.matches()) {
                chapter = chapterStart.group(1);
            } else if (section.isPresent()) {
                owner = section.get();
                bullet = 0;
                inExercise = false;
                sections.add(new Part(i + 1, owner, false));
            } else if (!code && exercise.matches()) {
                owner = exercise.group(1);
                bullet = 0;
                inExercise = true;
            } else if (!owner.isEmpty()
                    && (code ? line.startsWith("# - ") : BULLET.matcher(line).matches())) {
                bullets.add(new Part(i + 1, owner + " bullet " + ++bullet, inExercise));
            }
        }
    }

    private static Optional<String> section(String line, String chapter) {
        Matcher section = SECTION.matcher(line);
        if (!section.matches()) {
            return Optional.empty();
        }
        if (section.group(1) != null) {
            return Optional.of(section.group(1));
        }
        return Optional.of(section.group(3) != null ? chapter + "." + section.group(3) : "conclusion");
    }

    private void commands(String json, List<String> lines) throws IOException {
        try {
            Object all = new Yaml(new SafeConstructor(new LoaderOptions())).load(json);
            int at = 0;
            int block = 0;
            for (Object each : (List<?>) all) {
                Map<?, ?> entry = (Map<?, ?>) each;
                int start = (Integer) entry.get("line");
                at = start == block ? at : start;
                block = start;
                at = lineOf(String.valueOf(entry.get("cmd")), lines, at);
                List<String> words = ((List<?>) entry.get("argv"))
                        .stream().map(String::valueOf).toList();
                Object exercise = entry.get("exercise");
                String section = exercise == null ? sectionAt(start) : String.valueOf(exercise);
                commands.add(new CommandLine(at, section, exercise != null, words));
            }
        } catch (YAMLException | ClassCastException e) {
            throw (IOException) new IOException("commands.json is not as expected: " + e.getMessage()).initCause(e);
        }
    }

    private String sectionAt(int line) {
        return sections.stream()
                .filter(section -> section.line() <= line)
                .reduce((earlier, later) -> later)
                .map(Part::id)
                .orElse("");
    }

    /** The line of a command, searched on from a line; where it is written over several lines, its first. */
    private static int lineOf(String command, List<String> lines, int from) {
        String wanted = command.strip();
        String start = wanted.split("\\s{2,}|\\n", 2)[0];
        for (String each : List.of(wanted, start)) {
            for (int i = Math.max(0, from - 1); i < Math.min(lines.size(), from + 120); i++) {
                if (lines.get(i).contains(each)) {
                    return i + 1;
                }
            }
        }
        return from;
    }
}
