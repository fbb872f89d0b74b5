package io.redislab.lab.race;

import io.redislab.resp.Reply;
import java.util.List;
import java.util.Optional;

/**
 * What running every order has shown.
 *
 * @param orders how many there are
 * @param broken how many of them break something
 * @param states how many different states were run, since equal ones are run once
 * @param first the shortest order that breaks something
 */
public record RaceRun(long orders, long broken, long states, Optional<Failure> first) {
    /** A step that was done, and its reply. A step whose condition did not hold is not done. */
    public record Done(Race.Step step, String text, Reply reply, boolean skipped) {}

    /** An order that breaks what must hold. */
    public record Failure(List<Done> steps, String invariant, String actual) {
        public Failure {
            steps = List.copyOf(steps);
        }
    }
}
