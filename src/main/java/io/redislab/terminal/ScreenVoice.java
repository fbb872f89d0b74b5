package io.redislab.terminal;

import io.redislab.lab.Voice;
import io.redislab.resp.Printable;
import io.redislab.terminal.Style.Look;
import java.util.List;
import java.util.Locale;

/** Speaks on a screen. */
final class ScreenVoice implements Voice {
    private static final String INDENT = "  ";

    private final Screen screen;

    ScreenVoice(Screen screen) {
        this.screen = screen;
    }

    private String painted(String text, Look look) {
        return screen.style().start(look) + text + screen.style().end(look);
    }

    private int width() {
        return Math.max(20, Math.min(screen.columns(), 90) - 2);
    }

    @Override
    public void heading(String text, String right) {
        String safe = Wrap.cut(Printable.line(text), width() - 2);
        String end = Printable.line(right);
        int gap = width() - INDENT.length() - Wrap.columns(safe) - Wrap.columns(end);
        String tail = end.isEmpty() || gap < 2 ? "" : " ".repeat(screen.isLinear() ? 2 : gap) + painted(end, Look.DIM);
        screen.print("\n" + INDENT + painted(safe, Look.BOLD) + tail + "\n\n");
    }

    @Override
    public void text(String markdown) {
        StringBuilder out = new StringBuilder();
        for (String line : new MarkdownRenderer(screen.style(), screen.columns()).render(markdown)) {
            out.append(line).append('\n');
        }
        screen.print(out.append('\n').toString());
    }

    @Override
    public void line(Mark mark, String text) {
        String sign = sign(mark);
        List<String> lines = Wrap.lines(Printable.lines(text.strip()), width() - INDENT.length() - Wrap.columns(sign));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String start = i == 0 ? painted(sign, look(mark)) : " ".repeat(Wrap.columns(sign));
            String body = mark == Mark.DETAIL || mark == Mark.NOTE ? painted(lines.get(i), Look.DIM) : lines.get(i);
            out.append(INDENT).append(start).append(body).append('\n');
        }
        screen.print(out.toString());
    }

    private static Look look(Mark mark) {
        return mark == Mark.MET || mark == Mark.UNMET || mark == Mark.TROUBLE ? Look.BOLD : Look.NORMAL;
    }

    private String sign(Mark mark) {
        if (screen.isLinear()) {
            return switch (mark) {
                case MET -> "Done: ";
                case UNMET -> "Not yet: ";
                case TROUBLE -> "Trouble: ";
                case DETAIL -> "    ";
                case NOTE -> "";
            };
        }
        return switch (mark) {
            case MET -> "✓ ";
            case UNMET -> "✗ ";
            case TROUBLE -> "! ";
            case DETAIL -> "    ";
            case NOTE -> "";
        };
    }

    @Override
    public void table(List<List<String>> rows) {
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Wrap.columns(Printable.line(row.get(i))));
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < row.size(); i++) {
                String cell = Printable.line(row.get(i));
                line.append(cell).append(" ".repeat(widths[i] - Wrap.columns(cell) + 2));
            }
            out.append(Wrap.cut(line.toString().stripTrailing(), screen.columns()))
                    .append('\n');
        }
        screen.print("\n" + out + "\n");
    }

    @Override
    public void drawing(List<String> lines) {
        StringBuilder out = new StringBuilder("\n");
        for (String line : lines) {
            out.append(Wrap.cut(INDENT + Printable.line(line), screen.columns()))
                    .append('\n');
        }
        screen.print(out.append('\n').toString());
    }

    @Override
    public boolean confirm(String question) {
        line(Mark.NOTE, question);
        Screen.Input input = screen.read(new Prompt("  y or n> ", () -> Prompt.StatusLine.EMPTY));
        boolean yes = input instanceof Screen.Input.Text text
                && List.of("y", "yes").contains(text.text().strip().toLowerCase(Locale.ROOT));
        if (!yes) {
            line(Mark.NOTE, "Nothing was changed.");
        }
        return yes;
    }
}
