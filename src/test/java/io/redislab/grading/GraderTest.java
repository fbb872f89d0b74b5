package io.redislab.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.course.Course;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import io.redislab.resp.CommandText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a report says beyond met and not met. */
final class GraderTest {
    private final Course course = Course.open(Path.of("")).value().orElseThrow();
    private final Exercise views = course.exercise("3.1").value().orElseThrow();
    private final Grader grader = new Grader(EngineWorld.source(Clock.system()));

    private static String text(String file) throws IOException {
        return Files.readString(Path.of("solutions/03.1-views", file));
    }

    private static Answer commands(String text) throws CommandText.SyntaxException {
        return new Answer.Commands(CommandText.parse(text));
    }

    @Test
    void aMilestoneThatWasReachedStaysReached() throws Exception {
        try (World world = grader.start(views)) {
            Trace trace = Grader.send(world, CommandText.parse(text("set-nx.redis") + "\nDEL page:home:views\n"));
            Report first = grader.gradeSession(views, world, trace, Set.of(), 0);
            assertFalse(first.requirements().get(0).met());
            Set<String> all = views.requirements().stream().map(Requirement::id).collect(Collectors.toSet());
            Report later = grader.gradeSession(views, world, trace, all, 0);
            assertTrue(later.requirements().get(0).kept());
            assertTrue(later.passed(), () -> Reports.text(later));
        }
    }

    @Test
    void timeThatPassesWhileALearnerTypesBreaksNothing() throws Exception {
        Exercise keys = course.exercise("2.1").value().orElseThrow();
        try (World world = grader.start(keys)) {
            Trace trace = Grader.send(
                    world, CommandText.parse(Files.readString(Path.of("solutions/02.1-keys/one-by-one.redis"))));
            world.control().orElseThrow().turn(Duration.ofHours(30));
            assertTrue(grader.gradeSession(keys, world, trace, Set.of(), 0).passed());
        }
    }

    @Test
    void whatALearnerHasUndoneIsNotLate() throws Exception {
        Exercise keys = course.exercise("2.1").value().orElseThrow();
        try (World world = grader.start(keys)) {
            Trace trace = Grader.send(
                    world, CommandText.parse(Files.readString(Path.of("solutions/02.1-keys/one-by-one.redis"))));
            world.examiner().call("PERSIST", "user:1");
            world.control().orElseThrow().turn(Duration.ofMinutes(5));
            assertFalse(grader.gradeSession(keys, world, trace, Set.of(), 0).passed());
        }
    }

    @Test
    void whatIsInvariantIsNoMilestone() throws Exception {
        try (World world = grader.start(views)) {
            Trace trace = Grader.send(world, CommandText.parse("FLUSHALL"));
            Set<String> all = views.requirements().stream().map(Requirement::id).collect(Collectors.toSet());
            Report report = grader.gradeSession(views, world, trace, all, 0);
            List<String> unmet = report.requirements().stream()
                    .filter(result -> !result.met())
                    .map(Report.Result::id)
                    .toList();
            List<String> invariant = views.requirements().stream()
                    .filter(Requirement::invariant)
                    .map(Requirement::id)
                    .toList();
            assertEquals(invariant, unmet);
        }
    }

    @Test
    void onesOwnAnswerStandsBesideTheAuthors() throws Exception {
        Answer own = commands(text("set-nx.redis"));
        Comparison comparison =
                grader.afterPass(views, own, course.candidates(views), 0).comparison();
        assertEquals(1 + views.approaches().size(), comparison.rows().size());
        Comparison.Row yours = comparison.rows().get(0);
        assertTrue(yours.effort().commands() > 0 && yours.effort().bytes() > 0);
        assertTrue(comparison.rows().stream()
                .skip(1)
                .anyMatch(row -> row.effort().equals(yours.effort()) && row.races() == yours.races()));
    }

    @Test
    void aTransactionIsOneStep() throws Exception {
        Answer apart = commands("SET a 1\nGET a\nSET b 2\n");
        Answer together = commands("MULTI\nSET a 1\nGET a\nSET b 2\nEXEC\n");
        assertEquals(2, effort(apart).steps());
        assertEquals(1, effort(together).steps());
    }

    private Effort effort(Answer own) {
        return grader.afterPass(views, own, List.of(), 0)
                .comparison()
                .rows()
                .get(0)
                .effort();
    }

    @Test
    void whatTheAnswerMadeOfTheServerIsNotTheExercisesFault() throws Exception {
        Report report = grader.grade(views, "", commands("CONFIG SET maxmemory 1"), 0);
        assertEquals(Report.Status.NOT_PASSED, report.status());
    }

    @Test
    void anAnswerThatKeepsTooMuchIsToldSo() throws Exception {
        Report report = grader.grade(views, "", commands("SETRANGE big 300000000 x"), 0);
        assertEquals(Report.Status.CANNOT_RUN, report.status());
        assertTrue(report.problem().contains("256 MB"), report.problem());
    }
}
