package io.redislab.course;

import java.util.AbstractList;
import java.util.function.IntFunction;

/** The steps of a chapter, each read when it is first asked for, and their ids, which are known without. */
final class LazySteps extends AbstractList<Step> {
    private final Step[] known;
    private final IntFunction<String> ids;
    private final IntFunction<Step> reader;

    LazySteps(int size, IntFunction<String> ids, IntFunction<Step> reader) {
        this.known = new Step[size];
        this.ids = ids;
        this.reader = reader;
    }

    /** @throws CourseException when it can't be read */
    @Override
    public Step get(int index) {
        Step step = known[index];
        if (step == null) {
            step = reader.apply(index);
            known[index] = step;
        }
        return step;
    }

    String id(int index) {
        Step step = known[index];
        return step == null ? ids.apply(index) : step.id();
    }

    @Override
    public int size() {
        return known.length;
    }
}
