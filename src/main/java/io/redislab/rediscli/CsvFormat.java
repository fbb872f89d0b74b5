package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.util.stream.Collectors;

/** Values between commas, strings quoted. What is nested, and maps, become one flat list. */
final class CsvFormat implements ReplyFormat {
    @Override
    public String format(Reply reply) {
        if (reply instanceof Reply.Bulk b) {
            return Texts.quoted(Texts.of(b.bytes()));
        } else if (reply instanceof Reply.Verbatim v) {
            return Texts.quoted(Texts.of(v.bytes()));
        } else if (reply instanceof Reply.Status s) {
            return Texts.quoted(s.text());
        } else if (reply instanceof Reply.Failure f) {
            return "ERROR," + Texts.quoted(Texts.beforeNul(f.text()));
        } else if (reply instanceof Reply.Int i) {
            return Long.toString(i.value());
        } else if (reply instanceof Reply.DoubleReply d) {
            return d.text();
        } else if (reply instanceof Reply.Bool b) {
            return Boolean.toString(b.value());
        } else if (reply instanceof Reply.Nil || reply instanceof Reply.NilArray) {
            return "NULL";
        }
        return ReplyFormat.parts(reply).stream().map(this::format).collect(Collectors.joining(","));
    }
}
