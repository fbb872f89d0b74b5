package io.redislab.terminal;

import io.redislab.engine.command.CommandSpec;
import io.redislab.lab.LabWord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The grey part behind what is typed: what the command still takes. */
final class Hints {
    private Hints() {}

    /** What to show behind this text, with a blank before it where one is needed; empty for nothing. */
    static String of(String text) {
        return text.isBlank() || text.length() > TypedLine.MAX ? "" : of(text, TypedLine.of(text));
    }

    /** The same for a text that was looked at. */
    static String of(String text, TypedLine line) {
        if (line.words().isEmpty()) {
            return "";
        }
        boolean blank = Character.isWhitespace(text.charAt(text.length() - 1));
        if (line.first() >= line.words().size()) {
            return "";
        }
        TypedLine.Word last = line.words().get(line.words().size() - 1);
        if (last.kind() == TypedLine.Kind.COMMENT || last.open()) {
            return "";
        }
        String hint = hint(line);
        return hint.isEmpty() ? "" : blank ? hint : " " + hint;
    }

    private static String hint(TypedLine line) {
        CommandSpec spec = line.spec();
        if (spec == null) {
            return word(line);
        }
        if (spec.isContainer()) {
            boolean onlyName = line.words().size() == line.first() + 1;
            return onlyName
                    ? spec.subcommands().stream()
                            .map(sub -> sub.lastName().toUpperCase(Locale.ROOT))
                            .collect(Collectors.joining(" | "))
                    : "";
        }
        return ArgumentWalk.walk(spec.arguments(), line.arguments()).hint();
    }

    private static String word(TypedLine line) {
        List<TypedLine.Word> words = line.words();
        String first = words.get(0).text();
        Optional<LabWord> word = LabWord.of(first.startsWith(":") ? first.substring(1) : first);
        return words.size() == 1 ? word.map(LabWord::arguments).orElse("") : "";
    }
}
