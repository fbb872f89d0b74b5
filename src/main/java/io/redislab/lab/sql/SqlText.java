package io.redislab.lab.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** SQL as words: enough to find where statements end, and single words in them, without looking into quotes. */
final class SqlText {
    /**
     * A word, a quoted text or a sign.
     *
     * @param from where it begins
     * @param to where it ends
     */
    record Token(String text, int from, int to) {
        boolean is(String word) {
            return text.equalsIgnoreCase(word);
        }

        boolean isName() {
            char first = text.charAt(0);
            return Character.isLetter(first) || first == '_' || first == '"';
        }

        /** As the database knows it: in small letters, unless quoted. */
        String name() {
            return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A statement of a text, without its semicolon.
     *
     * @param from where in the text it begins
     * @param end where its semicolon is, or the text's end
     */
    record Statement(String text, int from, int end) {}

    private SqlText() {}

    static List<Token> tokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int end = at + 1;
            if (Character.isWhitespace(c)) {
                at = end;
                continue;
            } else if (sql.startsWith("--", at)) {
                int line = sql.indexOf('\n', at);
                at = line < 0 ? sql.length() : line;
                continue;
            } else if (sql.startsWith("/*", at)) {
                int close = sql.indexOf("*/", at + 2);
                at = close < 0 ? sql.length() : close + 2;
                continue;
            } else if (c == '\'' || c == '"') {
                end = quoteEnd(sql, at, c);
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
                    end++;
                }
            }
            tokens.add(new Token(sql.substring(at, end), at, end));
            at = end;
        }
        return tokens;
    }

    private static int quoteEnd(String sql, int from, char quote) {
        int at = from + 1;
        while (at < sql.length()) {
            if (sql.charAt(at) == quote) {
                if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                } else {
                    return at + 1;
                }
            }
            at++;
        }
        return at;
    }

    /** The statements of a text; an empty one is none. */
    static List<Statement> statements(String text) {
        List<Statement> statements = new ArrayList<>();
        int from = -1;
        int end = 0;
        for (Token token : tokens(text)) {
            if (!token.text().equals(";")) {
                from = from < 0 ? token.from() : from;
                end = token.to();
            } else if (from >= 0) {
                statements.add(new Statement(text.substring(from, end), from, token.from()));
                from = -1;
            }
        }
        if (from >= 0) {
            statements.add(new Statement(text.substring(from, end), from, end));
        }
        return statements;
    }

    /**
     * What a script holds: its statements and, each to the end of its line, commands of psql's own, which begin with a
     * backslash.
     */
    static List<Statement> script(String text) {
        List<Statement> parts = new ArrayList<>();
        int from = 0;
        for (Token token : tokens(text)) {
            if (token.from() >= from && token.text().equals("\\")) {
                parts.addAll(shifted(statements(text.substring(from, token.from())), from));
                int line = text.indexOf('\n', token.from());
                int end = line < 0 ? text.length() : line;
                parts.add(new Statement(text.substring(token.from(), end).strip(), token.from(), end));
                from = end;
            }
        }
        parts.addAll(shifted(statements(text.substring(from)), from));
        return parts;
    }

    private static List<Statement> shifted(List<Statement> statements, int by) {
        return statements.stream()
                .map(each -> new Statement(each.text(), each.from() + by, each.end() + by))
                .toList();
    }

    /** The text with values in the place of {@code :name}, {@code :'name'} and {@code :"name"}. */
    static String fill(String sql, Map<String, String> variables) {
        StringBuilder out = new StringBuilder(sql);
        List<Token> tokens = tokens(sql);
        for (int i = tokens.size() - 1; i > 0; i--) {
            Token colon = tokens.get(i - 1);
            Token name = tokens.get(i);
            boolean isVariable = colon.text().equals(":")
                    && colon.to() == name.from()
                    && (i < 2 || !tokens.get(i - 2).text().equals(":"));
            char quote = name.text().charAt(0);
            boolean quoted = quote == '\'' || quote == '"';
            String value =
                    variables.get(quoted ? name.text().substring(1, name.text().length() - 1) : name.text());
            if (isVariable && value != null) {
                String text = quoted ? quote + value.replace("" + quote, "" + quote + quote) + quote : value;
                out.replace(colon.from(), name.to(), text);
            }
        }
        return out.toString();
    }

    /** Where the bracket that opens at this token closes: the index of that token, or the last one's. */
    static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).text().equals("(")) {
                depth++;
            } else if (tokens.get(i).text().equals(")") && --depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    /** For each column that a question asks for: the function that it is the result of, or empty. */
    static List<String> functions(String sql) {
        List<Token> tokens = tokens(sql);
        List<String> functions = new ArrayList<>();
        int from = 1;
        int depth = 0;
        for (int i = 1; i <= tokens.size(); i++) {
            boolean end = i == tokens.size() || (depth == 0 && tokens.get(i).is("from"));
            if (end || (depth == 0 && tokens.get(i).text().equals(","))) {
                boolean call = i - from > 2
                        && tokens.get(from).isName()
                        && tokens.get(from + 1).text().equals("(")
                        && closing(tokens, from + 1) == i - 1;
                functions.add(call ? tokens.get(from).name() : "");
                from = i + 1;
            }
            if (end) {
                break;
            }
            depth += tokens.get(i).text().equals("(") ? 1 : tokens.get(i).text().equals(")") ? -1 : 0;
        }
        return functions;
    }
}
