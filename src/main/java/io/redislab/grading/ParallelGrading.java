package io.redislab.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/**
 * Grades many answers on several threads. Each answer has engines of its own, so the reports do not depend on how many
 * threads there are or who is first.
 */
public final class ParallelGrading {
    /** Scripts and nested replies go deep; memory is taken only as a stack grows. */
    private static final long STACK_BYTES = 64L << 20;

    private ParallelGrading() {}

    /** One answer. */
    public interface Task {
        Report grade();

        /** What is reported when it could not be graded. */
        Report failed(String problem);
    }

    /**
     * Runs all and waits.
     *
     * @param threads at least 1
     * @param done is told how many are done, by any of the threads, one at a time
     * @return the reports in the order of the tasks
     */
    public static List<Report> run(List<? extends Task> tasks, int threads, IntConsumer done) {
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(tasks.size());
        AtomicInteger next = new AtomicInteger();
        Progress progress = new Progress(done);
        int workers = Math.max(1, Math.min(threads, tasks.size()));
        CountDownLatch running = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            start(running, "redislab-grader-" + (i + 1), () -> {
                for (int at = next.getAndIncrement(); at < tasks.size(); at = next.getAndIncrement()) {
                    Outcome outcome = attempt(tasks.get(at));
                    outcomes.set(at, outcome);
                    if (outcome instanceof Outcome.Graded) {
                        progress.step();
                    }
                }
            });
        }
        await(running);
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            // Whose fault it was that memory ran out shows when nobody else is there.
            Outcome outcome = outcomes.get(i) instanceof Outcome.Graded graded ? graded : alone(tasks.get(i));
            if (outcome instanceof Outcome.Graded graded) {
                reports.add(graded.report());
            } else {
                reports.add(tasks.get(i).failed("it needs more memory than there is"));
            }
            if (!(outcomes.get(i) instanceof Outcome.Graded)) {
                progress.step();
            }
        }
        return reports;
    }

    private sealed interface Outcome {
        record Graded(Report report) implements Outcome {}

        /** There is none left to say so with. */
        enum OutOfMemory implements Outcome {
            INSTANCE
        }
    }

    private static Outcome attempt(Task task) {
        try {
            return new Outcome.Graded(task.grade());
        } catch (OutOfMemoryError e) {
            return Outcome.OutOfMemory.INSTANCE;
        } catch (StackOverflowError e) {
            return new Outcome.Graded(task.failed("it nests too deep"));
        } catch (RuntimeException | Error e) {
            // A fault of ours in one answer must not take the others with it.
            return new Outcome.Graded(task.failed("redislab itself failed: " + e));
        }
    }

    private static Outcome alone(Task task) {
        AtomicReferenceArray<Outcome> outcome = new AtomicReferenceArray<>(1);
        CountDownLatch running = new CountDownLatch(1);
        start(running, "redislab-grader-alone", () -> outcome.set(0, attempt(task)));
        await(running);
        return outcome.get(0);
    }

    /** @param running is told when the work has ended, whatever ends it */
    private static void start(CountDownLatch running, String name, Runnable work) {
        Runnable counted = () -> {
            try {
                work.run();
            } finally {
                running.countDown();
            }
        };
        Thread thread = new Thread(null, counted, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while grading", e);
        }
    }

    /** Counts, one thread at a time. */
    private static final class Progress {
        private final IntConsumer told;
        private int count;

        private Progress(IntConsumer told) {
            this.told = told;
        }

        private synchronized void step() {
            told.accept(++count);
        }
    }
}
