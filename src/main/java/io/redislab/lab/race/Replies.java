package io.redislab.lab.race;

import io.redislab.resp.CliFormat;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** The replies of one order so far, and what conditions make of them. */
record Replies(Map<String, Reply> byName) {
    private static final int MAX_SHOWN = 100;

    Replies {
        byName = Map.copyOf(byName);
    }

    Replies with(String name, Reply reply) {
        Map<String, Reply> more = new java.util.HashMap<>(byName);
        more.put(name, reply);
        return new Replies(more);
    }

    /** Equal for equal replies. */
    String key() {
        StringBuilder key = new StringBuilder();
        new java.util.TreeMap<>(byName).forEach((name, reply) -> key.append(name)
                .append(reply instanceof Reply.Failure ? '!' : '=')
                .append(mark(text(reply)))
                .append('\0'));
        return key.toString();
    }

    /** Stands for a text where it is long. */
    private static String mark(String text) {
        if (text.length() <= MAX_SHOWN) {
            return text;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return text.length() + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A text, cut where it is long. */
    static String excerpt(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    /** As text; {@code nil} for none and for a step that was not done. */
    String value(String name) {
        return text(byName.getOrDefault(name, new Reply.Nil()));
    }

    static String text(Reply reply) {
        if (reply instanceof Reply.Nil || reply instanceof Reply.NilArray) {
            return "nil";
        } else if (reply instanceof Reply.Failure failure) {
            return failure.text();
        }
        return new String(CliFormat.raw(reply), StandardCharsets.UTF_8);
    }

    boolean holds(Race.Condition condition, Reply reply) {
        String left = operand(condition.left(), reply);
        String right = operand(condition.right(), reply);
        boolean numbers = isNumber(left) && isNumber(right);
        int order =
                numbers ? Double.compare(Double.parseDouble(left), Double.parseDouble(right)) : left.compareTo(right);
        boolean equal = numbers ? order == 0 : Objects.equals(left, right);
        return switch (condition.operator()) {
            case "=" -> equal;
            case "!=" -> !equal;
            // Nothing is neither less nor more than a number; a counter that is not there yet counts as 0.
            case "<" -> number(left, right) ? compared(left, right) < 0 : order < 0;
            case "<=" -> number(left, right) ? compared(left, right) <= 0 : order <= 0;
            case ">" -> number(left, right) ? compared(left, right) > 0 : order > 0;
            default -> number(left, right) ? compared(left, right) >= 0 : order >= 0;
        };
    }

    private static boolean number(String left, String right) {
        return (isNumber(left) || left.equals("nil")) && (isNumber(right) || right.equals("nil"));
    }

    private static int compared(String left, String right) {
        return Double.compare(
                left.equals("nil") ? 0 : Double.parseDouble(left), right.equals("nil") ? 0 : Double.parseDouble(right));
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,17}(\\.[0-9]{1,17})?");
    }

    private String operand(String word, Reply reply) {
        if (word.equals("reply")) {
            return text(reply);
        }
        if (word.startsWith("ok(") && word.endsWith(")")) {
            long count = 0;
            for (String name : word.substring(3, word.length() - 1).split(",", -1)) {
                Reply of = byName.getOrDefault(name.strip(), new Reply.Nil());
                count += of instanceof Reply.Failure || of instanceof Reply.Nil || of instanceof Reply.NilArray ? 0 : 1;
            }
            return Long.toString(count);
        }
        return word.matches("[a-d][0-9]{1,2}") ? value(word) : word;
    }
}
