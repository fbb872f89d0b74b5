package io.redislab.differential;

import io.redislab.resp.Reply;
import io.redislab.transcript.ReplyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares two replies. */
final class Comparison {
    /** Times of both servers are apart by less, in ms. */
    private static final long NEAR = 10_000;

    /** Integers above it are taken for Unix times in ms. */
    private static final long TIMES = 1_000_000_000_000L;

    private Comparison() {}

    static boolean agree(Reply expected, Reply actual, Scope scope) {
        return switch (scope) {
            case EXACT -> same(expected, actual, 0);
            case IGNORED -> true;
            case WORDS -> same(sortedWords(expected), sortedWords(actual), 0);
            case NEAR -> same(expected, actual, NEAR);
            case SCAN, SCAN_PAIRS ->
                isPart(expected) || isPart(actual) || same(ordered(expected, scope), ordered(actual, scope), 0);
            case UNORDERED, PAIRS -> same(ordered(expected, scope), ordered(actual, scope), 0);
            case SHAPE -> shape(expected).equals(shape(actual));
        };
    }

    /** A scan that goes on: what it has found depends on the order of the hash table. */
    private static boolean isPart(Reply reply) {
        List<Reply> items = items(reply);
        return items.size() == 2
                && items.get(0) instanceof Reply.Bulk cursor
                && !cursor.text().equals("0");
    }

    private static boolean same(Reply a, Reply b, long tolerance) {
        List<Reply> left = items(a);
        if (!left.isEmpty() && a.getClass() == b.getClass()) {
            List<Reply> right = items(b);
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i), isIdleTime(left, i) ? NEAR : tolerance)) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Reply.Int x && b instanceof Reply.Int y) {
            long allowed = Math.max(tolerance, x.value() > TIMES && x.value() < 2 * TIMES ? NEAR : 0);
            return Math.abs(x.value() - y.value()) <= allowed;
        }
        return text(a).equals(text(b));
    }

    /** Behind the name in XINFO, the third of four details in XPENDING. */
    private static boolean isIdleTime(List<Reply> items, int i) {
        boolean named = i > 0
                && items.get(i - 1) instanceof Reply.Bulk name
                && name.text().equals("idle");
        boolean pending =
                i == 2 && items.size() == 4 && items.get(1) instanceof Reply.Bulk && items.get(3) instanceof Reply.Int;
        return named || pending;
    }

    static List<Reply> items(Reply reply) {
        if (reply instanceof Reply.Array array) {
            return array.items();
        } else if (reply instanceof Reply.SetReply set) {
            return set.items();
        } else if (reply instanceof Reply.MapReply map) {
            return map.items();
        } else if (reply instanceof Reply.Push push) {
            return push.items();
        }
        return List.of();
    }

    static String text(Reply reply) {
        return ReplyText.of(reply, ReplyText.Scope.EXACT);
    }

    private static Reply ordered(Reply reply, Scope scope) {
        List<Reply> items = items(reply);
        if (items.isEmpty()) {
            return reply;
        }
        if (scope == Scope.SCAN || scope == Scope.SCAN_PAIRS) {
            Scope inner = scope == Scope.SCAN ? Scope.UNORDERED : Scope.PAIRS;
            return items.size() == 2 ? new Reply.Array(List.of(items.get(0), ordered(items.get(1), inner))) : reply;
        }
        boolean pairs = scope == Scope.PAIRS
                && items.size() % 2 == 0
                && items(items.get(0)).isEmpty();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < items.size(); i += pairs ? 2 : 1) {
            lines.add(text(items.get(i)) + (pairs ? " => " + text(items.get(i + 1)) : ""));
        }
        lines.sort(null);
        return new Reply.Array(List.of(
                new Reply.Status(reply.getClass().getSimpleName()), new Reply.Status(String.join("\n", lines))));
    }

    private static Reply sortedWords(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            String[] words = bulk.text().split(" ", -1);
            Arrays.sort(words);
            return new Reply.Bulk(String.join(" ", words).getBytes(StandardCharsets.UTF_8));
        }
        List<Reply> items = items(reply);
        return items.isEmpty()
                ? reply
                : new Reply.Array(items.stream().map(Comparison::sortedWords).toList());
    }

    private static String shape(Reply reply) {
        StringBuilder text = new StringBuilder();
        if (reply instanceof Reply.Failure || reply instanceof Reply.Status) {
            return text(reply);
        }
        text.append(reply.getClass().getSimpleName()).append('(');
        items(reply).forEach(item -> text.append(shape(item)).append(' '));
        return text.append(')').toString();
    }
}
