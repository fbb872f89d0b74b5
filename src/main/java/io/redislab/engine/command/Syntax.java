package io.redislab.engine.command;

import java.util.List;

/** The annotated syntax line: its parser, its printer, and the arity that follows from it. */
final class Syntax {
    private Syntax() {}

    static List<Argument> parse(String notation) {
        if (notation.isEmpty()) {
            return List.of();
        }
        throw new IllegalStateException("the syntax parser is not there yet; declare an arity");
    }

    static String print(List<Argument> arguments) {
        return arguments.isEmpty() ? "" : "…";
    }

    /** The arity of a command whose name takes so many words. */
    static int arity(List<Argument> arguments, int nameWords) {
        return nameWords + arguments.size();
    }
}
