package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.util.List;

/**
 * What a learner sent, and what came back, since the exercise or step began.
 */
public record Trace(List<Entry> entries) {
    public static final Trace EMPTY = new Trace(List.of());

    /** @param number from 1, as the learner counts their commands */
    public record Entry(int number, Command command, Reply reply) {}

    public Trace {
        entries = List.copyOf(entries);
    }

    public List<Command> commands() {
        return entries.stream().map(Entry::command).toList();
    }
}
