package io.redislab.lab;

import io.redislab.grading.Trace;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the learner's clients have called: since the step of the lesson began, for checks, and since the server's start, to
 * be run once more. A step of the timeline that is taken back takes its calls with it.
 */
final class Calls {
    private final List<Trace.Entry> trace;
    /** In which step of the timeline a call was made. */
    private final IdentityHashMap<Trace.Entry, Integer> stepOf = new IdentityHashMap<>();

    private final Recording recording = new Recording();

    /** @param trace of an earlier run of the lab; its steps can't be taken back any more */
    Calls(List<Trace.Entry> trace) {
        this.trace = new ArrayList<>(trace);
    }

    List<Trace.Entry> trace() {
        return trace;
    }

    Recording recording() {
        return recording;
    }

    /** A step of the lesson begins, for which earlier calls don't count. */
    void forget() {
        trace.clear();
        stepOf.clear();
    }

    /** A call has its reply. */
    Trace.Entry add(Command command, Reply reply, int step) {
        Journal.makeRoom(trace).forEach(stepOf::remove);
        Trace.Entry entry = new Trace.Entry(Journal.nextNumber(trace), command, reply);
        trace.add(entry);
        stepOf.put(entry, step);
        return entry;
    }

    /** A step is taken back, and keeps its calls. */
    void take(Moment step) {
        Predicate<Trace.Entry> ofIt = entry -> stepOf.getOrDefault(entry, 0) == step.number();
        step.keep(trace.stream().filter(ofIt).toList(), recording.take(step.number()));
        trace.removeIf(ofIt);
    }

    /** A step is done again. */
    void putBack(Moment step) {
        step.calls().forEach(entry -> {
            trace.add(entry);
            stepOf.put(entry, step.number());
        });
        recording.putBack(step.number(), step.commands());
    }
}
