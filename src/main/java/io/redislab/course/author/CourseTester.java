package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Exercise;
import io.redislab.grading.Grader;
import io.redislab.grading.Programs;
import io.redislab.grading.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Proves a course: every step and every exercise fails untouched and passes with the author's solution, every wrong answer
 * gets its own message, no command of a solution is superfluous, and replies shown in lessons are real. Works on all cores.
 * What can't be read is reported, and the rest is proved all the same.
 */
public final class CourseTester {
    private final Course course;
    private final World.Source worlds;
    private final long seed;
    private final int threads;
    private Programs programs = Programs.NONE;
    private final Faults faults = new Faults();
    private final List<Runnable> jobs = new ArrayList<>();

    /** Tests a course on all cores. */
    public CourseTester(Course course, World.Source worlds, long seed) {
        this(course, worlds, seed, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Tests a course.
     *
     * @param worlds is asked by as many threads
     * @param seed chooses the data of hidden variants
     */
    public CourseTester(Course course, World.Source worlds, long seed, int threads) {
        this.course = course;
        this.worlds = worlds;
        this.seed = seed;
        this.threads = threads;
    }

    /** With what answers for a shell are run; otherwise they are left out. */
    public CourseTester with(Programs newPrograms) {
        programs = newPrograms;
        return this;
    }

    /** Tests everything that is written. */
    public List<Fault> testAll() {
        course.chapters().stream()
                .filter(info -> info.folder().isPresent())
                .map(ChapterInfo::id)
                .forEach(this::addChapter);
        course.exerciseIds().forEach(this::addExercise);
        return run();
    }

    /** Tests chapters, as in 7, and exercises, as in 7.1. */
    public List<Fault> test(List<String> ids) {
        for (String id : ids) {
            if (course.chapterInfo(id).isPresent()) {
                addChapter(id);
            } else {
                addExercise(id);
            }
        }
        return run();
    }

    private <T> Optional<T> readable(Loaded<T> loaded) {
        faults.addAll(loaded.faults());
        return loaded.readable();
    }

    private void addChapter(String id) {
        Loaded<Chapter> chapter = course.chapter(id);
        readable(chapter)
                .ifPresent(read -> jobs.add(() -> new ChapterProof(read, chapter.whole(), worlds, faults).run()));
    }

    private void addExercise(String id) {
        Loaded<Exercise> loaded = course.exercise(id);
        Optional<Exercise> exercise = readable(loaded).filter(read -> loaded.whole());
        exercise.ifPresent(read -> jobs.addAll(new ExerciseProof(
                        course,
                        id,
                        read,
                        new Grader(worlds, programs),
                        programs.refusal().isEmpty(),
                        seed,
                        faults)
                .jobs()));
    }

    private List<Fault> run() {
        ExecutorService cores = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            jobs.forEach(job -> running.add(cores.submit(job)));
            for (Future<?> job : running) {
                job.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            cores.shutdownNow();
            jobs.clear();
        }
        return faults.sorted();
    }
}
