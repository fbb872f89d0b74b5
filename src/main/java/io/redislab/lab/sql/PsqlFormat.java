package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlResult.Column;
import io.redislab.lab.sql.SqlResult.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How psql shows a table.
 *
 * @param tuplesOnly without names and the number of rows
 * @param separator between the columns of a table that is not aligned
 */
public record PsqlFormat(Layout layout, boolean tuplesOnly, String separator) {
    /** The ways of psql that are known here. */
    public enum Layout {
        ALIGNED,
        UNALIGNED,
        CSV
    }

    /** The table with its line breaks. */
    public String show(Table table) {
        return switch (layout) {
            case ALIGNED -> aligned(table);
            case UNALIGNED -> unaligned(table);
            case CSV -> csv(table);
        };
    }

    private static String footer(Table table) {
        return "(" + table.rows().size() + (table.rows().size() == 1 ? " row)" : " rows)");
    }

    private String unaligned(Table table) {
        StringBuilder out = new StringBuilder();
        if (!tuplesOnly) {
            out.append(table.columns().stream().map(Column::name).collect(Collectors.joining(separator)))
                    .append('\n');
        }
        table.rows().forEach(row -> out.append(String.join(separator, row)).append('\n'));
        if (!tuplesOnly) {
            out.append(footer(table)).append('\n');
        }
        return out.toString();
    }

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

    private String aligned(Table table) {
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
            header(table, widths, out);
        }
        table.rows().forEach(row -> row(table, row, widths, out));
        return out.append(tuplesOnly ? "\n" : footer(table) + "\n\n").toString();
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
