package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.util.List;

/**
 * Values as they are. Errors end with a line feed, and nil is nothing.
 *
 * @param elementEnd between the elements of a list
 */
record RawFormat(String elementEnd) implements ReplyFormat {
    @Override
    public String format(Reply reply) {
        StringBuilder out = new StringBuilder();
        append(reply, out);
        return out.toString();
    }

    private void append(Reply reply, StringBuilder out) {
        if (reply instanceof Reply.Bulk b) {
            out.append(Texts.of(b.bytes()));
        } else if (reply instanceof Reply.Status s) {
            out.append(s.text());
        } else if (reply instanceof Reply.Failure f) {
            out.append(f.text()).append('\n');
        } else if (reply instanceof Reply.Int i) {
            out.append(i.value());
        } else if (reply instanceof Reply.DoubleReply d) {
            out.append(d.text());
        } else if (reply instanceof Reply.Bool b) {
            out.append(b.value() ? "(true)" : "(false)");
        } else if (reply instanceof Reply.Verbatim v) {
            out.append(Texts.of(v.bytes()));
        } else if (!(reply instanceof Reply.Nil) && !(reply instanceof Reply.NilArray)) {
            appendParts(ReplyFormat.parts(reply), reply instanceof Reply.MapReply, out);
        }
    }

    private void appendParts(List<Reply> parts, boolean pairs, StringBuilder out) {
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.append(pairs && i % 2 == 1 ? " " : elementEnd);
            }
            append(parts.get(i), out);
        }
    }
}
