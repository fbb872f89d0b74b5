package io.redislab.grading;

import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls shell functions that an answer has defined, and for other names functions that it has loaded into the server. What
 * a shell function prints is its reply.
 */
final class ProgramCaller implements Caller {
    private static final int MAX_STEPS = 500;

    private final Programs.Program program;
    private int steps;

    ProgramCaller(Programs.Program program) {
        this.program = program;
    }

    @Override
    public Reply call(World world, Optional<String> client, Check.Call call, Scope scope) {
        if (!program.defines(call.name())) {
            return Caller.FUNCTIONS.call(world, client, call, scope);
        }
        Programs.Call running = program.beginAlone(world, words(call, scope));
        int changes = 0;
        for (int i = 0; !running.ended(); i++) {
            if (i == MAX_STEPS) {
                throw new Budget.Exceeded(
                        call.name() + " sends more than " + MAX_STEPS + " commands: let the server do the"
                                + " loop, in a script (EVAL), or give many keys to one command");
            }
            long before = changes(world);
            running.step();
            changes += changes(world) > before ? 1 : 0;
        }
        steps = Math.max(steps, changes);
        return reply(running.result(), call, scope);
    }

    @Override
    public Optional<Programs.Program> program() {
        return Optional.of(program);
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public Optional<Programs.Call> begin(World world, Check.Call call, Scope scope) {
        return program.defines(call.name()) ? Optional.of(program.begin(world, words(call, scope))) : Optional.empty();
    }

    private static List<String> words(Check.Call call, Scope scope) {
        List<String> words = new ArrayList<>(List.of(call.name()));
        call.keys().forEach(word -> words.add(scope.expand(word, call.where())));
        call.args().forEach(word -> words.add(scope.expand(word, call.where())));
        return words;
    }

    private static long changes(World world) {
        return world.control().map(World.Control::changes).orElse(0L);
    }

    /**
     * What was printed, as the reply that the check asks for, if it can be read so: a shell has only texts. Several lines are
     * a list or a text, one line is a text or a list of one. Nothing is no value, an empty list, or the function's status, 1
     * for success. What a function printed is an error when Redis said so, and where an error is asked for.
     */
    static Reply reply(Programs.Result result, Check.Call call, Scope scope) {
        List<Reply> readings =
                readings(result, call.reply().filter(Matcher::wantsError).isPresent());
        return call.reply()
                .flatMap(matcher -> readings.stream()
                        .filter(reading -> matcher.matches(reading, scope, call.where()))
                        .findFirst())
                .orElseGet(() -> unread(result, readings));
    }

    /** A function that has only complained is shown with that. */
    private static Reply unread(Programs.Result result, List<Reply> readings) {
        boolean complained =
                result.out().isEmpty() && result.status() != 0 && !result.err().isEmpty();
        return complained ? new Reply.Failure(result.err()) : readings.get(0);
    }

    /** What it may mean, the most likely first. */
    private static List<Reply> readings(Programs.Result result, boolean asksForError) {
        String out = result.out();
        String text = out.isEmpty() && result.status() != 0 ? result.err() : out;
        List<Reply> readings = new ArrayList<>();
        if (asksForError && result.status() != 0
                || result.errors().contains(text.strip())
                || text.matches("(?s)(ERR|WRONGTYPE|OOM|NOPERM|NOSCRIPT) .*")) {
            readings.add(new Reply.Failure(text));
        }
        if (out.isEmpty()) {
            readings.add(new Reply.Int(result.status() == 0 ? 1 : 0));
            readings.add(new Reply.Nil());
            readings.add(new Reply.Array(List.of()));
            readings.add(text(""));
        } else if (out.contains("\n")) {
            readings.add(new Reply.Array(out.lines().map(ProgramCaller::text).toList()));
            readings.add(text(out));
        } else {
            readings.add(text(out));
            readings.add(new Reply.Array(List.of(text(out))));
        }
        if (asksForError) {
            readings.add(new Reply.Failure(text.isEmpty() ? result.err() : text));
        }
        return readings;
    }

    private static Reply text(String line) {
        return new Reply.Bulk(line.getBytes(StandardCharsets.UTF_8));
    }
}
