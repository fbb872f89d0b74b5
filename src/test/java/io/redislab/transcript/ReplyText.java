package io.redislab.transcript;

import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A reply as the lines that stand in a transcript: much as redis-cli prints it, but no two replies look the same. */
public final class ReplyText {
    private ReplyText() {}

    /** How much of a reply counts. */
    public enum Scope {
        /** Everything. */
        EXACT,
        /** The elements of an aggregate in any order. */
        UNORDERED,
        /** Numbers stand for any number: times and the like. */
        NUMBERS_HIDDEN,
        /** Only the types: numbers and texts are left out, what an aggregate holds too. */
        SHAPE
    }

    public static String of(Reply reply, Scope scope) {
        return switch (scope) {
            case EXACT -> text(reply);
            case UNORDERED -> text(sorted(reply));
            case NUMBERS_HIDDEN -> text(reply).replaceAll("\\(integer\\) -?[0-9]+", "(integer) *");
            case SHAPE -> shape(reply);
        };
    }

    private static Reply sorted(Reply reply) {
        if (reply instanceof Reply.Array array) {
            return new Reply.Array(sort(array.items()));
        } else if (reply instanceof Reply.SetReply set) {
            return new Reply.SetReply(sort(set.items()));
        }
        return reply;
    }

    private static List<Reply> sort(List<Reply> items) {
        return items.stream()
                .map(ReplyText::sorted)
                .sorted((a, b) -> text(a).compareTo(text(b)))
                .toList();
    }

    private static String shape(Reply reply) {
        if (reply instanceof Reply.Int) {
            return "(integer) *";
        } else if (reply instanceof Reply.Bulk) {
            return "\"*\"";
        } else if (reply instanceof Reply.DoubleReply) {
            return "(double) *";
        } else if (reply instanceof Reply.Array) {
            return "(array) *";
        } else if (reply instanceof Reply.MapReply) {
            return "(map) *";
        } else if (reply instanceof Reply.SetReply) {
            return "(set) *";
        } else if (reply instanceof Reply.Verbatim verbatim) {
            return "(verbatim " + verbatim.format() + ") *";
        }
        return text(reply);
    }

    private static String text(Reply reply) {
        if (reply instanceof Reply.Status status) {
            return status.text();
        } else if (reply instanceof Reply.Failure failure) {
            return "(error) " + failure.text();
        } else if (reply instanceof Reply.Int number) {
            return "(integer) " + number.value();
        } else if (reply instanceof Reply.Bulk bulk) {
            return quoted(bulk.bytes());
        } else if (reply instanceof Reply.Nil) {
            return "(nil)";
        } else if (reply instanceof Reply.NilArray) {
            return "(nil array)";
        } else if (reply instanceof Reply.Array array) {
            return list(array.items(), ") ", "(empty array)");
        } else if (reply instanceof Reply.SetReply set) {
            return list(set.items(), "~ ", "(empty set)");
        } else if (reply instanceof Reply.Push push) {
            return list(push.items(), "> ", "(empty push)");
        } else if (reply instanceof Reply.MapReply map) {
            return pairs(map.items(), "# ");
        } else if (reply instanceof Reply.Attribute attribute) {
            return pairs(attribute.items(), "| ");
        } else if (reply instanceof Reply.DoubleReply number) {
            return "(double) " + number.text();
        } else if (reply instanceof Reply.Bool bool) {
            return bool.value() ? "(true)" : "(false)";
        } else if (reply instanceof Reply.BigNumber number) {
            return "(big number) " + number.digits();
        } else if (reply instanceof Reply.Verbatim verbatim) {
            return "(verbatim " + verbatim.format() + ") " + quoted(verbatim.bytes());
        }
        throw new IllegalArgumentException("unknown reply " + reply);
    }

    private static String list(List<Reply> items, String mark, String empty) {
        if (items.isEmpty()) {
            return empty;
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String head = (i + 1) + mark;
            lines.add(head + indented(text(items.get(i)), head.length()));
        }
        return String.join("\n", lines);
    }

    private static String pairs(List<Reply> items, String mark) {
        if (items.isEmpty()) {
            return "(empty map)";
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < items.size(); i += 2) {
            String head = (i / 2 + 1) + mark + text(items.get(i)) + " => ";
            Reply value = items.get(i + 1);
            boolean nested = text(value).indexOf('\n') >= 0;
            lines.add(nested ? head + "\n    " + indented(text(value), 4) : head + text(value));
        }
        return String.join("\n", lines);
    }

    private static String indented(String text, int columns) {
        return text.replace("\n", "\n" + " ".repeat(columns));
    }

    private static String quoted(byte[] bytes) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
