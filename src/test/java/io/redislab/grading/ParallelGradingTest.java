package io.redislab.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One answer takes no other with it. */
final class ParallelGradingTest {
    private record Task(String name, Supplier<Report> grading) implements ParallelGrading.Task {
        @Override
        public Report grade() {
            return grading.get();
        }

        @Override
        public Report failed(String problem) {
            return report(name, problem);
        }
    }

    private static Report report(String name, String problem) {
        return new Report(
                "1.1",
                "",
                name,
                Report.Status.PASSED,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                problem);
    }

    private static Task ends(String name, Error error) {
        return new Task(name, () -> {
            throw error;
        });
    }

    /** What hung once must not do so again; nothing here takes long. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverEndsOneIsTold() {
        List<Task> tasks = List.of(
                ends("deep", new StackOverflowError()),
                ends("large", new OutOfMemoryError()),
                ends("faulty", new AssertionError("a fault")),
                new Task("good", () -> report("good", "")));
        AtomicInteger done = new AtomicInteger();
        List<Report> reports = ParallelGrading.run(tasks, 2, done::set);
        assertEquals(
                List.of(
                        "it nests too deep",
                        "it needs more memory than there is",
                        "redislab itself failed: java.lang.AssertionError: a fault",
                        ""),
                reports.stream().map(Report::problem).toList());
        assertEquals(4, done.get());
    }

    /** A worker that is ended by what is told of its progress leaves its answer to be graded alone. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWorkerThatEndsIsNotWaitedFor() {
        AtomicInteger calls = new AtomicInteger();
        List<Report> reports = ParallelGrading.run(
                List.of(new Task("a", () -> report("a", "")), new Task("b", () -> report("b", ""))), 1, n -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new OutOfMemoryError();
                    }
                });
        assertEquals(List.of("a", "b"), reports.stream().map(Report::answer).toList());
    }
}
