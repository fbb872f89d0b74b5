package io.redislab.lab;

import io.redislab.course.Chapter;
import io.redislab.course.Course;
import io.redislab.course.Step;
import io.redislab.course.StepSolution;
import io.redislab.grading.Exercise;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Grader;
import io.redislab.resp.CommandText;

/** Sets the stage for a step: opens the world that it is played in, and runs what has to be there. */
final class StepStage {
    private final Course course;
    private final Worlds worlds;
    private boolean previewing;

    StepStage(Course course, Worlds worlds) {
        this.course = course;
        this.worlds = worlds;
    }

    /** From now on a new world is built as if all steps before had been done, for an author who looks at one. */
    void preview() {
        previewing = true;
    }

    /** Opens a step's world: its chapter's, or its exercise's own. */
    void open(Chapter chapter, Step step) {
        worlds.open(
                step.exercise().orElse(chapter.id()),
                step.exercise().isPresent() ? exercise(step).clock() : chapter.clock());
        if (step.exercise().isEmpty() && worlds.look(LabWorld::isNew)) {
            worlds.prepare(world -> Grader.prepare(world, chapter.setup()));
            if (previewing) {
                build(chapter, step);
            }
        }
    }

    /** Runs what comes before a step in its chapter. */
    private void build(Chapter chapter, Step before) {
        for (Step step : chapter.steps()) {
            if (step.id().equals(before.id())) {
                return;
            }
            if (step.exercise().isEmpty()) {
                worlds.prepare(world -> Grader.prepare(world, step.setup()));
                solve(step);
            }
        }
    }

    private void solve(Step step) {
        try {
            for (StepSolution.Part part : StepSolution.parts(step)) {
                if (part instanceof StepSolution.Part.Commands commands) {
                    worlds.prepare(world -> Grader.send(world, commands.commands()));
                } else if (part instanceof StepSolution.Part.Turn turn) {
                    worlds.turnClock(turn.text(), turn.by().toNanos() / 1000);
                } else if (part instanceof StepSolution.Part.Restart restart) {
                    worlds.restart(restart.text(), restart.ending()).failure().ifPresent(why -> {
                        throw new FaultyExercise(step.where(), "its server does not start again: " + why);
                    });
                }
            }
        } catch (CommandText.SyntaxException e) {
            throw new FaultyExercise(step.where(), "its solution can't be read: " + e.getMessage());
        }
    }

    Exercise exercise(Step step) {
        return course.exercise(step.exercise().orElseThrow()).orThrow();
    }

    /** The step begins, if it is not going on already; the first time its set-up runs. */
    void begin(Step step) {
        if (worlds.look(world -> world.step().equals(step.id()))) {
            return;
        }
        if (!worlds.look(world -> world.hasBegun(step.id()))) {
            setUp(step);
        }
        mark(step);
    }

    /** The step begins once more, with its set-up. */
    void beginAgain(Step step) {
        setUp(step);
        mark(step);
    }

    private void setUp(Step step) {
        worlds.prepare(world -> {
            if (step.exercise().isPresent()) {
                Grader.prepare(world, exercise(step));
            } else {
                Grader.prepare(world, step.setup());
            }
        });
    }

    private void mark(Step step) {
        worlds.look(world -> {
            world.begin(step.id());
            return true;
        });
    }

    /** Throws away the worlds of a chapter: its own, and those of its exercises. */
    void clear(Chapter chapter) {
        for (Step each : chapter.steps()) {
            each.exercise().ifPresent(worlds::forget);
        }
        if (worlds.id().equals(chapter.id())) {
            worlds.renew();
        } else {
            String exercise = worlds.id();
            worlds.open(chapter.id(), chapter.clock());
            worlds.renew();
            worlds.forget(exercise);
        }
    }
}
