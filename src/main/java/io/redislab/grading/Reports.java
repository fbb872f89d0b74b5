package io.redislab.grading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports for people and for programs. The same report gives the same bytes. */
public final class Reports {
    private static final String MET = "✓";
    private static final String UNMET = "✗";

    private Reports() {}

    /** Plain text, as {@code check} prints it. Colour is the terminal's business. */
    public static String text(Report report) {
        StringBuilder out = new StringBuilder();
        out.append("Exercise ").append(name(report));
        if (!report.answer().isEmpty()) {
            out.append("  (").append(report.answer()).append(')');
        }
        out.append('\n');
        if (!report.problem().isEmpty()) {
            out.append("  ").append(trouble(report)).append('\n');
            return out.append(report.problem().indent(2)).toString();
        }
        report.requirements().forEach(result -> result(result, "  ", out));
        for (Report.VariantResult variant : report.variants()) {
            out.append("  ")
                    .append(variant.passed() ? MET : UNMET)
                    .append(" with other data: ")
                    .append(variant.title())
                    .append(variant.passed() ? "" : drawn(variant))
                    .append('\n');
            variant.unmet().forEach(result -> result(result, "    ", out));
        }
        for (Report.Recognized mistake : report.mistakes()) {
            out.append('\n');
            mistake.message()
                    .lines()
                    .forEach(line -> out.append("  ").append(line).append('\n'));
        }
        if (!errors(report).isEmpty()) {
            out.append("\n  Replies that were errors:\n");
            errors(report).forEach(error -> out.append("    ").append(error).append('\n'));
        }
        out.append("  ")
                .append(report.metCount())
                .append(" of ")
                .append(report.requirements().size())
                .append(" met, ")
                .append(report.points())
                .append(" of ")
                .append(report.max())
                .append(" points")
                .append(", seed ")
                .append(report.seed())
                .append('\n');
        report.after().ifPresent(after -> after(after, out));
        return out.toString();
    }

    /** The exercise's number, and its title unless that can't be read. */
    private static String name(Report report) {
        return report.exercise() + (report.title().isEmpty() ? "" : " · " + report.title());
    }

    /** Errors among the replies, which whoever has passed need not know. */
    private static List<String> errors(Report report) {
        return report.passed() ? List.of() : report.errors();
    }

    /** What the seed has drawn, so that one can try it oneself. */
    private static String drawn(Report.VariantResult variant) {
        return variant.data().isEmpty() ? "" : " (" + variant.data() + ")";
    }

    private static String trouble(Report report) {
        return report.status() == Report.Status.FAULTY_EXERCISE
                ? "The exercise itself is faulty; this does not count against you."
                : "The answer could not run.";
    }

    private static void result(Report.Result result, String indent, StringBuilder out) {
        out.append(indent)
                .append(result.met() ? MET : UNMET)
                .append(' ')
                .append(result.title())
                .append(result.kept() ? " (reached before)" : "")
                .append('\n');
        String deeper = indent + "    ";
        result.finding().ifPresent(finding -> out.append(deeper)
                .append(finding.subject())
                .append(": ")
                .append(finding.actual())
                .append('\n')
                .append(deeper)
                .append("expected: ")
                .append(finding.expected())
                .append('\n'));
        result.cause().ifPresent(cause -> out.append(deeper)
                .append("since ")
                .append(place(cause))
                .append(": ")
                .append(cause.command())
                .append('\n'));
        if (isAdvised(result)) {
            out.append(deeper)
                    .append(result.advice().strip().replace("\n", "\n" + deeper))
                    .append('\n');
        }
    }

    private static boolean isAdvised(Report.Result result) {
        return !result.met() && !result.advice().isEmpty();
    }

    private static void after(Report.AfterPass after, StringBuilder out) {
        if (!after.question().isEmpty()) {
            out.append("\n  To think about:\n");
            after.question()
                    .lines()
                    .forEach(line -> out.append("    ").append(line).append('\n'));
        }
        if (after.comparison().rows().size() > 1) {
            out.append('\n');
            StringBuilder table = new StringBuilder();
            TextTable.append(after.comparison().table(), table);
            table.toString()
                    .lines()
                    .forEach(line -> out.append("  ").append(line).append('\n'));
        }
    }

    private static String place(Report.Cause cause) {
        return cause.line() > 0 ? "line " + cause.line() : "your command " + cause.number();
    }

    public static String json(Report report) {
        return Json.write(map(report));
    }

    /** For several answers: a list. */
    public static String json(List<Report> reports) {
        return Json.write(reports.stream().map(Reports::map).toList());
    }

    static Map<String, Object> map(Report report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("exercise", report.exercise());
        map.put("title", report.title());
        map.put("answer", report.answer());
        map.put("status", word(report.status()));
        map.put("seed", report.seed());
        map.put("score", ordered("got", report.points(), "max", report.max()));
        map.put("requirements", report.requirements().stream().map(Reports::map).toList());
        List<Object> variants = new ArrayList<>();
        for (Report.VariantResult variant : report.variants()) {
            Map<String, Object> each = ordered(
                    "id", variant.id(), "title", variant.title(), "data", variant.data(), "passed", variant.passed());
            each.put("unmet", variant.unmet().stream().map(Reports::map).toList());
            variants.add(each);
        }
        map.put("variants", variants);
        map.put(
                "mistakes",
                report.mistakes().stream()
                        .map(mistake -> ordered("id", mistake.id(), "message", mistake.message()))
                        .toList());
        report.after().ifPresent(after -> {
            map.put("question", after.question());
            map.put(
                    "comparison",
                    after.comparison().rows().stream().map(Reports::map).toList());
        });
        map.put("errors", report.errors());
        map.put("problem", report.problem());
        return map;
    }

    private static Map<String, Object> map(Comparison.Row row) {
        return ordered(
                "title",
                row.title(),
                "commands",
                row.effort().commands(),
                "work",
                row.effort().work(),
                "bytes",
                row.effort().bytes(),
                "steps",
                row.effort().steps(),
                "races",
                word(row.races()),
                "crashes",
                word(row.crashes()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> map(Report.Result result) {
        Map<String, Object> map =
                ordered("id", result.id(), "title", result.title(), "points", result.weight(), "met", result.met());
        result.finding().ifPresent(finding -> {
            map.put("subject", finding.subject());
            map.put("expected", finding.expected());
            map.put("actual", finding.actual());
        });
        if (isAdvised(result)) {
            map.put("advice", result.advice());
        }
        result.cause()
                .ifPresent(cause -> map.put(
                        "caused_by",
                        ordered("number", cause.number(), "line", cause.line(), "command", cause.command())));
        return map;
    }

    static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** JUnit's XML: an answer is a suite, a requirement a case. */
    public static String junit(List<Report> reports) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (Report report : reports) {
            List<Report.Result> cases = report.requirements();
            long failures = cases.stream().filter(result -> !result.met()).count();
            failures += report.variants().stream()
                    .filter(variant -> !variant.passed())
                    .count();
            int errors = report.problem().isEmpty() ? 0 : 1;
            out.append("  <testsuite name=\"")
                    .append(escape(report.exercise() + " " + report.title()))
                    .append("\" tests=\"")
                    .append(cases.size() + report.variants().size() + errors)
                    .append("\" failures=\"")
                    .append(failures)
                    .append("\" errors=\"")
                    .append(errors)
                    .append("\">\n    <properties><property name=\"seed\" value=\"")
                    .append(report.seed())
                    .append("\"/></properties>\n");
            String group = escape(report.answer().isEmpty() ? report.exercise() : report.answer());
            if (errors > 0) {
                out.append("    <testcase classname=\"")
                        .append(group)
                        .append("\" name=\"run\"><error message=\"")
                        .append(escape(report.problem()))
                        .append("\"/></testcase>\n");
            }
            cases.forEach(result -> testCase(group, result.title(), result.met() ? List.of() : List.of(result), out));
            report.variants().forEach(variant -> testCase(group, variant.title(), variant.unmet(), out));
            List<String> said = new ArrayList<>();
            report.mistakes().forEach(mistake -> said.add(mistake.message().strip()));
            said.addAll(errors(report));
            if (!said.isEmpty()) {
                out.append("    <system-out>")
                        .append(escape(String.join("\n", said)))
                        .append("</system-out>\n");
            }
            out.append("  </testsuite>\n");
        }
        return out.append("</testsuites>\n").toString();
    }

    private static void testCase(String group, String title, List<Report.Result> unmet, StringBuilder out) {
        out.append("    <testcase classname=\"")
                .append(group)
                .append("\" name=\"")
                .append(escape(title))
                .append('"');
        if (unmet.isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        for (Report.Result result : unmet) {
            out.append("      <failure message=\"")
                    .append(escape(result.finding().map(Finding::sentence).orElse(result.title())))
                    .append("\">");
            List<String> more = new ArrayList<>();
            result.cause().ifPresent(cause -> more.add("since " + place(cause) + ": " + cause.command()));
            if (isAdvised(result)) {
                more.add(result.advice().strip());
            }
            out.append(escape(String.join("\n", more))).append("</failure>\n");
        }
        out.append("    </testcase>\n");
    }

    /** A page of its own, without scripts or anything from elsewhere. */
    public static String html(List<Report> reports) {
        StringBuilder out = new StringBuilder();
        reports.forEach(report -> html(report, "h1", out));
        return page("redislab", out);
    }

    static String page(String title, CharSequence body) {
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>%s</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
            code { font-family: monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
            li { list-style: none; margin: .4em 0; } .why { margin-left: 2em; color: #444; }
            table { border-collapse: collapse; } th, td { padding: .2em .7em; border: 1px solid #ccc; }
            td.n { text-align: right; } td.all { background: #dfd; }
            </style></head><body>
            """.formatted(escape(title)) + body + "</body></html>\n";
    }

    static void html(Report report, String heading, StringBuilder out) {
        out.append('<')
                .append(heading)
                .append('>')
                .append(escape(name(report)))
                .append("</")
                .append(heading)
                .append(">\n<p>");
        if (!report.answer().isEmpty()) {
            out.append("<code>").append(escape(report.answer())).append("</code>: ");
        }
        out.append(report.points())
                .append(" of ")
                .append(report.max())
                .append(" points, seed ")
                .append(report.seed())
                .append("</p>\n<ul>\n");
        if (!report.problem().isEmpty()) {
            out.append("<li>")
                    .append(escape(trouble(report) + " " + report.problem()))
                    .append("</li>\n");
        }
        report.requirements().forEach(result -> htmlResult(result, out));
        for (Report.VariantResult variant : report.variants()) {
            out.append("<li>")
                    .append(variant.passed() ? MET : UNMET)
                    .append(" with other data: ")
                    .append(escape(variant.title() + (variant.passed() ? "" : drawn(variant))))
                    .append("<ul>\n");
            variant.unmet().forEach(result -> htmlResult(result, out));
            out.append("</ul></li>\n");
        }
        out.append("</ul>\n");
        report.mistakes()
                .forEach(mistake ->
                        out.append("<p>").append(escape(mistake.message())).append("</p>\n"));
        if (!errors(report).isEmpty()) {
            out.append("<p>Replies that were errors:</p>\n<ul>\n");
            errors(report)
                    .forEach(error ->
                            out.append("<li><code>").append(escape(error)).append("</code></li>\n"));
            out.append("</ul>\n");
        }
        report.after().ifPresent(after -> {
            out.append("<p>").append(escape(after.question())).append("</p>\n<table>\n");
            after.comparison().table().forEach(row -> {
                out.append("<tr>");
                row.forEach(cell -> out.append("<td>").append(escape(cell)).append("</td>"));
                out.append("</tr>\n");
            });
            out.append("</table>\n");
        });
    }

    private static void htmlResult(Report.Result result, StringBuilder out) {
        out.append("<li>").append(result.met() ? MET : UNMET).append(' ').append(escape(result.title()));
        result.finding().ifPresent(finding -> out.append("<div class=\"why\">")
                .append(escape(finding.sentence()))
                .append("</div>"));
        result.cause().ifPresent(cause -> out.append("<div class=\"why\">since ")
                .append(place(cause))
                .append(": <code>")
                .append(escape(cause.command()))
                .append("</code></div>"));
        if (isAdvised(result)) {
            out.append("<div class=\"why\">").append(escape(result.advice())).append("</div>");
        }
        out.append("</li>\n");
    }

    /** For XML and HTML, in text and in attributes; what XML can't hold becomes the replacement character. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    boolean legal =
                            c >= ' ' && c < 0xd800 || c >= 0xe000 && c < 0xfffe || c > 0xffff || c == '\n' || c == '\t';
                    out.appendCodePoint(legal && c != 0x7f ? c : 0xfffd);
                }
            }
        });
        return out.toString();
    }
}
