package io.redislab.course;

import io.redislab.grading.Check;
import java.util.List;
import java.util.Optional;

/**
 * A chapter with its steps in order.
 *
 * @param clock the time at which its world starts, Unix ms
 * @param setup runs in its new world
 * @param needs ids of chapters that are better done before
 */
public record Chapter(ChapterInfo info, Optional<Long> clock, List<Check> setup, List<String> needs, List<Step> steps) {
    public Chapter {
        setup = List.copyOf(setup);
        needs = List.copyOf(needs);
        steps = List.copyOf(steps);
    }

    public String id() {
        return info.id();
    }

    public Optional<Step> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }
}
