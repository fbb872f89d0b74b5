package io.redislab.terminal;

import io.redislab.engine.command.Argument;
import io.redislab.engine.command.ArgumentType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Walks along a command's syntax with the words that were typed, and knows what may still come. Guesses where the syntax
 * alone does not decide, as redis-cli does: this is for hints, never for checks.
 */
final class ArgumentWalk {
    private final List<String> words;
    private int at;
    private boolean wrong;

    private ArgumentWalk(List<String> words) {
        this.words = words;
    }

    /**
     * What may follow.
     *
     * @param hint as redis.io writes it; empty when nothing may follow, or when the words don't fit
     * @param arguments the parts of the hint
     * @param fits whether the words go with the syntax
     */
    record Rest(String hint, List<Argument> arguments, boolean fits) {
        Rest {
            arguments = List.copyOf(arguments);
        }

        /** Words that may come next, in capitals as Redis has them. */
        Set<String> tokens() {
            Set<String> tokens = new LinkedHashSet<>();
            for (Argument argument : arguments) {
                addFirst(argument, tokens);
                if (!argument.optional()) {
                    break;
                }
            }
            return tokens;
        }

        /** Whether a key may come next. */
        boolean key() {
            for (Argument argument : arguments) {
                if (startsWithKey(argument)) {
                    return true;
                }
                if (!argument.optional()) {
                    return false;
                }
            }
            return false;
        }
    }

    /** Walks with the words behind the command's name. */
    static Rest walk(List<Argument> syntax, List<String> words) {
        ArgumentWalk walk = new ArgumentWalk(words);
        List<Argument> rest = walk.sequence(syntax, Set.of());
        boolean fits = !walk.wrong && walk.at >= words.size();
        return new Rest(fits ? io.redislab.engine.command.CommandSpec.print(rest) : "", fits ? rest : List.of(), fits);
    }

    private boolean more() {
        return at < words.size() && !wrong;
    }

    /** Consumes what fits; answers what is left of the arguments. */
    private List<Argument> sequence(List<Argument> arguments, Set<String> stop) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!more()) {
                return arguments.subList(i, arguments.size());
            }
            Set<String> later = new LinkedHashSet<>(stop);
            arguments.subList(i + 1, arguments.size()).forEach(argument -> addFirst(argument, later));
            List<Argument> left;
            if (arguments.get(i).optional()) {
                int end = i;
                while (end < arguments.size() && arguments.get(end).optional()) {
                    end++;
                }
                left = options(arguments.subList(i, end), later);
                if (!more() && !wrong) {
                    List<Argument> all = new ArrayList<>(left);
                    all.addAll(arguments.subList(end, arguments.size()));
                    return all;
                }
                i = end - 1;
            } else {
                left = one(arguments.get(i), later);
                if (!left.isEmpty()) {
                    List<Argument> all = new ArrayList<>(left);
                    all.addAll(arguments.subList(i + 1, arguments.size()));
                    return all;
                }
            }
        }
        return List.of();
    }

    /** Options may come in any order. */
    private List<Argument> options(List<Argument> options, Set<String> later) {
        List<Argument> open = new ArrayList<>(options);
        boolean found = true;
        while (found && more()) {
            found = false;
            for (int i = 0; i < open.size() && !found; i++) {
                if (!starts(open.get(i), words.get(at), later)) {
                    continue;
                }
                Argument option = open.remove(i);
                Set<String> others = new LinkedHashSet<>(later);
                open.forEach(other -> addFirst(other, others));
                List<Argument> left = one(option, others);
                found = true;
                if (!more()) {
                    List<Argument> all = new ArrayList<>(left);
                    all.addAll(open);
                    return all;
                }
            }
        }
        return open;
    }

    /** One argument, repeated as often as it fits. Answers what is left of it: its rest, or that it may be repeated. */
    private List<Argument> one(Argument argument, Set<String> later) {
        List<Argument> left = once(argument, true, later);
        while (left.isEmpty() && argument.multiple() && more() && !later.contains(upper(words.get(at)))) {
            boolean withToken = argument.multipleToken();
            if (withToken && !starts(argument, words.get(at), later)) {
                break;
            }
            left = once(argument, withToken, later);
        }
        if (left.isEmpty() && argument.multiple() && !more() && !wrong) {
            return List.of(repeated(argument));
        }
        return left;
    }

    /** What {@code [name ...]} stands for, once it has been given. */
    private static Argument repeated(Argument argument) {
        return new Argument(
                "",
                ArgumentType.BLOCK,
                null,
                true,
                false,
                false,
                null,
                null,
                -1,
                List.of(
                        with(argument, argument.multipleToken() ? argument.token() : null),
                        new Argument(
                                "...", ArgumentType.STRING, null, false, false, false, null, null, -1, List.of())));
    }

    private static Argument with(Argument argument, @org.jspecify.annotations.Nullable String token) {
        return new Argument(
                argument.name(),
                argument.type(),
                token,
                false,
                false,
                false,
                argument.since(),
                argument.deprecatedSince(),
                argument.keySpecIndex(),
                argument.children());
    }

    private List<Argument> once(Argument argument, boolean withToken, Set<String> later) {
        if (argument.type() == ArgumentType.PURE_TOKEN) {
            expect(argument.token());
            return List.of();
        }
        if (withToken && argument.token() != null) {
            expect(argument.token());
            if (!more()) {
                return wrong ? List.of() : List.of(with(argument, null));
            }
        }
        return switch (argument.type()) {
            case BLOCK -> sequence(argument.children(), later);
            case ONE_OF -> choice(argument, later);
            default -> {
                at++;
                yield List.of();
            }
        };
    }

    private List<Argument> choice(Argument argument, Set<String> later) {
        for (Argument child : argument.children()) {
            if (startsWithToken(child, words.get(at))) {
                return one(child, later);
            }
        }
        for (Argument child : argument.children()) {
            if (child.token() == null && starts(child, words.get(at), later)) {
                return one(child, later);
            }
        }
        wrong = true;
        return List.of();
    }

    private void expect(@org.jspecify.annotations.Nullable String token) {
        if (token != null && token.equalsIgnoreCase(words.get(at))) {
            at++;
        } else {
            wrong = true;
        }
    }

    private static boolean startsWithToken(Argument argument, String word) {
        if (argument.token() != null) {
            return argument.token().equalsIgnoreCase(word);
        }
        return switch (argument.type()) {
            case ONE_OF -> argument.children().stream().anyMatch(child -> startsWithToken(child, word));
            case BLOCK ->
                !argument.children().isEmpty()
                        && startsWithToken(argument.children().get(0), word);
            default -> false;
        };
    }

    private static boolean starts(Argument argument, String word, Set<String> later) {
        if (argument.token() != null) {
            return argument.token().equalsIgnoreCase(word);
        }
        return switch (argument.type()) {
            case ONE_OF -> argument.children().stream().anyMatch(child -> starts(child, word, later));
            case BLOCK ->
                !argument.children().isEmpty() && starts(argument.children().get(0), word, later);
            default -> !later.contains(upper(word));
        };
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static void addFirst(Argument argument, Set<String> tokens) {
        if (argument.token() != null) {
            if (!argument.token().isEmpty()) {
                tokens.add(argument.token());
            }
        } else if (argument.type() == ArgumentType.ONE_OF) {
            argument.children().forEach(child -> addFirst(child, tokens));
        } else if (argument.type() == ArgumentType.BLOCK) {
            for (Argument child : argument.children()) {
                addFirst(child, tokens);
                if (!child.optional()) {
                    break;
                }
            }
        }
    }

    private static boolean startsWithKey(Argument argument) {
        if (argument.token() != null) {
            return false;
        }
        return switch (argument.type()) {
            case KEY -> true;
            case ONE_OF -> argument.children().stream().anyMatch(ArgumentWalk::startsWithKey);
            case BLOCK ->
                !argument.children().isEmpty()
                        && startsWithKey(argument.children().get(0));
            default -> false;
        };
    }
}
