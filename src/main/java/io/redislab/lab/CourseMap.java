package io.redislab.lab;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.course.Progress;
import io.redislab.course.Step;
import io.redislab.lab.Voice.Mark;
import java.util.List;
import java.util.Optional;

/** The course at one glance: its chapters with the learner's progress, or the steps of one. */
final class CourseMap {
    private final Course course;
    private final Notes notes;
    private final Voice voice;

    CourseMap(Course course, Notes notes, Voice voice) {
        this.course = course;
        this.notes = notes;
        this.voice = voice;
    }

    /** @param here the id of the chapter in which the learner is; empty when in none */
    void show(String here) {
        voice.table(course.chapters().stream().map(info -> row(info, here)).toList());
        voice.line(Mark.NOTE, "go 7 opens chapter 7, map 7 shows its steps.");
    }

    private List<String> row(ChapterInfo info, String here) {
        String state;
        if (info.folder().isEmpty()) {
            state = "not written yet";
        } else {
            int passed = notes.progress().passedIn(info.id());
            state = passed == 0 ? "" : passed + " done";
        }
        return List.of(info.id().equals(here) ? "▸" : " ", info.id(), info.title(), info.minutes() + " min", state);
    }

    /** @param here the id of the step at which the learner is; empty when at none */
    void showChapter(String id, String here) {
        boolean written = course.chapterInfo(id).flatMap(ChapterInfo::folder).isPresent();
        Loaded<Chapter> loaded = written ? course.chapter(id) : new Loaded<>(Optional.empty(), List.of());
        if (loaded.value().isEmpty()) {
            voice.line(Mark.TROUBLE, "Chapter " + id + " can't be shown. map shows all chapters.");
            return;
        }
        Chapter shown = loaded.value().get();
        voice.together(() -> {
            voice.heading(shown.id() + "  " + shown.info().title(), shown.info().minutes() + " min");
            voice.table(shown.steps().stream().map(step -> row(step, here)).toList());
        });
    }

    private List<String> row(Step step, String here) {
        Progress.State state = notes.state(step);
        return List.of(
                step.id().equals(here) ? "▸" : " ",
                sign(state),
                title(step) + (state == Progress.State.CHANGED ? " (changed since you passed)" : ""),
                "go " + step.id());
    }

    private String title(Step step) {
        return step.exercise()
                .flatMap(id -> course.exercise(id).value())
                .map(exercise -> step.title() + " · " + exercise.title())
                .orElse(step.title());
    }

    private static String sign(Progress.State state) {
        return switch (state) {
            case PASSED -> "✓";
            case SKIPPED -> "–";
            case OPEN, CHANGED -> " ";
        };
    }
}
