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
        Programs.Call running = begin(world, call, scope).orElse(null);
        if (running == null) {
            return Caller.FUNCTIONS.call(world, client, call, scope);
        }
        int changes = 0;
        for (int i = 0; !running.ended(); i++) {
            if (i == MAX_STEPS) {
                throw new Budget.Exceeded(call.name() + " sends more than " + MAX_STEPS + " commands");
            }
            long before = changes(world);
            running.step();
            changes += changes(world) > before ? 1 : 0;
        }
        steps = Math.max(steps, changes);
        return reply(running.result(), call);
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
        if (!program.defines(call.name())) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of(call.name()));
        call.keys().forEach(word -> words.add(scope.expand(word, call.where())));
        call.args().forEach(word -> words.add(scope.expand(word, call.where())));
        return Optional.of(program.begin(world, words));
    }

    private static long changes(World world) {
        return world.control().map(World.Control::changes).orElse(0L);
    }

    /**
     * What was printed, as a reply: several lines are a list. Where an error is asked for, what a function printed before
     * it failed is one. A function that prints nothing answers with its status, 1 for success.
     */
    static Reply reply(Programs.Result result, Check.Call call) {
        String text = result.out().isEmpty() && result.status() != 0 ? result.err() : result.out();
        boolean asked = call.reply().filter(Matcher::wantsError).isPresent();
        if (asked && result.status() != 0 || text.matches("(?s)(ERR|WRONGTYPE|OOM|NOPERM|NOSCRIPT) .*")) {
            return new Reply.Failure(text);
        }
        if (result.out().isEmpty()) {
            return new Reply.Int(result.status() == 0 ? 1 : 0);
        }
        List<Reply> lines = new ArrayList<>();
        result.out().lines().forEach(line -> lines.add(new Reply.Bulk(line.getBytes(StandardCharsets.UTF_8))));
        return lines.size() == 1 ? lines.get(0) : new Reply.Array(lines);
    }
}
