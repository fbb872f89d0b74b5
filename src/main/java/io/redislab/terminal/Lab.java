package io.redislab.terminal;

import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.CourseException;
import io.redislab.course.Loaded;
import io.redislab.course.Progress;
import io.redislab.course.author.CourseWatch;
import io.redislab.engine.Clock;
import io.redislab.grading.Grader;
import io.redislab.lab.EngineLoop;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.LabFolder;
import io.redislab.lab.Tutor;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Opens the lab. */
public final class Lab {
    private static final int PLAIN_COLUMNS = 80;
    /** What the launcher calls the stamp of the screen that it has shown. */
    private static final String SHOWN = "redislab.shown";

    private final LabOptions options;
    private final boolean shellOnly;

    private Lab(LabOptions options, boolean shellOnly) {
        this.options = options;
        this.shellOnly = shellOnly;
    }

    /** Opens the lab and stays until the learner leaves. Answers the program's exit code. */
    public static int open(LabOptions options) {
        return open(options, new Standard(options.plain()), Optional.ofNullable(System.getProperty(SHOWN)));
    }

    /** The terminal of the program. No lambda: the first of them that no archive holds costs a tenth of the start. */
    record Standard(boolean plain) implements ScreenSource {
        @Override
        public Screen open() {
            return Screens.open(plain, standardOutput());
        }
    }

    /** What the lab is shown on. */
    interface ScreenSource {
        Screen open() throws IOException;
    }

    /**
     * Opens the lab.
     *
     * @param source makes the screen, while the course is read
     * @param shown the stamp of the {@link SavedScreen} that the launcher has shown
     */
    static int open(LabOptions options, ScreenSource source, Optional<String> shown) {
        Optional<SavedScreen> known =
                shown.isPresent() ? SavedScreen.read(SavedScreen.file(options.dataFolder())) : Optional.empty();
        if (known.isPresent() && shown.get().equals(known.get().stamp())) {
            return resume(options, source, known.get());
        }
        CourseAhead course = CourseAhead.read(options);
        try (Screen screen = source.open()) {
            return new Lab(options, false).run(screen, course);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws the prompt first of all when what the launcher has shown is true; otherwise that is wiped off. */
    private static int resume(LabOptions options, ScreenSource source, SavedScreen saved) {
        try (Screen screen = source.open()) {
            if (screen instanceof JLineScreen editor) {
                String terminal = SavedScreen.terminal(editor.rows(), editor.columns(), System.getenv());
                if (saved.isCurrent(terminal, options.course())) {
                    Optional<LabFolder> folder = ownFolder(options);
                    if (folder.isPresent()) {
                        return resume(options, ResumedScreen.begin(editor, saved), folder.get());
                    }
                }
                editor.wipe(saved.terminal().equals(terminal) ? saved.lines() : 0);
            }
            return new Lab(options, false).run(screen, CourseAhead.read(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int resume(LabOptions options, ResumedScreen screen, LabFolder folder) {
        ScreenVoice voice = new ScreenVoice(screen);
        try (screen;
                folder) {
            Optional<Course> course = course(CourseAhead.read(options), voice);
            return course.isPresent() ? new Lab(options, false).run(screen, voice, course.get(), folder) : 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<LabFolder> ownFolder(LabOptions options) {
        try {
            return Optional.of(LabFolder.own(options.dataFolder()));
        } catch (LabFolder.Taken | IOException e) {
            // The usual way will tell.
            return Optional.empty();
        }
    }

    /**
     * Opens the learner's shell in the world where they are, without the lab around it; in a lab that is open already, its
     * world. Answers the program's exit code.
     */
    public static int shell(LabOptions options) {
        Screen screen = new PlainScreen(System.in, standardOutput(), Tty.isTerminal(), plainColumns());
        Optional<Path> room = LabFolder.openShell(options.dataFolder());
        if (room.isPresent()) {
            return ShellWords.visit(screen, new ScreenVoice(screen), room.get());
        }
        return new Lab(options, true).run(screen, CourseAhead.read(options));
    }

    /**
     * Opens the lab on its own, without the command line that belongs to it.
     *
     * @param arguments the course's folder, and {@code --plain}
     */
    public static void main(String[] arguments) {
        boolean plain = false;
        Path course = Path.of(".");
        for (String argument : arguments) {
            if (argument.equals("--plain")) {
                plain = true;
            } else {
                course = Path.of(argument);
            }
        }
        System.exit(open(new LabOptions(course, plain)));
    }

    /** Opens the lab on a screen that the caller closes. */
    static int open(LabOptions options, Screen screen) {
        return new Lab(options, false).run(screen, CourseAhead.read(options));
    }

    private int run(Screen screen, CourseAhead reading) {
        ScreenVoice voice = new ScreenVoice(screen);
        Optional<Course> course = course(reading, voice);
        if (course.isEmpty()) {
            return 1;
        }
        LabFolder folder = options.preview().isPresent() ? apart(voice, null) : folder(voice);
        if (folder == null) {
            return 1;
        }
        try (folder) {
            return run(screen, voice, course.get(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The course; empty after it was said why it can't be opened. */
    private static Optional<Course> course(CourseAhead reading, ScreenVoice voice) {
        Loaded<Course> course = reading.course();
        if (course.value().isEmpty()) {
            voice.line(Mark.TROUBLE, "The course can't be opened.");
            course.faults().forEach(fault -> voice.line(Mark.DETAIL, fault.toString()));
        }
        return course.value();
    }

    private int run(Screen screen, ScreenVoice voice, Course course, LabFolder folder) {
        try {
            return teach(screen, voice, course, folder);
        } catch (CourseException e) {
            voice.line(Mark.TROUBLE, "No chapter of the course can be opened. redislab course lint tells why.");
            return 1;
        } catch (IOException | UncheckedIOException e) {
            voice.line(Mark.TROUBLE, "Your work can't be read or saved in " + folder.root() + ": " + e.getMessage());
            return 1;
        }
    }

    private int teach(Screen screen, ScreenVoice voice, Course course, LabFolder folder) throws IOException {
        Path notes = folder.course(course.id()).resolve(Progress.FILE);
        Progress progress = Progress.open(notes);
        LabShell[] shell = new LabShell[1];
        try (EngineLoop loop = new EngineLoop(fault -> voice.line(
                        Mark.TROUBLE,
                        "The engine has a fault, which is not yours: " + fault + " " + Faults.where(fault)));
                Worlds worlds = new Worlds(loop, folder, course.id(), Clock.system(), event -> {
                    if (shell[0] != null) {
                        shell[0].happened(event);
                    }
                });
                ShellWords shells = new ShellWords(worlds, voice, screen, folder)) {
            Tutor tutor = new Tutor(course, progress, worlds, voice, new Grader(EngineWorld.source(Clock.system())));
            if (options.preview().isEmpty()) {
                welcome(screen, voice, progress, course);
            }
            progress.keptAside()
                    .ifPresent(path -> voice.line(
                            Mark.TROUBLE,
                            "The notes on your progress could not be read. They are kept in " + path + "."));
            if (options.preview().isPresent()) {
                if (!opens(options.preview().get(), tutor, course, screen, voice)) {
                    return 1;
                }
            } else {
                tutor.resume();
            }
            if (shellOnly) {
                shells.shell("");
                return shells.lastCode();
            }
            screen.equip(folder.history(), new Completion(worlds));
            Screen keeping = options.preview().isPresent() || folder.isApart() || screen.isLinear()
                    ? screen
                    : new KeepingScreen(screen, SavedScreen.file(folder.root()), options.course(), notes, tutor);
            shell[0] = new LabShell(keeping, voice, worlds, tutor, new StatusBar(worlds), shells);
            if (screen.isInteractive()) {
                shells.openSoon();
            }
            run(shell[0], tutor, course);
        }
        return 0;
    }

    /** Opens the place of a preview. One whose files are broken is waited for, where they are watched. */
    private static boolean opens(
            LabOptions.Preview preview, Tutor tutor, Course course, Screen screen, ScreenVoice voice) {
        Semaphore saved = new Semaphore(0);
        screen.onInterrupt(Thread.currentThread()::interrupt);
        try (CourseWatch watch = new CourseWatch(course.root(), saved::release)) {
            watch.start();
            while (!tutor.preview(preview.place())) {
                if (!preview.watch() || !isBroken(preview.place(), course)) {
                    return false;
                }
                voice.line(Mark.NOTE, "It opens when that is mended and saved. Ctrl-C ends.");
                saved.acquire();
                saved.drainPermits();
                course.reload();
            }
            return true;
        } catch (InterruptedException e) {
            // Ctrl-C, which is obeyed by that.
            return false;
        } finally {
            screen.onInterrupt(() -> {});
        }
    }

    /** Whether a place is not there because files can't be read. */
    private static boolean isBroken(String place, Course course) {
        String chapter = place.split("[/.]", 2)[0];
        return course.chapterInfo(chapter).flatMap(ChapterInfo::folder).isPresent()
                && (course.chapter(chapter).value().isEmpty()
                        || course.exerciseIds().contains(place)
                                && course.exercise(place).value().isEmpty());
    }

    private void run(LabShell shell, Tutor tutor, Course course) {
        if (options.preview().filter(LabOptions.Preview::watch).isEmpty()) {
            shell.run();
            return;
        }
        try (CourseWatch watch = new CourseWatch(course.root(), () -> shell.betweenLines(tutor::reload))) {
            watch.start();
            shell.run();
        }
    }

    private void welcome(Screen screen, ScreenVoice voice, Progress progress, Course course) {
        Style style = screen.style();
        if (!progress.chapter().isEmpty()) {
            return;
        }
        int minutes =
                course.chapters().stream().mapToInt(info -> info.minutes()).sum();
        screen.print("\n  " + style.start(Style.Look.BOLD) + "redislab" + style.end(Style.Look.BOLD)
                + " · a Redis 7.0 engine in this window · nothing leaves your machine\n\n");
        voice.text(course.chapters().size() + " chapters, about " + Math.round(minutes / 60.0)
                + " hours, in any order. You type real commands; I look at what they did.");
        screen.print("  next  begin with chapter " + course.chapters().get(0).id()
                + "      map  all chapters      help\n\n");
    }

    private @Nullable LabFolder folder(ScreenVoice voice) {
        Path root = options.dataFolder();
        try {
            return LabFolder.own(root);
        } catch (LabFolder.Taken e) {
            voice.line(
                    Mark.NOTE,
                    "Another lab is open" + (e.owner().isEmpty() ? "" : " (process " + e.owner() + ")")
                            + ", and your work belongs to one lab at a time.");
            return voice.confirm("Open one apart? It starts where you are, and what you do in it is not kept.")
                    ? apart(voice, root)
                    : null;
        } catch (IOException e) {
            voice.line(Mark.TROUBLE, "Your work can't be kept in " + root + ": " + reason(e) + ".");
            voice.line(Mark.DETAIL, "Make that folder writable, or name another one in XDG_DATA_HOME.");
            return voice.confirm("Open the lab all the same? What you do in it is not kept.")
                    ? apart(voice, null)
                    : null;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "access is denied";
        }
        return e instanceof java.nio.file.FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }

    private @Nullable LabFolder apart(ScreenVoice voice, @Nullable Path progressOf) {
        try {
            return LabFolder.apart(progressOf);
        } catch (IOException e) {
            voice.line(Mark.TROUBLE, "No folder for temporary files can be written: " + e.getMessage());
            return null;
        }
    }

    /** Standard output as UTF-8, whatever the locale. */
    static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    static int plainColumns() {
        return Optional.ofNullable(System.getenv("COLUMNS"))
                .filter(text ->
                        !text.isEmpty() && text.length() < 5 && text.chars().allMatch(Character::isDigit))
                .map(Integer::parseInt)
                .orElse(PLAIN_COLUMNS);
    }
}
