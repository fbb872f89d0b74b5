package io.redislab.grading;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to do about errors that scripts often end with. */
public final class ErrorAdvice {
    private static final List<Map.Entry<Pattern, String>> ADVICE = List.of(
            advice(
                    "attempt to compare (number with string|string with number)",
                    "A number is compared with a text. Arguments and values are texts in a script: `tonumber(…)` makes"
                            + " numbers of them."),
            advice(
                    "attempt to compare .*(nil|boolean)|arithmetic on .*\\(a (nil|boolean) value\\)",
                    "The script calculates with something that is not there: `GET` of no key gives false, an argument"
                            + " that was not given nil. `tonumber(redis.call('GET', key) or 0)` is a number in any case."),
            advice(
                    "attempt to concatenate .*\\(a (nil|boolean|table) value\\)",
                    "`..` joins texts and numbers. What is joined here is nil, false or a table: an argument that was"
                            + " not given, or the reply of a command that found nothing."),
            advice(
                    "attempt to index .*\\(a (nil|boolean|number|string) value\\)",
                    "The script takes a field of something that is no table. A command that found nothing gives"
                            + " false."),
            advice(
                    "attempt to call .*\\(a nil value\\)",
                    "The script calls a function that there is not: look at its name, and at libraries that Redis does"
                            + " not have."),
            advice(
                    "nonexistent global variable|create global variable|modify a readonly table",
                    "A name has no value here. Variables are declared with `local`; keys and arguments are `KEYS` and"
                            + " `ARGV` in a script, and the two parameters in a function."),
            advice(
                    "Unknown Redis command called from script|Wrong number of args calling Redis command",
                    "`redis.call` takes each word of a command as an argument of its own:"
                            + " `redis.call('SET', key, value, 'EX', 60)`."),
            advice(
                    "Lua redis lib command arguments must be strings or integers",
                    "An argument of `redis.call` is nil, false or a table. Was it given to the script, and did the"
                            + " command before it find anything?"),
            advice(
                    "not allowed from script",
                    "Scripts may neither wait (BLPOP …) nor change the server (CONFIG …): these are commands for"
                            + " outside."),
            advice("too many results to unpack", "`unpack` has a limit of some thousand values: work in portions."),
            advice(
                    "WRONGTYPE",
                    "A key has another type than the command works on. TYPE tells which; two parts of the answer may"
                            + " use the same name."));

    private ErrorAdvice() {}

    private static Map.Entry<Pattern, String> advice(String error, String text) {
        return Map.entry(Pattern.compile(error), text);
    }

    /** On the first of these errors on which there is something to say; Markdown. */
    public static Optional<String> on(Stream<String> errors) {
        return errors.flatMap(error -> ADVICE.stream()
                        .filter(each -> each.getKey().matcher(error).find())
                        .map(Map.Entry::getValue))
                .findFirst();
    }
}
