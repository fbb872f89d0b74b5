package io.redislab.grading;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables of one variant of an exercise, and the text that is written with them: {@code {{name}}} or a sum such as
 * {@code {{a + 2 * b}}} of integers.
 */
public record Scope(Map<String, String> variables) {
    public static final Scope EMPTY = new Scope(Map.of());

    public Scope {
        variables = Map.copyOf(variables);
    }

    public Scope with(String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return new Scope(more);
    }

    /**
     * Puts the values in.
     *
     * @throws FaultyExercise when a variable is unknown or a sum is not one
     */
    public String expand(String text, Where where) {
        int open = text.indexOf("{{");
        if (open < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (open >= 0) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw new FaultyExercise(where, "{{ without }} in: " + text);
            }
            out.append(text, from, open);
            out.append(value(text.substring(open + 2, close).trim(), where));
            from = close + 2;
            open = text.indexOf("{{", from);
        }
        return out.append(text, from, text.length()).toString();
    }

    private String value(String expression, Where where) {
        String direct = variables.get(expression);
        if (direct != null) {
            return direct;
        }
        Sum sum = new Sum(expression, where);
        long result = sum.terms();
        sum.end();
        return Long.toString(result);
    }

    /** Integers, variables, + - * and parentheses, by recursive descent. */
    private final class Sum {
        private static final int MAX_DEPTH = 20;

        private final String text;
        private final Where where;
        private int at;
        private int depth;

        private Sum(String text, Where where) {
            this.text = text;
            this.where = where;
        }

        private FaultyExercise fault(String message) {
            return new FaultyExercise(where, message + " in {{" + text + "}}");
        }

        private char peek() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private void end() {
            if (peek() != '\0') {
                throw fault("'" + peek() + "' is not expected");
            }
        }

        private long terms() {
            long value = factors();
            while (peek() == '+' || peek() == '-') {
                value = text.charAt(at++) == '+' ? value + factors() : value - factors();
            }
            return value;
        }

        private long factors() {
            long value = atom();
            while (peek() == '*') {
                at++;
                value *= atom();
            }
            return value;
        }

        private long atom() {
            char c = peek();
            if (c == '(' || c == '-') {
                at++;
                if (++depth > MAX_DEPTH) {
                    throw fault("too deep");
                }
                long value = c == '-' ? -atom() : terms();
                depth--;
                if (c == '(') {
                    if (peek() != ')') {
                        throw fault("a ) is missing");
                    }
                    at++;
                }
                return value;
            }
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            String word = text.substring(from, at);
            String number = word.isEmpty() || Character.isDigit(word.charAt(0)) ? word : variables.get(word);
            if (number == null) {
                throw fault("the variable '" + word + "' is not defined");
            }
            try {
                return Long.parseLong(number);
            } catch (NumberFormatException e) {
                throw fault("'" + number + "' is not an integer");
            }
        }
    }
}
