package io.redislab.terminal;

import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.course.Progress;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.LabFolder;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads the course and the chapter that the learner is in, on another core, while the terminal is set up. */
final class CourseAhead {
    private final FutureTask<Loaded<Course>> task;

    private CourseAhead(FutureTask<Loaded<Course>> task) {
        this.task = task;
    }

    /** Begins to read. */
    static CourseAhead read(LabOptions options) {
        FutureTask<Loaded<Course>> task = new FutureTask<>(() -> load(options));
        Thread reader = new Thread(() -> prepare(task), "course");
        reader.setDaemon(true);
        reader.start();
        return new CourseAhead(task);
    }

    private static void prepare(FutureTask<Loaded<Course>> task) {
        task.run();
        // What the lab needs next is loaded by the time it does: a renderer of texts, an engine.
        new MarkdownRenderer(Style.PLAIN, 80).render("**A** `b`\n\n- c\n");
        EngineWorld.source(Clock.system()).fresh(Optional.empty()).close();
    }

    private static Loaded<Course> load(LabOptions options) {
        Loaded<Course> course = Course.open(options.course());
        if (course.value().isPresent()) {
            Course opened = course.value().get();
            Progress progress = Progress.peek(
                    LabFolder.course(options.dataFolder(), opened.id()).resolve(Progress.FILE));
            // The course keeps what it has read.
            if (progress.chapter().isEmpty()) {
                opened.chapterAt(opened.chapters().get(0).id(), "");
            } else {
                opened.chapterAt(
                        progress.chapter(), progress.place(progress.chapter()).orElse(""));
            }
        }
        return course;
    }

    /** The course; waits until it is read. */
    Loaded<Course> course() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the course could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the course was read", e);
        }
    }
}
