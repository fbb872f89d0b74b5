package io.redislab.lab;

import io.redislab.course.Chapter;
import io.redislab.course.Course;
import io.redislab.course.Progress;
import io.redislab.course.Progress.Entry;
import io.redislab.course.Step;
import io.redislab.lab.Voice.Mark;
import java.io.IOException;

/** What is noted of the learner's progress, written at each change; that it can't be is said once. */
final class Notes {
    private final Course course;
    private final Progress progress;
    private final Voice voice;
    private boolean saveFailed;

    Notes(Course course, Progress progress, Voice voice) {
        this.course = course;
        this.progress = progress;
        this.voice = voice;
    }

    /** What is read of the progress; it is written by this class alone. */
    Progress progress() {
        return progress;
    }

    Entry entry(Step step) {
        return progress.entry(step.id());
    }

    Progress.State state(Step step) {
        return progress.state(step.id(), fingerprint(step));
    }

    boolean isDone(Step step) {
        return state(step) == Progress.State.PASSED;
    }

    void put(String id, Entry entry) {
        progress.put(id, entry);
        save();
    }

    void put(Step step, Entry entry) {
        put(step.id(), entry);
    }

    void pass(Step step) {
        put(step, entry(step).pass(fingerprint(step)));
    }

    void forget(Step step) {
        progress.forget(step.id());
    }

    /** The learner is at this step now. */
    void arrive(Chapter chapter, Step step) {
        progress.setPlace(chapter.id(), step.id());
        save();
    }

    private String fingerprint(Step step) {
        return step.exercise().map(course::fingerprint).orElse(step.fingerprint());
    }

    private void save() {
        try {
            progress.save();
            saveFailed = false;
        } catch (IOException e) {
            if (!saveFailed) {
                voice.line(Mark.TROUBLE, "Your progress can't be saved: " + e.getMessage());
            }
            saveFailed = true;
        }
    }
}
