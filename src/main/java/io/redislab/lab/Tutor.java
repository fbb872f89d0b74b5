package io.redislab.lab;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.CourseException;
import io.redislab.course.Loaded;
import io.redislab.course.Progress;
import io.redislab.course.Step;
import io.redislab.course.yaml.Fault;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Grader;
import io.redislab.lab.Voice.Mark;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the learner through the course: where they are, what is next, whether it is done. On the prompt's thread. What is
 * shown and asked at a step is the desks' ({@link StepDesk}, {@link ExerciseDesk}), what has to be there the stage's.
 */
public final class Tutor {
    /** More faults than this at once help nobody; lint tells all. */
    private static final int MAX_FAULTS = 5;

    private final Course course;
    private final Notes notes;
    private final Worlds worlds;
    private final Voice voice;
    private final StepStage stage;
    private final StepDesk desk;
    private final ExerciseDesk exercises;
    private final CourseMap map;
    private @Nullable Chapter chapter;
    private int index;
    private boolean started;

    public Tutor(Course course, Progress progress, Worlds worlds, Voice voice, Grader grader) {
        this.course = course;
        this.notes = new Notes(course, progress, voice);
        this.worlds = worlds;
        this.voice = voice;
        this.stage = new StepStage(course, worlds);
        this.desk = new StepDesk(notes, worlds, voice);
        this.exercises = new ExerciseDesk(course, notes, worlds, voice, grader);
        this.map = new CourseMap(course, notes, voice);
    }

    /**
     * What the status line shows.
     *
     * @param task what is to be done now, in a few words
     * @param place as in {@code 7}; empty before the course begins
     * @param step from 1
     */
    public record Status(String task, String place, int step, int steps, boolean done) {}

    /** Where the learner is, for the status line. */
    public Status status() {
        if (!started) {
            return new Status("next starts the course", "", 0, 0, false);
        }
        Step step = step();
        boolean done = notes.isDone(step);
        String task;
        if (step.kind() == Step.Kind.READ || done) {
            task = "next";
        } else if (desk.needsAnswer(step)) {
            task = "Type the number of your answer.";
        } else if (step.exercise().isPresent()) {
            task = "Exercise " + step.exercise().get() + " · task · check";
        } else {
            task = step.task().replace("`", "").replace("**", "").strip();
        }
        return new Status(task, at().id(), index + 1, at().steps().size(), done);
    }

    // ---- where the learner is ----

    /** Goes to where the learner was, or to the door of the first chapter. */
    public void resume() {
        String last = notes.progress().chapter();
        if (!last.isEmpty()
                && course.chapterInfo(last).flatMap(ChapterInfo::folder).isEmpty()) {
            voice.line(Mark.NOTE, "Chapter " + last + ", in which you were, is not in this course any more.");
        } else if (!last.isEmpty()) {
            Optional<Chapter> found = value(
                    last, course.chapterAt(last, notes.progress().place(last).orElse("")));
            if (found.isPresent()) {
                chapter = found.get();
                index = place(found.get());
                try {
                    enter(false);
                    return;
                } catch (CourseException e) {
                    sayUnusable(e);
                }
            }
        }
        openFirst();
    }

    private void openFirst() {
        for (ChapterInfo info : course.chapters()) {
            if (info.folder().isPresent()) {
                Optional<Chapter> first = value(info.id(), course.chapterAt(info.id(), ""));
                if (first.isPresent()) {
                    chapter = first.get();
                    index = 0;
                    stage.open(first.get(), step());
                    return;
                }
            }
        }
        throw new CourseException(List.of());
    }

    /**
     * Opens a place for its author, its state built: what earlier steps set up, and what their solutions do. False when
     * there is no such place, or when its files can't be used, which is said.
     *
     * @param place as in {@code 7}, {@code 7/rank} or {@code 7.1}
     */
    public boolean preview(String place) {
        stage.preview();
        try {
            go(place);
            return started;
        } catch (CourseException e) {
            sayUnusable(e);
            return false;
        }
    }

    /** Tells that a file of the course keeps the learner from what was asked for. */
    public void sayUnusable(CourseException e) {
        voice.line(Mark.TROUBLE, "A file of the course can't be used, which is not your fault.");
        voice.line(Mark.DETAIL, sayFaults(e));
    }

    /** Reads the course's files anew and shows the step as it is now; the world stays as it is. */
    public void reload() {
        if (!started) {
            return;
        }
        Step before = step();
        List<Fault> faults = new ArrayList<>(course.reload());
        Loaded<Chapter> chapterNow = course.chapter(at().id());
        faults.addAll(chapterNow.faults());
        before.exercise().ifPresent(id -> faults.addAll(course.exercise(id).faults()));
        if (chapterNow.value().isPresent()) {
            Chapter now = chapterNow.value().get();
            index = now.step(before.id())
                    .map(now.steps()::indexOf)
                    .orElse(Math.min(index, now.steps().size() - 1));
            chapter = now;
        }
        if (faults.isEmpty()) {
            voice.line(Mark.NOTE, "Read anew. The world is as it was; again runs the set-up again.");
            show();
        } else {
            voice.line(Mark.TROUBLE, "What was saved has faults:");
            faults.stream().distinct().limit(MAX_FAULTS).forEach(fault -> voice.line(Mark.DETAIL, fault.toString()));
        }
    }

    private Optional<Chapter> value(String id, Loaded<Chapter> loaded) {
        if (loaded.value().isEmpty()) {
            voice.line(Mark.TROUBLE, "Chapter " + id + " can't be opened.");
            loaded.faults().forEach(fault -> voice.line(Mark.DETAIL, fault.toString()));
        }
        return loaded.value();
    }

    private Chapter at() {
        Chapter at = chapter;
        if (at == null) {
            throw new IllegalStateException("no chapter is open");
        }
        return at;
    }

    private Step step() {
        return at().steps().get(index);
    }

    /** Goes to a step; stays where the learner was when its files, or those of its world, can't be read. */
    private void move(Chapter toChapter, int toIndex) {
        Chapter fromChapter = chapter;
        int fromIndex = index;
        chapter = toChapter;
        index = toIndex;
        try {
            enter(true);
        } catch (CourseException | UncheckedIOException e) {
            chapter = fromChapter;
            index = fromIndex;
            throw e;
        }
    }

    /** Opens a step and shows it. */
    private void enter(boolean fresh) {
        Step step = step();
        try {
            stage.open(at(), step);
            stage.begin(step);
        } catch (FaultyExercise e) {
            voice.line(
                    Mark.TROUBLE, "This step is faulty, which is not your fault: " + e.where() + ": " + e.getMessage());
        }
        started = true;
        notes.arrive(at(), step);
        if (fresh && notes.state(step) == Progress.State.CHANGED) {
            voice.line(Mark.NOTE, "This step has changed since you passed it.");
        }
        show();
    }

    /** True, and says how to begin, as long as the learner has not begun. */
    private boolean isAtDoor() {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
        }
        return !started;
    }

    // ---- the step ----

    /** Shows the step: its text, its question, what to do. */
    public void show() {
        if (!isAtDoor()) {
            show(voice);
        }
    }

    /** Shows the step that is open to somebody else than the learner. */
    public void show(Voice to) {
        Step step = step();
        String exercise =
                step.exercise().isPresent() ? " · " + stage.exercise(step).title() : "";
        to.heading(
                at().id() + "  " + step.title() + exercise,
                (index + 1) + "/" + at().steps().size());
        if (step.exercise().isPresent()) {
            ExerciseDesk.show(stage.exercise(step), to);
        } else {
            desk.show(step, to);
        }
    }

    /** The files that decide how the step looks that is open; none before the course begins. */
    public List<Path> files() {
        if (!started) {
            return List.of();
        }
        Step step = step();
        String text = step.exercise().isPresent()
                ? stage.exercise(step).where().file()
                : step.where().file();
        return List.of(
                course.root().resolve(Course.COURSE_FILE),
                course.root().resolve(at().lessonFile()),
                course.root().resolve(text));
    }

    /** Whether the world in which the step is done is not the one that is looked at. */
    public boolean isAside() {
        return worlds.isPlaying();
    }

    /** Shows what is to be done. */
    public void showTask() {
        if (isAtDoor()) {
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()) {
            ExerciseDesk.show(stage.exercise(step), voice);
        } else {
            desk.showTask(step, voice);
        }
    }

    /** Takes a number as the answer to an open question. False when there is none to be answered. */
    public boolean answer(String line) {
        if (!started
                || line.length() != 1
                || !Character.isDigit(line.charAt(0))
                || worlds.isPlaying()
                || !desk.needsAnswer(step())) {
            return false;
        }
        Step step = step();
        if (desk.answer(step, line.charAt(0) - '0')) {
            look(true);
            if (!notes.isDone(step)) {
                showTask();
            }
        }
        return true;
    }

    /** Looks whether the step is done after a command; says so when it now is. */
    public void look(boolean afterCommand) {
        if (!started || worlds.isPlaying()) {
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()
                || step.kind() == Step.Kind.READ
                || notes.isDone(step)
                || desk.needsAnswer(step)) {
            return;
        }
        if (desk.look(step, afterCommand) && index + 1 == at().steps().size()) {
            sayEnd();
        }
    }

    public void check() {
        if (isAtDoor()) {
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()) {
            exercises.check(stage.exercise(step));
        } else if (desk.needsAnswer(step)) {
            voice.line(Mark.UNMET, "The question is still open. Type the number of your answer.");
        } else if (step.kind() == Step.Kind.READ) {
            voice.line(Mark.NOTE, "Nothing to check here. next goes on.");
        } else if (notes.isDone(step)) {
            voice.line(Mark.MET, "This step is done. next goes on.");
        } else {
            look(false);
            if (!notes.isDone(step)) {
                notes.put(step, notes.entry(step).failed());
            }
        }
    }

    public void hint() {
        if (isAtDoor()) {
            return;
        }
        Step step = step();
        List<String> hints =
                step.exercise().isPresent() ? stage.exercise(step).hints().levels() : step.hints();
        if (hints.isEmpty()) {
            voice.line(
                    Mark.NOTE,
                    step.kind() == Step.Kind.READ ? "Nothing to do here. next goes on." : "There is no hint here.");
            return;
        }
        int level = Math.min(notes.entry(step).hints() + 1, hints.size());
        notes.put(step, notes.entry(step).hinted(level));
        voice.text(hints.get(level - 1));
        if (level == hints.size() && !notes.isDone(step)) {
            voice.line(Mark.NOTE, "That was the last hint. solution shows how it can be done.");
        }
    }

    public void solution() {
        if (isAtDoor()) {
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()) {
            exercises.solution(stage.exercise(step));
        } else {
            desk.solution(step);
        }
    }

    // ---- going on ----

    public void next() {
        if (!started) {
            move(at(), index);
            return;
        }
        // A wait that has ended meanwhile may have been all that was missing.
        look(true);
        Step step = step();
        Progress.State state = notes.state(step);
        if (step.kind() == Step.Kind.READ) {
            if (state != Progress.State.PASSED) {
                notes.pass(step);
            }
        } else if (state != Progress.State.PASSED && state != Progress.State.SKIPPED) {
            voice.line(Mark.NOTE, "This step is not done yet. check tells why, hint helps, skip goes on without it.");
            if (desk.needsAnswer(step)) {
                voice.line(Mark.NOTE, "Type the number of your answer.");
            } else if (step.exercise().isEmpty()) {
                showTask();
            }
            return;
        }
        forward();
    }

    private void forward() {
        if (index + 1 < at().steps().size()) {
            move(at(), index + 1);
        } else {
            sayEnd();
        }
    }

    private void sayEnd() {
        List<ChapterInfo> chapters = course.chapters();
        int here = chapters.indexOf(at().info());
        voice.line(Mark.NOTE, "That was the last step of chapter " + at().id() + ".");
        for (int i = here + 1; i < chapters.size(); i++) {
            if (chapters.get(i).folder().isPresent()) {
                voice.line(
                        Mark.NOTE,
                        "go " + chapters.get(i).id() + " opens "
                                + chapters.get(i).title() + ", map shows all.");
                return;
            }
        }
        voice.line(Mark.NOTE, "map shows all chapters.");
    }

    public void back() {
        if (!started || index == 0) {
            voice.line(Mark.NOTE, "This is the first step. map shows all chapters.");
            return;
        }
        move(at(), index - 1);
    }

    public void skip() {
        if (!started) {
            next();
            return;
        }
        Step step = step();
        if (!notes.isDone(step)) {
            notes.put(step, notes.entry(step).skip());
        }
        forward();
    }

    /** {@code go 7}, {@code go 7.1}, {@code go 7/rank}, or a step's number or name in this chapter. */
    public void go(String where) {
        String id = where.strip();
        if (id.isEmpty()) {
            voice.line(Mark.NOTE, "Where to? go 7 opens chapter 7, go 7.1 its exercise. map shows all.");
            return;
        }
        int cut = id.indexOf('/') >= 0 ? id.indexOf('/') : id.indexOf('.');
        String of = cut > 0 ? id.substring(0, cut) : id;
        Optional<ChapterInfo> info = course.chapterInfo(of);
        if (info.isEmpty()) {
            if (chapter == null || !goWithin(at(), at().id() + "/" + id)) {
                voice.line(Mark.TROUBLE, "There is no '" + id + "'. map shows all chapters.");
            }
        } else if (info.get().folder().isEmpty()) {
            voice.line(Mark.NOTE, "Chapter " + of + " is not written yet. map shows which are.");
        } else {
            value(of, course.chapter(of)).ifPresent(target -> {
                if (cut < 0) {
                    move(target, place(target));
                } else if (!goWithin(target, id)) {
                    voice.line(Mark.TROUBLE, "Chapter " + of + " has no '" + id + "'. map " + of + " shows its steps.");
                }
            });
        }
    }

    /** Where the learner was last in a chapter. */
    private int place(Chapter of) {
        int index = notes.progress().place(of.id()).map(of::indexOf).orElse(0);
        return index >= 0 ? index : firstOpen(of);
    }

    /** Where one goes on whose step is not there any more. */
    private int firstOpen(Chapter of) {
        for (int i = 0; i < of.steps().size(); i++) {
            Progress.Entry entry = notes.progress().entry(of.stepId(i));
            if (!entry.passed() && !entry.skipped() && isReadable(of, i)) {
                return i;
            }
        }
        return 0;
    }

    private static boolean isReadable(Chapter of, int index) {
        try {
            return !of.steps().get(index).id().isEmpty();
        } catch (CourseException e) {
            // Whoever goes there is told.
            return false;
        }
    }

    private boolean goWithin(Chapter of, String stepId) {
        int target = of.indexOf(stepId);
        if (target >= 0) {
            move(of, target);
        }
        return target >= 0;
    }

    /** All chapters, or the steps of one. */
    public void map(String of) {
        if (of.isEmpty()) {
            map.show(started ? at().id() : "");
        } else {
            map.showChapter(of, started ? step().id() : "");
        }
    }

    // ---- starting over ----

    /** Starts over, after asking. */
    public void again(String what) {
        if (isAtDoor()) {
            return;
        }
        Step step = step();
        boolean exercise = step.exercise().isPresent();
        switch (what.isEmpty() ? "step" : what) {
            case "step" -> {
                if (exercise) {
                    againExercise(step);
                } else {
                    againStep(step);
                }
            }
            case "exercise" -> {
                if (exercise) {
                    againExercise(step);
                } else {
                    voice.line(Mark.NOTE, "This step is no exercise. again step starts it over.");
                }
            }
            case "chapter" -> againChapter();
            default -> voice.line(Mark.NOTE, "again step, again exercise or again chapter?");
        }
    }

    private void againStep(Step step) {
        String data = step.setup().isEmpty() ? "" : " Its set-up runs again in this world.";
        if (voice.confirm("Start the step '" + step.title() + "' over?" + data)) {
            notes.forget(step);
            stage.beginAgain(step);
            enter(false);
        }
    }

    private void againExercise(Step step) {
        if (voice.confirm("Start exercise " + step.exercise().orElseThrow() + " over, in a new world?")) {
            notes.forget(step);
            worlds.renew();
            enter(false);
        }
    }

    private void againChapter() {
        Chapter at = at();
        if (voice.confirm("Start chapter " + at.id() + " over? Its world is emptied, its steps are open again.")) {
            at.steps().forEach(notes::forget);
            stage.clear(at);
            index = 0;
            enter(false);
        }
    }

    /** What to say when a course file can't be read. */
    private static String sayFaults(CourseException e) {
        return e.getMessage() == null ? "a course file can't be read" : e.getMessage();
    }
}
