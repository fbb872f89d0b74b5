package io.redislab.grading;

import io.redislab.resp.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What many answers got: of one folder, or of a class.
 *
 * @param columns the exercises that were answered, in the course's order
 * @param entries in the order of students and of their files' names
 * @param ungraded files that look like answers and are none
 */
public record Gradebook(long seed, List<Column> columns, List<Entry> entries, List<Ungraded> ungraded) {
    public Gradebook {
        columns = List.copyOf(columns);
        entries = List.copyOf(entries);
        ungraded = List.copyOf(ungraded);
    }

    /**
     * An exercise.
     *
     * @param points what it gives at most; 0 when it is faulty, so that it is not counted
     */
    public record Column(String exercise, String title, int points, boolean faulty) {}

    /** A file's report. @param student the folder it was in; empty for files of the folder itself */
    public record Entry(String student, Report report) {
        public Entry {
            student = Printable.line(student);
        }
    }

    /** A file that was not graded, and why. */
    public record Ungraded(String file, String why) {
        public Ungraded {
            file = Printable.line(file);
            why = Printable.line(why);
        }
    }

    public List<Report> reports() {
        return entries.stream().map(Entry::report).toList();
    }

    /** Whether there are no students, only files in one folder. */
    public boolean isFlat() {
        return entries.stream().allMatch(entry -> entry.student().isEmpty());
    }

    /** Names of the folders, in order; the empty name stands for files without one. */
    public List<String> students() {
        return entries.stream().map(Entry::student).distinct().toList();
    }

    /** The best of a student's answers to an exercise. */
    public Optional<Report> best(String student, Column column) {
        return entries.stream()
                .filter(entry -> entry.student().equals(student))
                .map(Entry::report)
                .filter(report -> report.exercise().equals(column.exercise()))
                .max(Comparator.comparing(Report::passed).thenComparing(Report::points));
    }

    /** Points of a student's best answers. */
    public int points(String student) {
        return columns.stream()
                .mapToInt(column -> best(student, column)
                        .map(report -> points(column, report))
                        .orElse(0))
                .sum();
    }

    /** An exercise that turned out to be faulty gives nobody points and takes none. */
    private static int points(Column column, Report report) {
        return column.faulty() ? 0 : report.points();
    }

    /** Points that could be got in all. */
    public int max() {
        return columns.stream().mapToInt(Column::points).sum();
    }
}
