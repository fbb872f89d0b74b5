package io.redislab.terminal;

import io.redislab.lab.Voice;
import io.redislab.resp.Printable;
import io.redislab.terminal.Style.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Speaks on a screen. */
final class ScreenVoice implements Voice {
    private static final String INDENT = "  ";
    private static final String DETAIL = "      ";

    /** Lines around a text: its heading, the prompt, the status line. */
    private static final int FRAME = 6;

    /** A sentence or a cell with a value in it is cut to so many characters. */
    private static final int MAX_LINE = 4000;

    /** A reply of so many screens is still shown at once. */
    private static final int MAX_SCREENS = 5;

    private final Screen screen;
    /** What did not fit on the screen, and whatever was said since. */
    private final StringBuilder rest = new StringBuilder();
    /** What did not fit of a reply. */
    private String replyRest = "";
    /** What is being said together. */
    private volatile Optional<StringBuilder> collected = Optional.empty();

    ScreenVoice(Screen screen) {
        this.screen = screen;
    }

    private String painted(String text, Look look) {
        return screen.style().start(look) + text + screen.style().end(look);
    }

    private int width() {
        return Math.max(20, Math.min(screen.columns(), 90) - 2);
    }

    private synchronized void show(String lines) {
        if (collected.isPresent()) {
            collected.get().append(lines);
        } else if (rest.isEmpty()) {
            screen.print(lines);
        } else {
            rest.append(lines);
        }
    }

    /** Shows what fits, up to the end of a paragraph, and keeps the rest until it is asked for. */
    private synchronized void showPaged(List<String> lines) {
        int fits = Math.max(8, screen.rows() - FRAME);
        if (screen.isLinear() || lines.size() <= fits || !rest.isEmpty() || collected.isPresent()) {
            show(join(lines));
            return;
        }
        int cut = lastBefore(fits - 1, lines, String::isBlank)
                .or(() -> lastBefore(fits - 1, lines, line -> !line.startsWith(DETAIL)))
                .orElse(fits - 2);
        screen.print(join(lines.subList(0, cut)) + "\n" + INDENT + painted("Enter shows the rest.", Look.DIM) + "\n");
        rest.append(join(lines.subList(cut, lines.size())));
    }

    /** The last such line of the lower half of a page. */
    private static Optional<Integer> lastBefore(int end, List<String> lines, Predicate<String> test) {
        for (int i = end - 1; i > end / 2; i--) {
            if (test.test(lines.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static String join(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /**
     * Shows a reply, of which LF ends each line. What takes many screens is shown a page at a time; what the lab says of the
     * command is not kept back by it.
     */
    synchronized void reply(String text) {
        long fits = (long) screen.rows() * MAX_SCREENS;
        if (screen.isLinear() || !screen.isInteractive() || end(text, fits) == text.length()) {
            screen.print(text);
        } else {
            replyPage(text);
        }
    }

    private void replyPage(String text) {
        int end = end(text, Math.max(8, screen.rows() - FRAME));
        replyRest = text.substring(end);
        String page = text.substring(0, end);
        screen.print(page.endsWith("\n") ? page : page + "\n");
        if (!replyRest.isEmpty()) {
            long lines = replyRest.chars().filter(c -> c == '\n').count();
            String more = lines > 2 ? lines + " lines more" : replyRest.length() + " characters more";
            line(
                    Mark.NOTE,
                    "… " + (Replies.isCut(replyRest) ? "over " : "") + more
                            + ": Enter goes on, redis-cli in shell shows all.");
        }
    }

    /** The end of so many rows of the screen; where it is, behind a line feed. */
    private int end(String text, long rows) {
        int columns = screen.columns();
        long left = rows;
        int at = 0;
        while (at < text.length() && left > 0) {
            int feed = text.indexOf('\n', at);
            int next = feed < 0 ? text.length() : feed + 1;
            long taken = Math.max(1, (next - at + columns - 2) / columns);
            if (taken > left) {
                // Not in the middle of a character.
                return text.offsetByCodePoints(at, text.codePointCount(at, at + (int) left * columns));
            }
            left -= taken;
            at = next;
        }
        return at;
    }

    /** Goes on with a text that did not fit. */
    synchronized void showRest() {
        if (!replyRest.isEmpty()) {
            replyPage(replyRest);
            return;
        }
        List<String> lines = rest.toString().lines().toList();
        dropRest();
        showPaged(lines);
    }

    /** The learner does something else. */
    synchronized void dropRest() {
        replyRest = "";
        rest.setLength(0);
    }

    @Override
    public void together(Runnable said) {
        StringBuilder all = new StringBuilder();
        collected = Optional.of(all);
        try {
            said.run();
        } finally {
            collected = Optional.empty();
        }
        showPaged(all.toString().lines().toList());
    }

    @Override
    public void heading(String text, String right) {
        String safe = Wrap.cut(Printable.line(text), width() - 2);
        String end = Printable.line(right);
        int gap = width() - INDENT.length() - Wrap.columns(safe) - Wrap.columns(end);
        String tail = end.isEmpty() || gap < 2 ? "" : " ".repeat(screen.isLinear() ? 2 : gap) + painted(end, Look.DIM);
        show("\n" + INDENT + painted(safe, Look.BOLD) + tail + "\n\n");
    }

    @Override
    public void text(String markdown) {
        List<String> lines = new ArrayList<>(new MarkdownRenderer(screen.style(), screen.columns()).render(markdown));
        lines.add("");
        showPaged(lines);
    }

    @Override
    public void line(Mark mark, String text) {
        String sign = sign(mark);
        String bounded = text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "…" : text;
        List<String> lines =
                Wrap.lines(Printable.lines(bounded.strip()), width() - INDENT.length() - Wrap.columns(sign));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String start = i == 0 ? painted(sign, look(mark)) : " ".repeat(Wrap.columns(sign));
            String body = mark == Mark.DETAIL || mark == Mark.NOTE ? painted(lines.get(i), Look.DIM) : lines.get(i);
            out.append(INDENT).append(start).append(body).append('\n');
        }
        show(out.toString());
    }

    @Override
    public void remark(Mark mark, String markdown) {
        String sign = sign(mark);
        int taken = Wrap.columns(sign);
        List<String> lines = new MarkdownRenderer(screen.style(), width() + INDENT.length() - taken).render(markdown);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String start = i == 0 ? painted(sign, look(mark)) : " ".repeat(taken);
            String line = lines.get(i);
            out.append(line.isEmpty() ? "" : INDENT + start + line.substring(INDENT.length()))
                    .append('\n');
        }
        show(out.toString());
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
                widths[i] = Math.max(widths[i], Wrap.columns(cell(row.get(i))));
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < row.size(); i++) {
                String cell = cell(row.get(i));
                line.append(cell).append(" ".repeat(widths[i] - Wrap.columns(cell) + 2));
            }
            out.append(Wrap.cut(line.toString().stripTrailing(), screen.columns()))
                    .append('\n');
        }
        show("\n" + out + "\n");
    }

    private String cell(String text) {
        String cell = Printable.line(text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "…" : text);
        return screen.isLinear()
                ? cell.replace("▸", "now").replace("⏸", "waits in").replace("↷", "")
                : cell;
    }

    @Override
    public void drawing(List<String> lines) {
        StringBuilder out = new StringBuilder("\n");
        for (String line : lines) {
            out.append(Wrap.cut(INDENT + Printable.line(line), screen.columns()))
                    .append('\n');
        }
        show(out.append('\n').toString());
    }

    @Override
    public boolean confirm(String question) {
        synchronized (this) {
            screen.print(rest.toString());
            dropRest();
        }
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
