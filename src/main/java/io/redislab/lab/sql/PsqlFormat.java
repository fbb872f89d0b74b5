package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlResult.Column;
import io.redislab.lab.sql.SqlResult.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * How psql shows a table.
 *
 * @param tuplesOnly without names and the number of rows
 * @param expanded a column a line
 * @param separator between the columns of a table that is not aligned
 * @param recordSeparator between its rows
 */
public record PsqlFormat(
        Layout layout, boolean tuplesOnly, boolean expanded, String separator, String recordSeparator) {
    /** The ways of psql that are known here. */
    public enum Layout {
        ALIGNED,
        UNALIGNED,
        CSV
    }

    /** Rows with names, aligned, as psql shows them unless told otherwise. */
    public static final PsqlFormat STANDARD = new PsqlFormat(Layout.ALIGNED, false, false, "|", "\n");

    public PsqlFormat withLayout(Layout other) {
        return new PsqlFormat(other, tuplesOnly, expanded, separator, recordSeparator);
    }

    public PsqlFormat withTuplesOnly(boolean yes) {
        return new PsqlFormat(layout, yes, expanded, separator, recordSeparator);
    }

    public PsqlFormat withExpanded(boolean yes) {
        return new PsqlFormat(layout, tuplesOnly, yes, separator, recordSeparator);
    }

    public PsqlFormat withSeparator(String other) {
        return new PsqlFormat(layout, tuplesOnly, expanded, other, recordSeparator);
    }

    public PsqlFormat withRecordSeparator(String other) {
        return new PsqlFormat(layout, tuplesOnly, expanded, separator, other);
    }

    /** The table with its line breaks, and how many rows it has. */
    public String show(Table table) {
        return show(table, "", List.of("(" + table.rows().size() + (table.rows().size() == 1 ? " row)" : " rows)")));
    }

    /**
     * The table with its line breaks.
     *
     * @param title above it; empty for none
     * @param footer the lines below it
     */
    String show(Table table, String title, List<String> footer) {
        if (expanded) {
            return switch (layout) {
                case ALIGNED -> expandedAligned(table, footer);
                case UNALIGNED -> expandedUnaligned(table);
                case CSV -> expandedCsv(table);
            };
        }
        return switch (layout) {
            case ALIGNED -> aligned(table, title, footer);
            case UNALIGNED -> unaligned(table, title, footer);
            case CSV -> csv(table);
        };
    }

    private String unaligned(Table table, String title, List<String> footer) {
        List<String> records = new ArrayList<>();
        if (!tuplesOnly && !title.isEmpty()) {
            records.add(title);
        }
        if (!tuplesOnly) {
            records.add(table.columns().stream().map(Column::name).collect(Collectors.joining(separator)));
        }
        table.rows().forEach(row -> records.add(String.join(separator, row)));
        if (!tuplesOnly) {
            records.addAll(footer);
        }
        return records.isEmpty() ? "" : String.join(recordSeparator, records) + "\n";
    }

    // ---- expanded ----

    private String expandedUnaligned(Table table) {
        return table.rows().stream()
                .map(row -> lines(table, row, (name, value) -> name + separator + value))
                .collect(Collectors.joining("\n"));
    }

    private static String expandedCsv(Table table) {
        return table.rows().stream()
                .map(row -> lines(table, row, (name, value) -> csv(name) + "," + csv(value)))
                .collect(Collectors.joining());
    }

    private static String lines(Table table, List<String> row, BinaryOperator<String> line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            out.append(line.apply(table.columns().get(i).name(), row.get(i))).append('\n');
        }
        return out.toString();
    }

    private String expandedAligned(Table table, List<String> footer) {
        if (table.rows().isEmpty()) {
            return tuplesOnly ? "\n" : String.join("\n", footer) + "\n\n";
        }
        int names = table.columns().stream()
                .mapToInt(column -> length(column.name()))
                .max()
                .orElse(0);
        int values = table.rows().stream()
                .flatMap(List::stream)
                .flatMap(String::lines)
                .mapToInt(PsqlFormat::length)
                .max()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        String rule = "-".repeat(names + 1) + "+" + "-".repeat(values + 1);
        for (int i = 0; i < table.rows().size(); i++) {
            String record = "-[ RECORD " + (i + 1) + " ]";
            if (!tuplesOnly) {
                out.append(record)
                        .append(rule.substring(Math.min(record.length(), rule.length())))
                        .append('\n');
            } else if (i > 0) {
                out.append(rule).append('\n');
            }
            List<String> row = table.rows().get(i);
            for (int k = 0; k < row.size(); k++) {
                record(table.columns().get(k).name(), row.get(k), names, values, out);
            }
        }
        return out.append('\n').toString();
    }

    private static void record(String name, String value, int names, int values, StringBuilder out) {
        String[] lines = value.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String shown = i == 0 ? name : "";
            boolean more = i < lines.length - 1;
            out.append(shown)
                    .append(" ".repeat(names - length(shown)))
                    .append(" | ")
                    .append(lines[i])
                    .append(more ? " ".repeat(values - length(lines[i])) + "+" : "")
                    .append('\n');
        }
    }

    // ---- csv ----

    private String csv(Table table) {
        StringBuilder out = new StringBuilder();
        if (!tuplesOnly) {
            out.append(table.columns().stream()
                            .map(column -> csv(column.name()))
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        table.rows().forEach(row -> out.append(row.stream().map(PsqlFormat::csv).collect(Collectors.joining(",")))
                .append('\n'));
        return out.toString();
    }

    private static String csv(String value) {
        boolean quote = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    // ---- aligned ----

    private String aligned(Table table, String title, List<String> footer) {
        int[] widths = new int[table.columns().size()];
        for (int i = 0; i < widths.length; i++) {
            int at = i;
            widths[i] = Math.max(
                    length(table.columns().get(i).name()),
                    table.rows().stream()
                            .flatMap(row -> row.get(at).lines())
                            .mapToInt(PsqlFormat::length)
                            .max()
                            .orElse(0));
        }
        StringBuilder out = new StringBuilder();
        if (!tuplesOnly) {
            int width = Arrays.stream(widths).sum() + 3 * widths.length - 1;
            if (!title.isEmpty()) {
                out.append(" ".repeat(Math.max(0, (width - length(title)) / 2)))
                        .append(title)
                        .append('\n');
            }
            header(table, widths, out);
        }
        table.rows().forEach(row -> row(table, row, widths, out));
        if (!tuplesOnly) {
            footer.forEach(line -> out.append(line).append('\n'));
        }
        return out.append('\n').toString();
    }

    private static void header(Table table, int[] widths, StringBuilder out) {
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String name = table.columns().get(i).name();
            int left = (widths[i] - length(name)) / 2;
            names.add(" " + " ".repeat(left) + name + " ".repeat(widths[i] - length(name) - left) + " ");
            lines.add("-".repeat(widths[i] + 2));
        }
        out.append(String.join("|", names)).append('\n');
        out.append(String.join("+", lines)).append('\n');
    }

    /** A value of several lines takes several, each but its last with a plus behind it. */
    private static void row(Table table, List<String> row, int[] widths, StringBuilder out) {
        List<List<String>> lines = new ArrayList<>();
        row.forEach(value -> lines.add(List.of(value.split("\n", -1))));
        int height = lines.stream().mapToInt(List::size).max().orElse(1);
        for (int line = 0; line < height; line++) {
            for (int i = 0; i < widths.length; i++) {
                boolean last = i == widths.length - 1;
                String text = line < lines.get(i).size() ? lines.get(i).get(line) : "";
                boolean more = line < lines.get(i).size() - 1;
                String gap = " ".repeat(Math.max(0, widths[i] - length(text)));
                boolean right = table.columns().get(i).number();
                out.append(i == 0 ? " " : "| ").append(right ? gap + text : text);
                if (!right && (!last || more)) {
                    out.append(gap);
                }
                out.append(more ? "+" : last ? "" : " ");
            }
            out.append('\n');
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
