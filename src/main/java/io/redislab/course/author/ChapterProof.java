package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.Step;
import io.redislab.course.StepSolution;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Finding;
import io.redislab.grading.Grader;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.resp.CommandText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays a chapter from its first step to its last: each fails untouched, and its solution does it. */
final class ChapterProof {
    private final Chapter chapter;
    private final boolean whole;
    private final World.Source worlds;
    private final Faults faults;

    /** @param whole whether all of the chapter's steps could be read */
    ChapterProof(Chapter chapter, boolean whole, World.Source worlds, Faults faults) {
        this.chapter = chapter;
        this.whole = whole;
        this.worlds = worlds;
        this.faults = faults;
    }

    void run() {
        try (World world = worlds.fresh(chapter.clock())) {
            Grader.prepare(world, chapter.setup());
            for (Step step : chapter.steps()) {
                if (!step.whole()) {
                    continue;
                }
                Grader.prepare(world, step.setup());
                new Transcripts(step, faults).test(world);
                if (!step.checks().isEmpty()) {
                    prove(step, world);
                }
            }
        } catch (FaultyExercise e) {
            faults.error(e.where(), "faulty", e.getMessage(), "");
        }
    }

    private void prove(Step step, World world) {
        try {
            if (missing(step, world, Trace.EMPTY).isEmpty()) {
                faults.error(step.where(), "untouched", step.id() + " is done before anything was typed", "check more");
            }
            Trace trace = play(step, world);
            missing(step, world, trace)
                    .ifPresent(finding -> faults.error(
                            finding.where(),
                            "solution",
                            "the solution of " + step.id() + " does not do it: " + finding.sentence(),
                            whole ? "" : "an earlier step that can't be read may be why"));
        } catch (CommandText.SyntaxException e) {
            faults.error(step.where(), "syntax", "the solution can't be read: " + e.getMessage(), "");
        } catch (FaultyExercise e) {
            faults.error(e.where(), "faulty", e.getMessage(), "");
        }
    }

    private static Optional<Finding> missing(Step step, World world, Trace trace) {
        try (World fork = world.fork()) {
            return Grader.missing(step.checks(), fork, trace);
        }
    }

    /** Does what a learner would. */
    private static Trace play(Step step, World world) throws CommandText.SyntaxException {
        World.Control control = world.control().orElseThrow();
        List<Trace.Entry> entries = new ArrayList<>();
        for (StepSolution.Part part : StepSolution.parts(step)) {
            if (part instanceof StepSolution.Part.Commands commands) {
                for (Trace.Entry entry : Grader.send(world, commands.commands()).entries()) {
                    entries.add(new Trace.Entry(entries.size() + 1, entry.command(), entry.reply()));
                }
            } else if (part instanceof StepSolution.Part.Turn turn) {
                control.turn(turn.by());
            } else if (part instanceof StepSolution.Part.Restart restart) {
                control.restart(restart.ending());
            }
        }
        return new Trace(entries);
    }
}
