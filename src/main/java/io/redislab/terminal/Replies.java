package io.redislab.terminal;

import io.redislab.resp.CliFormat;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyExcerpt;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies and messages as the prompt shows them. */
final class Replies {
    /** More text than this of one reply is not shown: nobody reads it, and it pushes everything else away. */
    private static final int MAX_SHOWN = 200_000;
    /** How much more there would be is not known: of what is long, only the beginning was made into text. */
    private static final String CUT = "… (there is more: redis-cli in `shell` shows all of a reply)\n";

    private Replies() {}

    /** As redis-cli shows it; ends with LF. */
    static String show(Reply reply, List<byte[]> argv) {
        return bounded(CliFormat.forPeople(cut(reply), argv));
    }

    /** What has many megabytes is cut before it is made into text. */
    private static Reply cut(Reply reply) {
        return ReplyExcerpt.of(reply, MAX_SHOWN, MAX_SHOWN);
    }

    private static String bounded(String text) {
        if (text.length() <= MAX_SHOWN) {
            return text;
        }
        int end = text.lastIndexOf('\n', MAX_SHOWN);
        int cutAt = end < MAX_SHOWN / 2 ? MAX_SHOWN : end;
        return text.substring(0, cutAt) + "\n" + CUT;
    }

    /** Whether what {@link #show} made is only the beginning of a reply. */
    static boolean isCut(String shown) {
        return shown.endsWith(CUT);
    }

    /** With a client's name before the first line. */
    static String of(String client, String shown) {
        if (client.isEmpty()) {
            return shown;
        }
        return client + " ◂ " + shown.stripTrailing().replace("\n", "\n    ") + "\n";
    }

    /** A message to another client in one line, as in {@code news: "hello"}; or as redis-cli shows it. */
    static String message(Reply reply, List<byte[]> argv) {
        return oneLine(reply, argv) + "\n";
    }

    private static String oneLine(Reply reply, List<byte[]> argv) {
        List<Reply> items = reply instanceof Reply.Array array
                ? array.items()
                : reply instanceof Reply.Push push ? push.items() : List.of();
        String kind = items.isEmpty() ? "" : text(items.get(0));
        return switch (kind) {
            case "message", "smessage" ->
                items.size() == 3 ? text(items.get(1)) + ": " + quoted(items.get(2)) : whole(reply, argv);
            case "pmessage" ->
                items.size() == 4
                        ? text(items.get(2)) + " (" + text(items.get(1)) + "): " + quoted(items.get(3))
                        : whole(reply, argv);
            case "subscribe", "psubscribe", "ssubscribe" -> "subscribed to " + text(items.get(1)) + count(items);
            case "unsubscribe", "punsubscribe", "sunsubscribe" ->
                items.get(1) instanceof Reply.Bulk
                        ? "no longer subscribed to " + text(items.get(1)) + count(items)
                        : "subscribed to nothing";
            default -> whole(reply, argv);
        };
    }

    private static String whole(Reply reply, List<byte[]> argv) {
        return show(reply, argv).stripTrailing();
    }

    private static String count(List<Reply> items) {
        return items.size() == 3 && items.get(2) instanceof Reply.Int count ? " (" + count.value() + ")" : "";
    }

    private static String text(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            return Printable.bytes(bulk.bytes());
        }
        return reply instanceof Reply.Status status ? Printable.line(status.text()) : "";
    }

    private static String quoted(Reply reply) {
        return bounded(CliFormat.forPeople(cut(reply))).stripTrailing();
    }

    /** A command's words as text, for messages. */
    static String command(List<byte[]> argv) {
        StringBuilder out = new StringBuilder();
        for (byte[] word : argv) {
            String text = new String(word, 0, Math.min(word.length, 60), StandardCharsets.UTF_8);
            boolean apart = text.isEmpty() || text.indexOf(' ') >= 0;
            out.append(out.length() == 0 ? "" : " ")
                    .append(apart ? "\"" + Printable.line(text) + "\"" : Printable.line(text));
            if (out.length() > 60) {
                return out.substring(0, 60) + "…";
            }
        }
        return out.toString();
    }
}
