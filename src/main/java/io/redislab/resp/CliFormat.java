package io.redislab.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Replies in redis-cli's two formats: for people at a terminal, and raw for pipes. */
public final class CliFormat {
    private CliFormat() {}

    /**
     * For people: one or more lines, each ending with LF; types in parentheses, strings quoted, elements numbered. Safe
     * for a terminal.
     */
    public static String forPeople(Reply reply) {
        StringBuilder out = new StringBuilder();
        append(reply, "", out);
        return out.toString();
    }

    /** As {@link #forPeople}, but texts that are reports (INFO, CLIENT LIST and the like) unquoted, as redis-cli does. */
    public static String forPeople(Reply reply, List<byte[]> argv) {
        if (isReport(argv) && (reply instanceof Reply.Bulk || reply instanceof Reply.Verbatim)) {
            String text = new String(raw(reply), StandardCharsets.UTF_8).replace("\r\n", "\n");
            return Printable.lines(text) + "\n";
        }
        return forPeople(reply);
    }

    /** True for commands whose reply is a text for people rather than a value. */
    public static boolean isReport(List<byte[]> argv) {
        String command = word(argv, 0);
        String second = word(argv, 1);
        int count = argv.size();
        return switch (command) {
            case "info", "lolwut" -> true;
            case "memory" -> second.equals("malloc-stats") || second.equals("doctor");
            case "debug" -> second.startsWith("htstats") || second.equals("client-eviction");
            case "client" -> second.equals("list") || second.equals("info");
            case "cluster" -> count == 2 && (second.equals("nodes") || second.equals("info"));
            case "latency" -> count == 3 && second.equals("graph") || count == 2 && second.equals("doctor");
            default -> false;
        };
    }

    private static String word(List<byte[]> argv, int at) {
        return at < argv.size() ? new String(argv.get(at), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT) : "";
    }

    private static void append(Reply reply, String indent, StringBuilder out) {
        if (reply instanceof Reply.Failure f) {
            out.append("(error) ").append(Printable.line(f.text()));
        } else if (reply instanceof Reply.Status s) {
            out.append(Printable.line(s.text()));
        } else if (reply instanceof Reply.Int i) {
            out.append("(integer) ").append(i.value());
        } else if (reply instanceof Reply.DoubleReply d) {
            out.append("(double) ").append(Printable.line(d.text()));
        } else if (reply instanceof Reply.Bool b) {
            out.append(b.value() ? "(true)" : "(false)");
        } else if (reply instanceof Reply.BigNumber n) {
            out.append(Printable.line(n.digits()));
        } else if (reply instanceof Reply.Bulk b) {
            out.append(new String(ArgumentSplitter.quote(b.bytes()), StandardCharsets.ISO_8859_1));
        } else if (reply instanceof Reply.Verbatim v) {
            out.append(Printable.lines(new String(v.bytes(), StandardCharsets.UTF_8)));
        } else if (reply instanceof Reply.Array a) {
            elements(a.items(), ')', "array", indent, out);
            return;
        } else if (reply instanceof Reply.SetReply s) {
            elements(s.items(), '~', "set", indent, out);
            return;
        } else if (reply instanceof Reply.Push p) {
            elements(p.items(), ')', "push", indent, out);
            return;
        } else if (reply instanceof Reply.MapReply m) {
            pairs(m.items(), indent, out);
            return;
        } else if (reply instanceof Reply.Attribute a) {
            pairs(a.items(), indent, out);
            return;
        } else {
            out.append("(nil)");
        }
        out.append('\n');
    }

    private static void elements(List<Reply> items, char mark, String kind, String indent, StringBuilder out) {
        if (items.isEmpty()) {
            out.append("(empty ").append(kind).append(")\n");
            return;
        }
        int width = Integer.toString(items.size()).length();
        String deeper = indent + " ".repeat(width + 2);
        for (int i = 0; i < items.size(); i++) {
            number(i, width, mark, indent, out);
            append(items.get(i), deeper, out);
        }
    }

    private static void pairs(List<Reply> items, String indent, StringBuilder out) {
        if (items.isEmpty()) {
            out.append("(empty hash)\n");
            return;
        }
        int width = Integer.toString(items.size() / 2).length();
        String deeper = indent + " ".repeat(width + 2);
        for (int i = 0; i + 1 < items.size(); i += 2) {
            number(i / 2, width, '#', indent, out);
            append(items.get(i), deeper, out);
            out.setLength(out.length() - 1);
            out.append(" => ");
            if (needsLinesOfItsOwn(items.get(i + 1))) {
                out.append('\n').append(deeper);
            }
            append(items.get(i + 1), deeper, out);
        }
    }

    /** The first element stands behind its parent's number, so only the others are indented. */
    private static void number(int index, int width, char mark, String indent, StringBuilder out) {
        String digits = Integer.toString(index + 1);
        out.append(index == 0 ? "" : indent)
                .append(" ".repeat(width - digits.length()))
                .append(digits)
                .append(mark)
                .append(' ');
    }

    private static boolean needsLinesOfItsOwn(Reply reply) {
        List<Reply> items;
        if (reply instanceof Reply.MapReply m) {
            return m.items().size() > 2
                    || m.items().size() == 2
                            && (needsLinesOfItsOwn(m.items().get(0))
                                    || needsLinesOfItsOwn(m.items().get(1)));
        } else if (reply instanceof Reply.Array a) {
            items = a.items();
        } else if (reply instanceof Reply.SetReply s) {
            items = s.items();
        } else if (reply instanceof Reply.Push p) {
            items = p.items();
        } else {
            return false;
        }
        return items.size() > 1 || items.size() == 1 && needsLinesOfItsOwn(items.get(0));
    }

    /** For pipes: the bytes as they are, elements on lines of their own; no LF at the end. Not safe for a terminal. */
    public static byte[] raw(Reply reply) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        raw(reply, out);
        return out.toByteArray();
    }

    private static void raw(Reply reply, ByteArrayOutputStream out) {
        if (reply instanceof Reply.Failure f) {
            out.writeBytes((f.text() + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.Status s) {
            out.writeBytes(s.text().getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.Int i) {
            out.writeBytes(Numbers.longToBytes(i.value()));
        } else if (reply instanceof Reply.DoubleReply d) {
            out.writeBytes(d.text().getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.Bool b) {
            out.writeBytes((b.value() ? "(true)" : "(false)").getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.BigNumber n) {
            out.writeBytes(n.digits().getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.Bulk b) {
            out.writeBytes(b.bytes());
        } else if (reply instanceof Reply.Verbatim v) {
            out.writeBytes(v.bytes());
        } else if (reply instanceof Reply.Array a) {
            rawAll(a.items(), out);
        } else if (reply instanceof Reply.SetReply s) {
            rawAll(s.items(), out);
        } else if (reply instanceof Reply.Push p) {
            rawAll(p.items(), out);
        } else if (reply instanceof Reply.MapReply m) {
            for (int i = 0; i + 1 < m.items().size(); i += 2) {
                if (i > 0) {
                    out.write('\n');
                }
                raw(m.items().get(i), out);
                out.write(' ');
                raw(m.items().get(i + 1), out);
            }
        }
    }

    private static void rawAll(List<Reply> items, ByteArrayOutputStream out) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.write('\n');
            }
            raw(items.get(i), out);
        }
    }
}
