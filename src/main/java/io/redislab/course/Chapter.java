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
        steps = steps instanceof LazySteps ? steps : List.copyOf(steps);
    }

    public String id() {
        return info.id();
    }

    /** The file that lists its steps, below the course's folder. */
    public String lessonFile() {
        return "lessons/" + info.folder().orElseThrow() + "/lesson.yaml";
    }

    public Optional<Step> step(String id) {
        int index = indexOf(id);
        return index < 0 ? Optional.empty() : Optional.of(steps.get(index));
    }

    /** Where the step with this id stands, from 0; -1 when there is none. */
    public int indexOf(String id) {
        for (int i = 0; i < steps.size(); i++) {
            if (stepId(i).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** The id of the step that stands at an index, which is not read for it. */
    public String stepId(int index) {
        return steps instanceof LazySteps lazy
                ? lazy.id(index)
                : steps.get(index).id();
    }
}
