package io.redislab.grading;

import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What can be told of an answer that does not pass. */
final class Recognition {
    private Recognition() {}

    /** The exercise's known mistakes that were made; if there is none, what can be said without knowing the exercise. */
    static List<Report.Recognized> mistakes(
            Exercise exercise, Attempt attempt, List<Report.Result> results, List<Report.VariantResult> variants) {
        Set<String> unmet = new HashSet<>();
        results.stream().filter(result -> !result.met()).forEach(result -> unmet.add(result.id()));
        variants.forEach(variant -> variant.unmet().forEach(result -> unmet.add(result.id())));
        List<Report.Recognized> recognized = new ArrayList<>();
        for (Mistake mistake : exercise.mistakes()) {
            if (!unmet.containsAll(mistake.unmet()) || mistake.tuned() && variants.isEmpty()) {
                continue;
            }
            if (attempt.look(mistake.when()).isEmpty()) {
                recognized.add(new Report.Recognized(mistake.id(), mistake.message()));
            }
        }
        return recognized.isEmpty() ? unforeseen(attempt.trace(), results, variants) : recognized;
    }

    /** What can be said of a mistake that the author has not foreseen. */
    private static List<Report.Recognized> unforeseen(
            Trace trace, List<Report.Result> results, List<Report.VariantResult> variants) {
        List<Report.Recognized> said = new ArrayList<>();
        Stream<String> seen = Stream.concat(
                        results.stream(), variants.stream().flatMap(variant -> variant.unmet().stream()))
                .flatMap(result -> result.finding().stream())
                .map(Finding::actual);
        ErrorAdvice.on(Stream.concat(seen, errors(trace).stream()))
                .ifPresent(text -> said.add(new Report.Recognized("error", text)));
        results.stream()
                .flatMap(result -> result.finding().stream())
                .filter(finding -> finding.expected().equals(Checker.A_FUNCTION))
                .findFirst()
                .filter(finding -> said.isEmpty())
                .ifPresent(finding -> said.add(new Report.Recognized("no-function", howToMake(finding.subject()))));
        if (!variants.isEmpty()) {
            said.add(new Report.Recognized(
                    "other-data",
                    "All is right with the data of the task, and not with other data. Is there something in the"
                            + " answer that you have seen or counted, where the server should work it out?"));
        }
        return said;
    }

    private static String howToMake(String function) {
        String name = function.replaceFirst(",.*", "");
        return "There is no function `" + name
                + "` yet. A library has one or several:\n\n```\nFUNCTION LOAD <<END\n"
                + "#!lua name=mine\nredis.register_function('" + name
                + "', function(keys, args) … end)\nEND\n```";
    }

    /** The error replies to an answer's commands. */
    static List<String> errors(Trace trace) {
        List<String> errors = new ArrayList<>();
        for (Trace.Entry entry : trace.entries()) {
            if (entry.reply() instanceof Reply.Failure failure) {
                errors.add(Grader.place(entry.command()) + ": " + Printable.line(failure.text()));
            }
        }
        return errors;
    }
}
