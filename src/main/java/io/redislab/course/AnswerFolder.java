package io.redislab.course;

import io.redislab.grading.Gradebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Answers in a folder, which are told apart by their names, as in {@code 07.1-anna.redis}; or in a folder of such folders,
 * one a student. Links are not followed, so that nobody hands in what is not theirs.
 *
 * @param answers in the order of students, exercises and names
 * @param ungraded files that look like answers and are none
 */
public record AnswerFolder(List<Found> answers, List<Gradebook.Ungraded> ungraded) {
    /** A file may have as many bytes. */
    public static final long MAX_BYTES = 1L << 20;

    private static final Pattern ANSWER =
            Pattern.compile("0?([1-9][0-9]?\\.[1-9][0-9]?)(?![0-9]).*\\.(redis|lua|sh)", Pattern.DOTALL);
    private static final Pattern NUMBERED = Pattern.compile("[0-9]{1,2}\\.[0-9].*", Pattern.DOTALL);
    private static final Pattern SUFFIXED = Pattern.compile(".*\\.(redis|lua|sh)", Pattern.DOTALL);

    public AnswerFolder {
        answers = List.copyOf(answers);
        ungraded = List.copyOf(ungraded);
    }

    /**
     * An answer.
     *
     * @param student the folder's name; empty for files of the folder itself
     * @param exercise as in {@code 7.1}
     */
    public record Found(String student, String exercise, Path file) {
        /** As a report calls it: {@code anna/07.1.redis}. */
        public String name() {
            String name = String.valueOf(file.getFileName());
            return student.isEmpty() ? name : student + "/" + name;
        }
    }

    /** Looks into a folder. @param exercises ids that there are */
    public static AnswerFolder read(Path folder, List<String> exercises) throws IOException {
        Reader reader = new Reader(exercises);
        reader.folder("", folder);
        for (Path each : sorted(folder)) {
            String name = String.valueOf(each.getFileName());
            if (!name.startsWith(".") && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    reader.student(name, each);
                } catch (IOException e) {
                    reader.ungraded.add(new Gradebook.Ungraded(name + "/", "the folder can't be read"));
                }
            }
        }
        return new AnswerFolder(reader.found, reader.ungraded);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        }
    }

    private static final class Reader {
        private final List<String> exercises;
        private final Set<String> known;
        private final List<Found> found = new ArrayList<>();
        private final List<Gradebook.Ungraded> ungraded = new ArrayList<>();

        private Reader(List<String> exercises) {
            this.exercises = exercises;
            this.known = Set.copyOf(exercises);
        }

        private void student(String name, Path folder) throws IOException {
            int before = found.size() + ungraded.size();
            folder(name, folder);
            if (found.size() + ungraded.size() == before) {
                ungraded.add(new Gradebook.Ungraded(name + "/", "there is no answer in it"));
            }
        }

        private void folder(String student, Path folder) throws IOException {
            List<Found> here = new ArrayList<>();
            for (Path file : sorted(folder)) {
                String name = String.valueOf(file.getFileName());
                Optional<String> id = id(name);
                // A folder in the folder itself is a student, whatever its name.
                boolean ignored = student.isEmpty() || id.isEmpty();
                if (name.startsWith(".") || ignored && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                Optional<String> why = why(file, name, id);
                if (why.isPresent()) {
                    ungraded.add(new Gradebook.Ungraded(student.isEmpty() ? name : student + "/" + name, why.get()));
                } else {
                    id.ifPresent(exercise -> here.add(new Found(student, exercise, file)));
                }
            }
            here.sort((a, b) -> Integer.compare(exercises.indexOf(a.exercise()), exercises.indexOf(b.exercise())));
            found.addAll(here);
        }

        private static Optional<String> id(String name) {
            Matcher matcher = ANSWER.matcher(name);
            return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
        }

        /** Why it is not graded; empty too for what nobody meant as an answer. */
        private Optional<String> why(Path file, String name, Optional<String> id) throws IOException {
            if (id.isEmpty()) {
                if (SUFFIXED.matcher(name).matches()) {
                    return Optional.of("its name does not begin with an exercise's number, as in 07.1");
                }
                return NUMBERED.matcher(name).matches()
                        ? Optional.of("its name does not end in .redis, .lua or .sh")
                        : Optional.empty();
            }
            if (!known.contains(id.get())) {
                return Optional.of("there is no exercise " + id.get());
            }
            if (Files.isSymbolicLink(file)) {
                return Optional.of("it is a link");
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("it is a folder");
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("it is no file");
            }
            if (!Files.isReadable(file)) {
                return Optional.of("it can't be read");
            }
            return Files.size(file) > MAX_BYTES
                    ? Optional.of("it has more than " + (MAX_BYTES >> 20) + " MB")
                    : Optional.empty();
        }
    }
}
