package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.util.List;

/** For people: types named, strings quoted, elements numbered. Every reply ends with a line feed. */
final class StandardFormat implements ReplyFormat {
    @Override
    public String format(Reply reply) {
        StringBuilder out = new StringBuilder();
        append(reply, "", out);
        return out.toString();
    }

    private static void append(Reply reply, String indent, StringBuilder out) {
        if (reply instanceof Reply.Bulk b) {
            out.append(Texts.quoted(Texts.of(b.bytes()))).append('\n');
        } else if (reply instanceof Reply.Status s) {
            out.append(Texts.beforeNul(s.text())).append('\n');
        } else if (reply instanceof Reply.Failure f) {
            out.append("(error) ").append(Texts.beforeNul(f.text())).append('\n');
        } else if (reply instanceof Reply.Int i) {
            out.append("(integer) ").append(i.value()).append('\n');
        } else if (reply instanceof Reply.DoubleReply d) {
            out.append("(double) ").append(d.text()).append('\n');
        } else if (reply instanceof Reply.Bool b) {
            out.append(b.value() ? "(true)\n" : "(false)\n");
        } else if (reply instanceof Reply.Verbatim v) {
            out.append(Texts.of(v.bytes())).append('\n');
        } else if (reply instanceof Reply.Nil || reply instanceof Reply.NilArray) {
            out.append("(nil)\n");
        } else {
            appendParts(reply, indent, out);
        }
    }

    private static void appendParts(Reply reply, String indent, StringBuilder out) {
        List<Reply> parts = ReplyFormat.parts(reply);
        boolean pairs = reply instanceof Reply.MapReply;
        boolean set = reply instanceof Reply.SetReply;
        if (parts.isEmpty()) {
            String kind = pairs ? "hash" : set ? "set" : reply instanceof Reply.Push ? "push" : "array";
            out.append("(empty ").append(kind).append(")\n");
            return;
        }
        int step = pairs ? 2 : 1;
        int width = Integer.toString(parts.size() / step).length();
        String deeper = indent + " ".repeat(width + 2);
        for (int i = 0; i < parts.size(); i += step) {
            String number = Integer.toString(i / step + 1);
            // The first element stands behind its parent's number, so only the others are indented.
            out.append(i == 0 ? "" : indent)
                    .append(" ".repeat(width - number.length()))
                    .append(number)
                    .append(pairs ? "# " : set ? "~ " : ") ");
            append(parts.get(i), deeper, out);
            if (pairs) {
                out.setLength(out.length() - 1);
                out.append(" => ").append(hasLines(parts.get(i + 1)) ? "\n" + deeper : "");
                append(parts.get(i + 1), deeper, out);
            }
        }
    }

    /** Whether a map's value takes several lines, and so starts on one of its own. */
    private static boolean hasLines(Reply reply) {
        if (reply instanceof Reply.MapReply m) {
            return m.items().size() > 2
                    || m.items().size() == 2 && hasLines(m.items().get(1));
        } else if (reply instanceof Reply.Array || reply instanceof Reply.SetReply || reply instanceof Reply.Push) {
            List<Reply> parts = ReplyFormat.parts(reply);
            return parts.size() > 1 || parts.size() == 1 && hasLines(parts.get(0));
        }
        return false;
    }
}
