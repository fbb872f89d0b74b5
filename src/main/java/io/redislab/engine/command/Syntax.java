package io.redislab.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The annotated syntax line of a declaration. It reads like redis.io's line and holds what COMMAND DOCS needs besides:
 *
 * <pre>
 * key                     a key; value: a string; limit:int, score:double, ts:unix-time, p:pattern, src:key a typed value
 * NX                      a word; change=CH, auto_id='*': a word whose argument's name is not the word in lower case
 * EX seconds:int          a value behind a word
 * value...                may be repeated
 * [CH]  [EX seconds:int]  may be left out
 * [GET pattern]...        may be left out and repeated, with its word; [GET pattern...]: the word stands once
 * &lt;pair: a b&gt;             a block that has a name; with | between its parts, the alternatives of a choice
 * [pair: a b]             the same, to be left out
 * TOKEN &lt;pair: a b&gt;       a block behind a word
 * x@6.2.0  x!7.0.0        there since, deprecated since
 * dst:key#1               a key that another key spec than the next one finds; likewise p:pattern#1
 * 'ip:port'               a name with characters that mean something here
 * </pre>
 */
final class Syntax {
    private final String text;
    private int at;
    private int nextKeySpec;

    private Syntax(String text) {
        this.text = text;
    }

    static List<Argument> parse(String notation) {
        Syntax syntax = new Syntax(notation);
        List<Argument> arguments = syntax.sequence();
        if (syntax.at < notation.length()) {
            throw syntax.error("unexpected '" + notation.charAt(syntax.at) + "'");
        }
        return arguments;
    }

    private List<Argument> sequence() {
        List<Argument> items = new ArrayList<>();
        skipSpaces();
        while (at < text.length() && "]>|".indexOf(text.charAt(at)) < 0) {
            items.add(item());
            skipSpaces();
        }
        return List.copyOf(items);
    }

    private Argument item() {
        Argument core;
        if (eat('[')) {
            core = isLabel() ? group() : item();
            skipSpaces();
            expect(']');
            boolean again = core.token() != null && core.type() != ArgumentType.PURE_TOKEN && dots();
            core = with(core, core.token(), true, core.multiple() || again || dots(), again);
        } else if (eat('<')) {
            core = group();
            expect('>');
            core = with(core, null, false, dots(), false);
        } else {
            core = wordOrValue();
        }
        String since = eat('@') ? version() : core.since();
        String deprecated = eat('!') ? version() : core.deprecatedSince();
        return new Argument(
                core.name(),
                core.type(),
                core.token(),
                core.optional(),
                core.multiple(),
                core.multipleToken(),
                since,
                deprecated,
                core.keySpecIndex(),
                core.children());
    }

    private Argument group() {
        String name = word();
        expect(':');
        List<Argument> children = sequence();
        if (at < text.length() && text.charAt(at) == '|') {
            List<Argument> alternatives = new ArrayList<>(children);
            while (eat('|')) {
                alternatives.addAll(sequence());
            }
            return argument(name, ArgumentType.ONE_OF, null, -1, List.copyOf(alternatives));
        }
        return argument(name, ArgumentType.BLOCK, null, -1, children);
    }

    private Argument wordOrValue() {
        boolean quoted = at < text.length() && text.charAt(at) == '\'';
        String word = word();
        if (eat('=')) {
            return argument(word, ArgumentType.PURE_TOKEN, word(), -1, List.of());
        }
        if (!quoted && isToken(word)) {
            if (at + 1 < text.length() && text.charAt(at) == ' ' && "[|".indexOf(text.charAt(at + 1)) < 0) {
                at++;
                Argument value = item();
                return with(value, word, false, value.multiple(), false);
            }
            return argument(lower(word), ArgumentType.PURE_TOKEN, word, -1, List.of());
        }
        ArgumentType type = eat(':')
                ? type(word())
                : word.equals("key")
                        ? ArgumentType.KEY
                        : word.equals("pattern") ? ArgumentType.PATTERN : ArgumentType.STRING;
        int keySpec = -1;
        if (eat('#')) {
            keySpec = text.charAt(at++) - '0';
        } else if (type == ArgumentType.KEY) {
            keySpec = nextKeySpec;
        }
        if (type == ArgumentType.KEY) {
            nextKeySpec = keySpec + 1;
        }
        return with(argument(word, type, null, keySpec, List.of()), null, false, dots(), false);
    }

    private static Argument argument(
            String name, ArgumentType type, @Nullable String token, int keySpec, List<Argument> children) {
        return new Argument(name, type, token, false, false, false, null, null, keySpec, children);
    }

    private static Argument with(
            Argument a, @Nullable String token, boolean optional, boolean multiple, boolean multipleToken) {
        return new Argument(
                a.name(),
                a.type(),
                token,
                optional,
                multiple,
                multipleToken,
                a.since(),
                a.deprecatedSince(),
                a.keySpecIndex(),
                a.children());
    }

    private ArgumentType type(String name) {
        return switch (name) {
            case "int" -> ArgumentType.INTEGER;
            case "double" -> ArgumentType.DOUBLE;
            case "string" -> ArgumentType.STRING;
            case "key" -> ArgumentType.KEY;
            case "pattern" -> ArgumentType.PATTERN;
            case "unix-time" -> ArgumentType.UNIX_TIME;
            default -> throw error("unknown type " + name);
        };
    }

    /** Whether a group's name and its colon come next; a value's type follows its colon without a space. */
    private boolean isLabel() {
        int i = at;
        while (i < text.length() && isWordChar(text.charAt(i))) {
            i++;
        }
        return text.startsWith(": ", i);
    }

    private String word() {
        int from = at;
        if (eat('\'')) {
            int end = text.indexOf('\'', at);
            if (end < 0) {
                throw error("no closing quote");
            }
            at = end + 1;
            return text.substring(from + 1, end);
        }
        while (at < text.length() && isWordChar(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw error("a name is missing");
        }
        return text.substring(from, at);
    }

    private String version() {
        int from = at;
        while (at < text.length() && (text.charAt(at) == '.' || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isWordChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '/';
    }

    private static boolean isToken(String word) {
        boolean upper = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (Character.isLowerCase(c)) {
                return false;
            }
            upper |= Character.isUpperCase(c);
        }
        return upper;
    }

    private static String lower(String token) {
        return token.toLowerCase(Locale.ROOT);
    }

    private boolean dots() {
        if (text.startsWith("...", at)) {
            at += 3;
            return true;
        }
        return false;
    }

    private boolean eat(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!eat(c)) {
            throw error("'" + c + "' is missing");
        }
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalStateException error(String what) {
        return new IllegalStateException("syntax line \"" + text + "\", column " + (at + 1) + ": " + what);
    }

    /** The arguments as redis.io prints them. */
    static String print(List<Argument> arguments) {
        StringBuilder out = new StringBuilder();
        for (Argument argument : arguments) {
            out.append(out.isEmpty() ? "" : " ");
            print(argument, out);
        }
        return out.toString();
    }

    /** One argument as redis.io prints it. */
    static String print(Argument argument) {
        StringBuilder out = new StringBuilder();
        print(argument, out);
        return out.toString();
    }

    private static void print(Argument argument, StringBuilder out) {
        boolean bare = argument.optional() && argument.token() == null;
        if (argument.optional()) {
            out.append('[');
        }
        once(argument, true, bare, out);
        if (argument.multiple()) {
            out.append(" [");
            once(argument, argument.multipleToken(), true, out);
            out.append(" ...]");
        }
        if (argument.optional()) {
            out.append(']');
        }
    }

    /** The argument without brackets of its own; a choice needs angle brackets unless square ones enclose it already. */
    private static void once(Argument argument, boolean withToken, boolean enclosed, StringBuilder out) {
        String token = argument.token();
        if (argument.type() == ArgumentType.PURE_TOKEN) {
            out.append(token == null || token.isEmpty() ? "\"\"" : token);
            return;
        }
        if (withToken && token != null) {
            out.append(token).append(' ');
        }
        switch (argument.type()) {
            case BLOCK -> out.append(print(argument.children()));
            case ONE_OF -> {
                out.append(enclosed ? "" : "<");
                for (int i = 0; i < argument.children().size(); i++) {
                    Argument child = argument.children().get(i);
                    out.append(i == 0 ? "" : " | ");
                    // Redis marks some alternatives as optional, which says no more than that there is a choice.
                    print(with(child, child.token(), false, child.multiple(), child.multipleToken()), out);
                }
                out.append(enclosed ? "" : ">");
            }
            default -> out.append(argument.name());
        }
    }

    /** The arity of a command whose name takes so many words. */
    static int arity(List<Argument> arguments, int nameWords) {
        int least = nameWords;
        boolean fixed = true;
        for (Argument argument : arguments) {
            least += leastWords(argument);
            fixed &= isFixed(argument);
        }
        return fixed ? least : -least;
    }

    private static int leastWords(Argument argument) {
        if (argument.optional()) {
            return 0;
        }
        int token = argument.token() == null || argument.token().isEmpty() ? 0 : 1;
        return switch (argument.type()) {
            case PURE_TOKEN -> 1;
            case BLOCK ->
                token
                        + argument.children().stream()
                                .mapToInt(Syntax::leastWords)
                                .sum();
            case ONE_OF ->
                token
                        + argument.children().stream()
                                .mapToInt(Syntax::leastWords)
                                .min()
                                .orElse(0);
            default -> token + 1;
        };
    }

    private static boolean isFixed(Argument argument) {
        if (argument.optional()
                || argument.multiple()
                || !argument.children().stream().allMatch(Syntax::isFixed)) {
            return false;
        }
        return argument.type() != ArgumentType.ONE_OF
                || argument.children().stream()
                                .mapToInt(Syntax::leastWords)
                                .distinct()
                                .count()
                        == 1;
    }
}
