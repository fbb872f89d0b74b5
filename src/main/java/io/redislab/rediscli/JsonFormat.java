package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * JSON on one line.
 *
 * @param ascii every byte that is not printable ASCII is escaped, as the standard format does it, with the backslash
 *     escaped once more
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
record JsonFormat(boolean ascii) implements ReplyFormat {
    @Override
    public String format(Reply reply) {
        if (reply instanceof Reply.Bulk b) {
            return string(Texts.of(b.bytes()));
        } else if (reply instanceof Reply.Verbatim v) {
            return string(Texts.of(v.bytes()));
        } else if (reply instanceof Reply.Status s) {
            return string(s.text());
        } else if (reply instanceof Reply.Failure f) {
            return "error:" + string(Texts.beforeNul(f.text()));
        } else if (reply instanceof Reply.Int i) {
            return Long.toString(i.value());
        } else if (reply instanceof Reply.DoubleReply d) {
            return d.text();
        } else if (reply instanceof Reply.Bool b) {
            return Boolean.toString(b.value());
        } else if (reply instanceof Reply.Nil || reply instanceof Reply.NilArray) {
            return "null";
        } else if (reply instanceof Reply.MapReply m) {
            return object(m.items());
        }
        return ReplyFormat.parts(reply).stream().map(this::format).collect(Collectors.joining(",", "[", "]"));
    }

    private String object(List<Reply> items) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        for (int i = 0; i < items.size(); i += 2) {
            Reply key = items.get(i);
            String name = format(key);
            // Names are strings in JSON; an error's name is left as it is, as redis-cli has it.
            boolean isName = name.startsWith("\"") || key instanceof Reply.Failure;
            members.add((isName ? name : '"' + name + '"') + ":" + format(items.get(i + 1)));
        }
        return members.toString();
    }

    private String string(String text) {
        if (ascii) {
            return Texts.quoted(text).replace("\\", "\\\\");
        }
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '"' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c >> 4).append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
