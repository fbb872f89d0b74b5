package io.redislab.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports on many answers. The same answers give the same bytes. */
public final class GradebookReports {
    private static final int WIDEST_NAME = 40;
    private static final String NO_ANSWER = "·";
    private static final String COULD_NOT_RUN = "!";
    private static final String FAULTY = "?";

    private GradebookReports() {}

    /** What did not pass, at length, and then a table of all. */
    public static String text(Gradebook book) {
        StringBuilder out = new StringBuilder();
        for (Report report : book.reports()) {
            if (!report.passed()) {
                out.append(Reports.text(report)).append('\n');
            }
        }
        out.append(table(book));
        if (!book.ungraded().isEmpty()) {
            out.append("\nNot graded:\n");
            book.ungraded().forEach(each -> out.append("  ")
                    .append(each.file())
                    .append(": ")
                    .append(each.why())
                    .append('\n'));
        }
        return out.toString();
    }

    /** A line a student, a column an exercise; a line an answer where there are no students. */
    private static String table(Gradebook book) {
        List<List<String>> rows = new ArrayList<>();
        if (book.isFlat()) {
            rows.add(List.of("answer", "exercise", "points", "of", ""));
            for (Report report : book.reports()) {
                rows.add(List.of(
                        name(report.answer()),
                        report.exercise(),
                        points(report),
                        "" + max(book, report.exercise()),
                        report.passed() ? "passed" : ""));
            }
        } else {
            List<String> head = new ArrayList<>(List.of("student"));
            List<String> max = new ArrayList<>(List.of("points"));
            for (Gradebook.Column column : book.columns()) {
                head.add(column.exercise());
                max.add(column.faulty() ? FAULTY : "" + column.points());
            }
            head.add("all");
            max.add("" + book.max());
            rows.add(head);
            rows.add(max);
            book.students().forEach(student -> rows.add(row(book, student)));
        }
        StringBuilder out = new StringBuilder();
        TextTable.append(rows, out);
        out.append(legend(rows));
        long passed = book.reports().stream().filter(Report::passed).count();
        return out.append(passed)
                .append(" of ")
                .append(book.entries().size())
                .append(book.entries().size() == 1 ? " answer" : " answers")
                .append(passed == 1 ? " passes" : " pass")
                .append(", seed ")
                .append(book.seed())
                .append(".\n")
                .toString();
    }

    private static List<String> row(Gradebook book, String student) {
        List<String> row = new ArrayList<>(List.of(student.isEmpty() ? "(no folder)" : name(student)));
        for (Gradebook.Column column : book.columns()) {
            row.add(cell(book, student, column));
        }
        row.add("" + book.points(student));
        return row;
    }

    private static String cell(Gradebook book, String student, Gradebook.Column column) {
        Optional<Report> best = book.best(student, column);
        if (best.isEmpty()) {
            return NO_ANSWER;
        }
        return column.faulty() ? FAULTY : points(best.get());
    }

    private static String points(Report report) {
        return switch (report.status()) {
            case PASSED, NOT_PASSED -> Integer.toString(report.points());
            case CANNOT_RUN -> COULD_NOT_RUN;
            case FAULTY_EXERCISE -> FAULTY;
        };
    }

    private static int max(Gradebook book, String exercise) {
        return book.columns().stream()
                .filter(column -> column.exercise().equals(exercise))
                .mapToInt(Gradebook.Column::points)
                .findFirst()
                .orElse(0);
    }

    private static String name(String name) {
        return name.codePointCount(0, name.length()) <= WIDEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, WIDEST_NAME - 1)) + "…";
    }

    private static String legend(List<List<String>> rows) {
        StringBuilder out = new StringBuilder("\n");
        legend(rows, COULD_NOT_RUN, "could not run", out);
        legend(rows, NO_ANSWER, "no answer", out);
        legend(rows, FAULTY, "the exercise itself is faulty and not counted", out);
        return out.toString();
    }

    private static void legend(List<List<String>> rows, String mark, String meaning, StringBuilder out) {
        if (rows.stream().skip(1).anyMatch(row -> row.subList(1, row.size()).contains(mark))) {
            out.append(mark).append(' ').append(meaning).append('\n');
        }
    }

    public static String json(Gradebook book) {
        Map<String, Object> map = Reports.ordered("seed", book.seed());
        map.put(
                "exercises",
                book.columns().stream()
                        .map(column -> Reports.ordered(
                                "id",
                                column.exercise(),
                                "title",
                                column.title(),
                                "points",
                                column.points(),
                                "faulty",
                                column.faulty()))
                        .toList());
        map.put(
                "students",
                book.students().stream()
                        .map(student -> Reports.ordered(
                                "student",
                                student,
                                "score",
                                Reports.ordered("got", book.points(student), "max", book.max()),
                                "answers",
                                book.entries().stream()
                                        .filter(entry -> entry.student().equals(student))
                                        .map(entry -> Reports.map(entry.report()))
                                        .toList()))
                        .toList());
        map.put(
                "ungraded",
                book.ungraded().stream()
                        .map(each -> Reports.ordered("file", each.file(), "why", each.why()))
                        .toList());
        return Json.write(map);
    }

    public static String html(Gradebook book) {
        StringBuilder out = new StringBuilder("<h1>Answers</h1>\n<table>\n");
        if (book.isFlat()) {
            answers(book, out);
        } else {
            students(book, out);
        }
        out.append("</table>\n<p>")
                .append(COULD_NOT_RUN + " could not run, " + NO_ANSWER + " no answer, ")
                .append(FAULTY + " the exercise itself is faulty and not counted. Seed ")
                .append(book.seed())
                .append(".</p>\n");
        for (Gradebook.Ungraded each : book.ungraded()) {
            out.append("<p>Not graded: <code>")
                    .append(Reports.escape(each.file()))
                    .append("</code>: ")
                    .append(Reports.escape(each.why()))
                    .append("</p>\n");
        }
        for (int i = 0; i < book.entries().size(); i++) {
            out.append("<section id=\"a").append(i).append("\">\n");
            Reports.html(book.entries().get(i).report(), "h2", out);
            out.append("</section>\n");
        }
        return Reports.page("redislab: answers", out);
    }

    private static void answers(Gradebook book, StringBuilder out) {
        out.append("<tr><th>answer</th><th>exercise</th><th>points</th><th>of</th></tr>\n");
        List<Report> reports = book.reports();
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            out.append("<tr><td><a href=\"#a")
                    .append(i)
                    .append("\">")
                    .append(Reports.escape(report.answer()))
                    .append("</a></td><td>")
                    .append(Reports.escape(report.exercise()))
                    .append(report.passed() ? "</td><td class=\"n all\">" : "</td><td class=\"n\">")
                    .append(points(report))
                    .append("</td><td class=\"n\">")
                    .append(max(book, report.exercise()))
                    .append("</td></tr>\n");
        }
    }

    private static void students(Gradebook book, StringBuilder out) {
        out.append("<tr><th>student</th>");
        book.columns().forEach(column -> out.append("<th title=\"")
                .append(Reports.escape(column.title()))
                .append("\">")
                .append(Reports.escape(column.exercise()))
                .append("<br>")
                .append(column.faulty() ? FAULTY : "" + column.points())
                .append("</th>"));
        out.append("<th>all<br>").append(book.max()).append("</th></tr>\n");
        for (String student : book.students()) {
            out.append("<tr><td>").append(Reports.escape(student)).append("</td>");
            for (Gradebook.Column column : book.columns()) {
                boolean all = book.best(student, column).filter(Report::passed).isPresent();
                out.append(all ? "<td class=\"n all\">" : "<td class=\"n\">");
                Optional<Integer> anchor = anchor(book, student, column);
                anchor.ifPresent(
                        number -> out.append("<a href=\"#a").append(number).append("\">"));
                out.append(cell(book, student, column))
                        .append(anchor.isPresent() ? "</a>" : "")
                        .append("</td>");
            }
            out.append("<td class=\"n\">").append(book.points(student)).append("</td></tr>\n");
        }
    }

    /** The number of the entry that a cell shows. */
    private static Optional<Integer> anchor(Gradebook book, String student, Gradebook.Column column) {
        return book.best(student, column).map(best -> book.reports().indexOf(best));
    }
}
