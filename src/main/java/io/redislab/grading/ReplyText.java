package io.redislab.grading;

import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replies as the examiner compares and shows them. */
final class ReplyText {
    private static final int SHOWN_ITEMS = 12;
    private static final int SHOWN_CHARS = 160;

    private ReplyText() {}

    /** The text of a reply that is one value; empty for nil, errors and aggregates. */
    static Optional<String> scalar(Reply reply) {
        if (reply instanceof Reply.Status s) {
            return Optional.of(s.text());
        } else if (reply instanceof Reply.Int i) {
            return Optional.of(Long.toString(i.value()));
        } else if (reply instanceof Reply.Bulk b) {
            return Optional.of(utf8(b.bytes()));
        } else if (reply instanceof Reply.DoubleReply d) {
            return Optional.of(d.text());
        } else if (reply instanceof Reply.Bool b) {
            return Optional.of(b.value() ? "1" : "0");
        } else if (reply instanceof Reply.BigNumber n) {
            return Optional.of(n.digits());
        } else if (reply instanceof Reply.Verbatim v) {
            return Optional.of(utf8(v.bytes()));
        }
        return Optional.empty();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Optional<List<Reply>> items(Reply reply) {
        if (reply instanceof Reply.Array a) {
            return Optional.of(a.items());
        } else if (reply instanceof Reply.SetReply s) {
            return Optional.of(s.items());
        } else if (reply instanceof Reply.MapReply m) {
            return Optional.of(m.items());
        } else if (reply instanceof Reply.Push p) {
            return Optional.of(p.items());
        }
        return Optional.empty();
    }

    /** Every single value in it, however deep, in order. */
    static List<String> leaves(Reply reply) {
        List<String> out = new ArrayList<>();
        collect(reply, out);
        return out;
    }

    private static void collect(Reply reply, List<String> out) {
        scalar(reply).ifPresent(out::add);
        if (reply instanceof Reply.Failure f) {
            out.add(f.text());
        }
        items(reply).ifPresent(all -> all.forEach(item -> collect(item, out)));
    }

    static boolean isNil(Reply reply) {
        return reply instanceof Reply.Nil || reply instanceof Reply.NilArray;
    }

    /** One line, safe to show, cut when it is long. */
    static String show(Reply reply) {
        StringBuilder out = new StringBuilder();
        show(reply, out);
        return cut(out.toString());
    }

    static String cut(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS - 2) + " …";
    }

    private static void show(Reply reply, StringBuilder out) {
        if (isNil(reply)) {
            out.append("nil");
        } else if (reply instanceof Reply.Failure f) {
            out.append("the error ").append(Printable.line(f.text()));
        } else if (reply instanceof Reply.Bulk b) {
            out.append(value(Printable.bytes(b.bytes())));
        } else if (scalar(reply).isPresent()) {
            out.append(value(Printable.line(scalar(reply).get())));
        } else {
            List<Reply> all = items(reply).orElse(List.of());
            out.append(all.isEmpty() ? "an empty list" : "");
            for (int i = 0; i < all.size() && out.length() < SHOWN_CHARS; i++) {
                out.append(i == 0 ? "" : ", ");
                if (i == SHOWN_ITEMS && all.size() > SHOWN_ITEMS + 1) {
                    out.append("… (").append(all.size()).append(" in all)");
                    break;
                }
                boolean nested = items(all.get(i)).isPresent();
                out.append(nested ? "(" : "");
                show(all.get(i), out);
                out.append(nested ? ")" : "");
            }
        }
    }

    /** Quotes only where a reader would otherwise be misled. */
    static String value(String text) {
        boolean unclear = text.isEmpty() || text.startsWith(" ") || text.endsWith(" ") || text.equals("nil");
        return unclear ? "\"" + text + "\"" : text;
    }
}
