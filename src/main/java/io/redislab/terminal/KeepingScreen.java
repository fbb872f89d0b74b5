package io.redislab.terminal;

import io.redislab.lab.Tutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A screen that keeps, before each prompt, what the next start will show: {@link SavedScreen}. */
final class KeepingScreen extends ScreenAround {
    private static final String PROGRAM = System.getProperty("java.class.path", "");

    private final Screen screen;
    private final Path file;
    private final Path course;
    private final Path progress;
    private final Tutor tutor;
    private final Map<String, String> environment = System.getenv();
    /** The stamp of what the file holds; empty for nothing. */
    private String kept;

    /**
     * Keeps it in a file.
     *
     * @param progress the learner's progress, which decides what is shown
     */
    KeepingScreen(Screen screen, Path file, Path course, Path progress, Tutor tutor) {
        super(screen);
        this.screen = screen;
        this.file = file;
        this.course = course;
        this.progress = progress;
        this.tutor = tutor;
        this.kept = SavedScreen.read(file).map(SavedScreen::stamp).orElse("");
    }

    @Override
    public Input read(Prompt prompt) {
        try {
            keep(prompt);
        } catch (IOException e) {
            // The next start takes longer.
            kept = "";
        }
        return screen.read(prompt);
    }

    private void keep(Prompt prompt) throws IOException {
        if (tutor.files().isEmpty() || tutor.isAside() || !Screens.isUnicode()) {
            return;
        }
        List<SavedScreen.Source> sources = new ArrayList<>();
        for (Path path : tutor.files()) {
            sources.add(SavedScreen.Source.of(path));
        }
        sources.add(SavedScreen.Source.of(progress));
        if (PROGRAM.endsWith(".jar")) {
            sources.add(SavedScreen.Source.of(Path.of(PROGRAM)));
        }
        CapturedScreen shown = new CapturedScreen(screen);
        tutor.show(new ScreenVoice(shown));
        SavedScreen now = new SavedScreen(
                SavedScreen.terminal(screen.rows(), screen.columns(), environment),
                course,
                sources,
                alone(prompt.text()),
                withoutTime(prompt.status().get()),
                shown.text());
        String stamp = now.stamp();
        if (!stamp.equals(kept)) {
            now.write(file);
            kept = stamp;
        }
    }

    /** The prompt as a new session has it: no transaction is open, and the client is the first. */
    private static String alone(String prompt) {
        String outside = prompt.replace("(TX)", "");
        int client = outside.indexOf('@');
        return client < 0 ? outside : outside.substring(0, client) + "> ";
    }

    private static Prompt.StatusLine withoutTime(Prompt.StatusLine line) {
        int last = Math.max(0, line.facts().size() - 1);
        return new Prompt.StatusLine(line.task(), line.facts().subList(0, last));
    }
}
