package io.redislab.terminal;

import io.redislab.resp.Printable;
import io.redislab.terminal.Style.Look;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.jline.utils.WCWidth;

/**
 * Markdown as lines for a terminal of a certain width. Whatever the text holds, the only escape sequences in the result
 * are the {@link Style}'s own.
 */
public final class MarkdownRenderer {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    /** Longer lines than this are hard to read, however wide the window is. */
    private static final int COMFORTABLE = 90;

    private static final int LEAST = 20;

    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final Style style;
    private final int width;

    /** @param width columns of the terminal */
    public MarkdownRenderer(Style style, int width) {
        this.style = style;
        this.width = Math.max(LEAST, Math.min(width, COMFORTABLE));
    }

    /** Lines without line ends, none wider than the terminal except lines of code, which are not broken. */
    public List<String> render(String markdown) {
        List<String> out = new ArrayList<>();
        blocks(parser.parse(markdown), "  ", out);
        while (!out.isEmpty() && out.get(out.size() - 1).isEmpty()) {
            out.remove(out.size() - 1);
        }
        return out;
    }

    /** A piece of text that does not change its look. */
    private record Span(String text, Look look) {}

    private void blocks(Node parent, String indent, List<String> out) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            block(node, indent, out);
            if (node.getNext() != null) {
                out.add("");
            }
        }
    }

    private void block(Node node, String indent, List<String> out) {
        if (node instanceof Paragraph) {
            wrap(spans(node, Look.NORMAL), indent, indent, out);
        } else if (node instanceof Heading) {
            wrap(spans(node, Look.BOLD), indent, indent, out);
        } else if (node instanceof FencedCodeBlock code) {
            code(code.getLiteral(), indent, out);
        } else if (node instanceof IndentedCodeBlock code) {
            code(code.getLiteral(), indent, out);
        } else if (node instanceof BulletList list) {
            list(list, indent, out);
        } else if (node instanceof OrderedList list) {
            list(list, indent, out);
        } else if (node instanceof BlockQuote) {
            blocks(node, indent + "│ ", out);
        } else if (node instanceof TableBlock table) {
            table(table, indent, out);
        } else if (node instanceof ThematicBreak) {
            out.add(indent + painted("─".repeat(width - indent.length() - 2), Look.DIM));
        } else if (node instanceof HtmlBlock html) {
            code(html.getLiteral(), indent, out);
        } else {
            blocks(node, indent, out);
        }
    }

    private void code(String literal, String indent, List<String> out) {
        literal.stripTrailing().lines().forEach(line -> {
            String safe = Printable.lines(line.replace("\t", "    "));
            boolean prompt = safe.startsWith("lab> ");
            String text = prompt
                    ? painted("lab> ", Look.DIM) + painted(safe.substring(5), Look.CODE)
                    : painted(safe, Look.CODE);
            out.add(safe.isEmpty() ? "" : indent + "    " + text);
        });
    }

    private void list(Node list, String indent, List<String> out) {
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        boolean tight = list instanceof org.commonmark.node.ListBlock block && block.isTight();
        for (Node node = list.getFirstChild(); node != null; node = node.getNext()) {
            if (!(node instanceof ListItem)) {
                continue;
            }
            String mark = list instanceof OrderedList ? number++ + ". " : "• ";
            String deeper = indent + " ".repeat(mark.length());
            List<String> lines = new ArrayList<>();
            blocks(node, deeper, lines);
            if (lines.isEmpty()) {
                lines.add(deeper);
            }
            lines.set(0, indent + mark + lines.get(0).substring(deeper.length()));
            out.addAll(lines);
            if (!tight && node.getNext() != null) {
                out.add("");
            }
        }
    }

    // ---- inline text ----

    private static List<Span> spans(Node parent, Look look) {
        List<Span> spans = new ArrayList<>();
        collect(parent, look, spans);
        return spans;
    }

    private static void collect(Node parent, Look look, List<Span> spans) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Text text) {
                spans.add(new Span(Printable.line(text.getLiteral()), look));
            } else if (node instanceof Code code) {
                spans.add(new Span(Printable.line(code.getLiteral()), Look.CODE));
            } else if (node instanceof SoftLineBreak) {
                spans.add(new Span(" ", look));
            } else if (node instanceof HardLineBreak) {
                spans.add(new Span("\n", look));
            } else if (node instanceof StrongEmphasis) {
                collect(node, Look.BOLD, spans);
            } else if (node instanceof Emphasis) {
                collect(node, look == Look.BOLD ? Look.BOLD : Look.ITALIC, spans);
            } else if (node instanceof HtmlInline html) {
                spans.add(new Span(Printable.line(html.getLiteral()), look));
            } else if (node instanceof Link link) {
                collect(node, look, spans);
                String target = Printable.line(link.getDestination());
                if (!target.isEmpty()
                        && !(node.getFirstChild() instanceof Text t
                                && t.getLiteral().equals(target))) {
                    spans.add(new Span(" (" + target + ")", Look.DIM));
                }
            } else {
                collect(node, look, spans);
            }
        }
    }

    private String painted(String text, Look look) {
        return text.isEmpty() ? "" : style.start(look) + text + style.end(look);
    }

    /** Without colour, code in running text stands between the marks that it has in the source. */
    private List<Span> marked(List<Span> spans) {
        if (style == Style.COLOUR) {
            return spans;
        }
        return spans.stream()
                .map(span -> span.look() == Look.CODE ? new Span("`" + span.text() + "`", Look.CODE) : span)
                .toList();
    }

    /** A word as it stands between blanks: maybe of several looks. */
    private static final class Word {
        private final List<Span> parts = new ArrayList<>();
        private int columns;
        private boolean breakAfter;

        private void add(String text, Look look) {
            parts.add(new Span(text, look));
            columns += columns(text);
        }
    }

    private static List<Word> words(List<Span> spans) {
        List<Word> words = new ArrayList<>();
        Word current = new Word();
        for (Span span : spans) {
            // Code is broken at its blanks too: a long command would not fit into a line.
            int from = 0;
            String text = span.text();
            for (int i = 0; i <= text.length(); i++) {
                boolean end = i == text.length();
                if (!end && text.charAt(i) != ' ' && text.charAt(i) != '\n') {
                    continue;
                }
                if (i > from) {
                    current.add(text.substring(from, i), span.look());
                }
                if (!end) {
                    current.breakAfter = text.charAt(i) == '\n';
                    if (!current.parts.isEmpty() || current.breakAfter) {
                        words.add(current);
                    }
                    current = new Word();
                }
                from = i + 1;
            }
        }
        if (!current.parts.isEmpty()) {
            words.add(current);
        }
        return words;
    }

    private void wrap(List<Span> spans, String first, String rest, List<String> out) {
        wrap(spans, first, rest, width - 2, out);
    }

    private void wrap(List<Span> spans, String first, String rest, int limit, List<String> out) {
        StringBuilder line = new StringBuilder(first);
        int used = columns(first);
        boolean empty = true;
        for (Word word : words(marked(spans))) {
            if (!empty && used + 1 + word.columns > limit) {
                out.add(line.toString());
                line = new StringBuilder(rest);
                used = columns(rest);
                empty = true;
            }
            if (!empty) {
                line.append(' ');
                used++;
            }
            for (Span part : word.parts) {
                line.append(painted(part.text(), part.look()));
            }
            used += word.columns;
            empty = false;
            if (word.breakAfter) {
                out.add(line.toString());
                line = new StringBuilder(rest);
                used = columns(rest);
                empty = true;
            }
        }
        if (!empty) {
            out.add(line.toString());
        }
    }

    /** How many columns a text takes on a terminal. */
    static int columns(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    // ---- tables ----

    private void table(TableBlock table, String indent, List<String> out) {
        List<List<List<Span>>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (row instanceof TableRow) {
                    rows.add(cells(row, part instanceof TableHead ? Look.BOLD : Look.NORMAL));
                }
            }
        }
        int columnCount = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = widths(rows, columnCount, width - 2 - indent.length() - 2 * (columnCount - 1));
        boolean head = true;
        for (List<List<Span>> row : rows) {
            List<List<String>> wrapped = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                List<String> lines = new ArrayList<>();
                wrap(row.get(i), "", "", widths[i], lines);
                wrapped.add(lines);
            }
            int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                out.add(tableLine(wrapped, widths, line, indent));
            }
            if (head) {
                List<String> rules = new ArrayList<>();
                for (int columns : widths) {
                    rules.add(painted("─".repeat(columns), Look.DIM));
                }
                out.add(indent + String.join("  ", rules));
                head = false;
            }
        }
    }

    private static List<List<Span>> cells(Node row, Look look) {
        List<List<Span>> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            if (cell instanceof TableCell) {
                cells.add(spans(cell, look));
            }
        }
        return cells;
    }

    private int[] widths(List<List<List<Span>>> rows, int count, int available) {
        int[] widths = new int[count];
        for (List<List<Span>> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int columns = marked(row.get(i)).stream()
                        .mapToInt(span -> columns(span.text()))
                        .sum();
                widths[i] = Math.max(widths[i], columns);
            }
        }
        int total = java.util.Arrays.stream(widths).sum();
        while (total > available) {
            int widest = 0;
            for (int i = 1; i < count; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= 6) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private String tableLine(List<List<String>> cells, int[] widths, int line, String indent) {
        StringBuilder out = new StringBuilder(indent);
        int owed = 0;
        for (int i = 0; i < cells.size(); i++) {
            String text = line < cells.get(i).size() ? cells.get(i).get(line) : "";
            if (!text.isEmpty()) {
                out.append(" ".repeat(owed)).append(text);
                owed = 0;
            }
            owed += widths[i] - visible(text) + 2;
        }
        return out.toString();
    }

    /** Columns of a text that may hold the style's own sequences. */
    private static int visible(String text) {
        int columns = 0;
        boolean escape = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (escape) {
                escape = c != 'm';
            } else if (c == 0x1b) {
                escape = true;
            } else {
                columns += Math.max(0, WCWidth.wcwidth(c));
            }
        }
        return columns;
    }
}
