package io.redislab.lab;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.CourseException;
import io.redislab.course.Loaded;
import io.redislab.course.Progress;
import io.redislab.course.Step;
import io.redislab.course.yaml.Fault;
import io.redislab.grading.Exercise;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Finding;
import io.redislab.grading.Grader;
import io.redislab.grading.World;
import io.redislab.lab.Voice.Mark;
import io.redislab.resp.CommandText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the learner through the course: where they are, what is next, whether it is done. On the prompt's thread. */
public final class Tutor {
    /** A milestone of a step whose question was answered. */
    private static final String ANSWERED = "answered";

    /** More faults than this at once help nobody; lint tells all. */
    private static final int MAX_FAULTS = 5;

    private final Course course;
    private final Progress progress;
    private final Worlds worlds;
    private final Voice voice;
    private final ExerciseDesk desk;
    private @Nullable Chapter chapter;
    private int index;
    private boolean started;
    private boolean previewing;
    private boolean saveFailed;

    public Tutor(Course course, Progress progress, Worlds worlds, Voice voice, Grader grader) {
        this.course = course;
        this.progress = progress;
        this.worlds = worlds;
        this.voice = voice;
        this.desk = new ExerciseDesk(course, progress, worlds, voice, grader);
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
        Chapter at = chapter;
        if (at == null || !started) {
            return new Status("next starts the course", "", 0, 0, false);
        }
        Step step = step();
        boolean done = isDone(step);
        String task;
        if (step.kind() == Step.Kind.READ) {
            task = "next";
        } else if (done) {
            task = "next";
        } else if (needsAnswer(step)) {
            task = "Type the number of your answer.";
        } else if (step.kind() == Step.Kind.EXERCISE) {
            task = "Exercise " + step.exercise().orElse("") + " · task · check";
        } else {
            task = step.task().replace("`", "").replace("**", "").strip();
        }
        return new Status(task, at.id(), index + 1, at.steps().size(), done);
    }

    // ---- where the learner is ----

    /** Goes to where the learner was, or to the door of the first chapter. */
    public void resume() {
        String last = progress.chapter();
        if (!last.isEmpty()) {
            Optional<Chapter> found =
                    value(last, course.chapterAt(last, progress.place(last).orElse("")));
            if (found.isPresent()) {
                chapter = found.get();
                index = place(found.get());
                enter(false);
                return;
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
                    openWorld(step());
                    return;
                }
            }
        }
        throw new CourseException(List.of());
    }

    /**
     * Opens a place for its author, its state built: what earlier steps set up, and what their solutions do. False when
     * there is no such place.
     *
     * @param place as in {@code 7}, {@code 7/rank} or {@code 7.1}
     */
    public boolean preview(String place) {
        previewing = true;
        go(place);
        return started;
    }

    /** Runs what comes before a step in its chapter. */
    private void build(Step before) {
        for (Step step : at().steps()) {
            if (step.id().equals(before.id())) {
                return;
            }
            if (step.exercise().isEmpty()) {
                worlds.prepare(world -> {
                    Grader.prepare(world, step.setup());
                    Grader.send(world, commands(step));
                });
            }
        }
    }

    private static List<CommandText.Command> commands(Step step) {
        try {
            return CommandText.parse(String.join("\n", step.solution()));
        } catch (CommandText.SyntaxException e) {
            throw new FaultyExercise(step.where(), "its solution can't be read: " + e.getMessage());
        }
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

    /** True when the learner has not begun yet. */
    public boolean isAtDoor() {
        return !started;
    }

    private Optional<Chapter> read(String id) {
        return value(id, course.chapter(id));
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

    /** Goes to a step; stays where the learner was when its files can't be read. */
    private void move(Chapter toChapter, int toIndex) {
        Chapter fromChapter = chapter;
        int fromIndex = index;
        chapter = toChapter;
        index = toIndex;
        try {
            enter(true);
        } catch (CourseException e) {
            chapter = fromChapter;
            index = fromIndex;
            throw e;
        }
    }

    /** Opens a step and shows it. */
    private void enter(boolean fresh) {
        Step step = step();
        try {
            openWorld(step);
            begin(step);
        } catch (FaultyExercise e) {
            voice.line(
                    Mark.TROUBLE, "This step is faulty, which is not your fault: " + e.where() + ": " + e.getMessage());
        }
        started = true;
        progress.setPlace(at().id(), step.id());
        save();
        if (fresh && state(step) == Progress.State.CHANGED) {
            voice.line(Mark.NOTE, "This step has changed since you passed it.");
        }
        show();
    }

    private void openWorld(Step step) {
        worlds.open(
                step.exercise().orElse(at().id()),
                step.exercise().isPresent() ? exercise(step).clock() : at().clock());
        if (step.exercise().isEmpty() && worlds.look(LabWorld::isNew)) {
            worlds.prepare(world -> Grader.prepare(world, at().setup()));
            if (previewing) {
                build(step);
            }
        }
    }

    private Exercise exercise(Step step) {
        return course.exercise(step.exercise().orElseThrow()).orThrow();
    }

    private void begin(Step step) {
        if (worlds.look(world -> world.step().equals(step.id()))) {
            return;
        }
        if (!worlds.look(world -> world.hasBegun(step.id()))) {
            worlds.prepare(world -> setUp(step, world));
        }
        worlds.look(world -> {
            world.begin(step.id());
            return true;
        });
    }

    private void setUp(Step step, World world) {
        if (step.exercise().isPresent()) {
            Grader.prepare(world, exercise(step));
        } else {
            Grader.prepare(world, step.setup());
        }
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

    // ---- showing ----

    /** Shows the step: its text, its question, what to do. */
    public void show() {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
            return;
        }
        Step step = step();
        voice.heading(
                at().id() + "  " + step.title(),
                (index + 1) + "/" + at().steps().size());
        if (step.exercise().isPresent()) {
            desk.show(exercise(step));
            return;
        }
        voice.text(step.text());
        step.question().ifPresent(question -> showQuestion(step, question));
        if (!step.task().isEmpty() && !needsAnswer(step)) {
            showTask();
        }
    }

    /** Shows what is to be done. */
    public void showTask() {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()) {
            desk.show(exercise(step));
        } else if (step.task().isEmpty()) {
            voice.line(Mark.NOTE, "Nothing to do here but to read. next goes on.");
        } else {
            voice.text((isDone(step) ? "**Done:** " : "**Do:** ") + step.task());
        }
    }

    private void showQuestion(Step step, Step.Question question) {
        voice.text(question.ask());
        List<Step.Choice> choices = question.choices();
        Set<String> tried = progress.entry(step.id()).milestones();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < choices.size(); i++) {
            boolean gone = tried.contains("not-" + (i + 1));
            list.append(i + 1)
                    .append(". ")
                    .append(choices.get(i).text())
                    .append(gone ? " — not this" : "")
                    .append('\n');
        }
        voice.text(list.toString());
        if (needsAnswer(step)) {
            voice.line(Mark.NOTE, "Type the number of your answer.");
        }
    }

    private boolean needsAnswer(Step step) {
        return step.question().isPresent()
                && !progress.entry(step.id()).milestones().contains(ANSWERED)
                && !isDone(step);
    }

    private Progress.State state(Step step) {
        String id = step.exercise().orElse(step.id());
        return progress.state(id, step.exercise().map(course::fingerprint).orElse(step.fingerprint()));
    }

    private boolean isDone(Step step) {
        return state(step) == Progress.State.PASSED;
    }

    // ---- answers ----

    /** Takes a number as the answer to an open question. False when there is none to be answered. */
    public boolean answer(String line) {
        if (!started
                || worlds.isPlaying()
                || !needsAnswer(step())
                || line.length() != 1
                || !Character.isDigit(line.charAt(0))) {
            return false;
        }
        Step step = step();
        List<Step.Choice> choices = step.question().orElseThrow().choices();
        int chosen = line.charAt(0) - '0';
        if (chosen < 1 || chosen > choices.size()) {
            voice.line(Mark.NOTE, "The answers have numbers from 1 to " + choices.size() + ".");
            return true;
        }
        Step.Choice choice = choices.get(chosen - 1);
        Progress.Entry entry = progress.entry(step.id());
        if (choice.right()) {
            progress.put(step.id(), entry.reached(Set.of(ANSWERED)));
            save();
            voice.line(Mark.MET, choice.why());
            if (!step.checks().isEmpty()) {
                showTask();
            }
            look(true);
        } else {
            progress.put(step.id(), entry.failed().reached(Set.of("not-" + chosen)));
            save();
            voice.line(Mark.UNMET, choice.why());
            voice.line(Mark.NOTE, "Choose again.");
        }
        return true;
    }

    /** Looks whether the step is done after a command; says so when it now is. */
    public void look(boolean afterCommand) {
        if (!started || worlds.isPlaying() || step().exercise().isPresent() || isDone(step()) || needsAnswer(step())) {
            return;
        }
        Step step = step();
        if (step.kind() == Step.Kind.READ) {
            return;
        }
        Optional<Finding> missing = missing(step);
        if (missing.isEmpty()) {
            pass(step);
        } else if (!afterCommand) {
            voice.line(Mark.UNMET, missing.get().subject());
            voice.line(Mark.DETAIL, "expected " + missing.get().expected());
            voice.line(Mark.DETAIL, missing.get().actual());
        }
    }

    private Optional<Finding> missing(Step step) {
        try (World world = worlds.examine()) {
            return Grader.missing(step.checks(), world, worlds.trace());
        } catch (FaultyExercise e) {
            return Optional.of(new Finding(e.where(), "this step is faulty", "a check that works", e.getMessage()));
        }
    }

    private void pass(Step step) {
        progress.put(step.id(), progress.entry(step.id()).pass(step.fingerprint()));
        save();
        voice.line(Mark.MET, step.done().isEmpty() ? "Done." : step.done());
        if (index + 1 == at().steps().size()) {
            sayEnd();
        }
    }

    // ---- words ----

    public void next() {
        if (!started) {
            move(at(), index);
            return;
        }
        Step step = step();
        if (step.kind() == Step.Kind.READ && !isDone(step)) {
            progress.put(step.id(), progress.entry(step.id()).pass(step.fingerprint()));
            save();
        } else if (!isDone(step) && progress.state(step.id(), step.fingerprint()) != Progress.State.SKIPPED) {
            voice.line(Mark.NOTE, "This step is not done yet. skip goes on without it, hint helps.");
            if (step.exercise().isEmpty()) {
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
        String id = step.exercise().orElse(step.id());
        if (!isDone(step)) {
            progress.put(id, progress.entry(id).skip());
            save();
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
            read(of).ifPresent(target -> {
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
        return Math.max(0, progress.place(of.id()).map(of::indexOf).orElse(0));
    }

    private boolean goWithin(Chapter of, String stepId) {
        int target = of.indexOf(stepId);
        if (target >= 0) {
            move(of, target);
        }
        return target >= 0;
    }

    public void check() {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()) {
            desk.check(exercise(step));
            save();
        } else if (needsAnswer(step)) {
            voice.line(Mark.UNMET, "The question is still open. Type the number of your answer.");
        } else if (step.kind() == Step.Kind.READ) {
            voice.line(Mark.NOTE, "Nothing to check here. next goes on.");
        } else if (isDone(step)) {
            voice.line(Mark.MET, "This step is done. next goes on.");
        } else {
            look(false);
            if (!isDone(step)) {
                progress.put(step.id(), progress.entry(step.id()).failed());
                save();
            }
        }
    }

    public void hint() {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
            return;
        }
        Step step = step();
        String id = step.exercise().orElse(step.id());
        List<String> hints =
                step.exercise().isPresent() ? exercise(step).hints().levels() : step.hints();
        if (hints.isEmpty()) {
            voice.line(
                    Mark.NOTE,
                    step.kind() == Step.Kind.READ ? "Nothing to do here. next goes on." : "There is no hint here.");
            return;
        }
        int level = Math.min(progress.entry(id).hints() + 1, hints.size());
        progress.put(id, progress.entry(id).hinted(level));
        save();
        voice.text(hints.get(level - 1));
        if (level == hints.size() && !isDone(step)) {
            voice.line(Mark.NOTE, "That was the last hint. solution shows how it can be done.");
        }
    }

    public void solution() {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
            return;
        }
        Step step = step();
        if (step.exercise().isPresent()) {
            desk.solution(exercise(step));
            save();
            return;
        }
        if (step.solution().isEmpty()) {
            voice.line(Mark.NOTE, "There is nothing to solve here. next goes on.");
            return;
        }
        Progress.Entry entry = progress.entry(step.id());
        boolean tried = isDone(step)
                || entry.attempts() > 0
                || entry.hints() >= step.hints().size()
                || !worlds.trace().entries().isEmpty();
        if (!tried) {
            voice.line(Mark.NOTE, "Try it first, or take a hint. Then solution shows how it can be done.");
            return;
        }
        if (!isDone(step)) {
            progress.put(step.id(), entry.sawSolution());
            save();
        }
        voice.text("```\n" + String.join("\n", step.solution()) + "\n```");
    }

    /** Starts over, after asking. */
    public void again(String what) {
        if (!started) {
            voice.line(Mark.NOTE, "next starts the course.");
            return;
        }
        Step step = step();
        switch (what.isEmpty() ? step.exercise().isPresent() ? "exercise" : "step" : what) {
            case "step" -> {
                if (step.exercise().isPresent()) {
                    againExercise(step);
                } else {
                    againStep(step);
                }
            }
            case "exercise" -> {
                if (step.exercise().isEmpty()) {
                    voice.line(Mark.NOTE, "This step is no exercise. again step starts it over.");
                } else {
                    againExercise(step);
                }
            }
            case "chapter" -> againChapter();
            default -> voice.line(Mark.NOTE, "again step, again exercise or again chapter?");
        }
    }

    private void againStep(Step step) {
        String data = step.setup().isEmpty() ? "" : " Its set-up runs again in this world.";
        if (!voice.confirm("Start the step '" + step.title() + "' over?" + data)) {
            return;
        }
        progress.forget(step.id());
        worlds.prepare(world -> Grader.prepare(world, step.setup()));
        worlds.look(world -> {
            world.begin(step.id());
            return true;
        });
        enter(false);
    }

    private void againExercise(Step step) {
        if (!voice.confirm("Start exercise " + step.exercise().orElseThrow() + " over, in a new world?")) {
            return;
        }
        progress.forget(step.exercise().orElseThrow());
        progress.forget(step.id());
        worlds.renew();
        enter(false);
    }

    private void againChapter() {
        Chapter at = at();
        if (!voice.confirm("Start chapter " + at.id() + " over? Its world is emptied, its steps are open again.")) {
            return;
        }
        for (Step each : at.steps()) {
            progress.forget(each.id());
            each.exercise().ifPresent(id -> {
                progress.forget(id);
                worlds.forget(id);
            });
        }
        if (worlds.id().equals(at.id())) {
            worlds.renew();
        } else {
            String exercise = worlds.id();
            worlds.open(at.id(), at.clock());
            worlds.renew();
            worlds.forget(exercise);
        }
        index = 0;
        enter(false);
    }

    /** All chapters, or the steps of one. */
    public void map(String of) {
        if (!of.isEmpty()) {
            mapChapter(of);
            return;
        }
        voice.table(course.chapters().stream().map(this::mapRow).toList());
        voice.line(Mark.NOTE, "go 7 opens chapter 7, map 7 shows its steps.");
    }

    private List<String> mapRow(ChapterInfo info) {
        boolean here = started && chapter != null && at().id().equals(info.id());
        String state;
        if (info.folder().isEmpty()) {
            state = "not written yet";
        } else {
            int passed = progress.passedIn(info.id());
            state = passed == 0 ? "" : passed + " done";
        }
        return List.of(here ? "▸" : " ", info.id(), info.title(), info.minutes() + " min", state);
    }

    private void mapChapter(String of) {
        Loaded<Chapter> loaded = course.chapterInfo(of).isPresent()
                        && course.chapterInfo(of).get().folder().isPresent()
                ? course.chapter(of)
                : new Loaded<>(Optional.empty(), List.of());
        if (loaded.value().isEmpty()) {
            voice.line(Mark.TROUBLE, "Chapter " + of + " can't be shown. map shows all chapters.");
            return;
        }
        Chapter shown = loaded.value().get();
        voice.heading(shown.id() + "  " + shown.info().title(), shown.info().minutes() + " min");
        voice.table(shown.steps().stream()
                .map(step -> List.of(
                        started && chapter != null && step().id().equals(step.id()) ? "▸" : " ",
                        sign(state(step)),
                        step.title() + (state(step) == Progress.State.CHANGED ? " (changed since you passed)" : ""),
                        step.exercise().map(id -> "go " + id).orElse("go " + step.id())))
                .toList());
    }

    private static String sign(Progress.State state) {
        return switch (state) {
            case PASSED -> "✓";
            case SKIPPED -> "–";
            case OPEN, CHANGED -> " ";
        };
    }

    /** Opens a world again in which the last step left off; after the engine was started anew. */
    public String chapterId() {
        return chapter == null ? "" : at().id();
    }

    /** What to say when a course file can't be read. */
    public static String sayFaults(CourseException e) {
        return e.getMessage() == null ? "a course file can't be read" : e.getMessage();
    }
}
