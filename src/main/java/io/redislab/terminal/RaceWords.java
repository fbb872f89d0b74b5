package io.redislab.terminal;

import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.lab.race.KnownRaces;
import io.redislab.lab.race.Race;
import io.redislab.lab.race.RaceExplorer;
import io.redislab.lab.race.RaceRun;
import io.redislab.lab.race.RaceText;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The words of races: race, step, fix. */
final class RaceWords {
    private static final int MAX_BYTES = 64 * 1024;
    /** Of a reply, in characters. */
    private static final int MAX_REPLY = 60;

    private final Worlds worlds;
    private final Voice voice;
    private List<String> lines = new ArrayList<>();
    /** Where the lines come from; null when they were typed. */
    private @Nullable Path file;

    /** Whether the lines are those of a known race or a file, so that whoever adds to them should know it. */
    private boolean others;

    private @Nullable RaceRun last;
    private int shown;

    RaceWords(Worlds worlds, Voice voice) {
        this.worlds = worlds;
        this.voice = voice;
    }

    void race(String rest) {
        String[] words = rest.strip().split("\\s+", 2);
        String first = words[0].toLowerCase(Locale.ROOT);
        String more = words.length > 1 ? words[1] : "";
        if (rest.isBlank()) {
            show();
        } else if (first.equals("run") && more.isEmpty()) {
            run();
        } else if (first.equals("new") && more.isEmpty()) {
            lines = new ArrayList<>();
            file = null;
            last = null;
            others = false;
            voice.line(Mark.NOTE, "The race is empty.");
        } else if (first.matches("[0-9]{1,2}")) {
            replace(Integer.parseInt(first), more);
        } else if (first.matches("[a-d]|setup|clock|holds") && !more.isEmpty()
                || rest.strip().equals("crash")) {
            add(rest.strip());
        } else {
            read(rest.strip());
        }
    }

    private void show() {
        if (lines.isEmpty()) {
            voice.text("""
                A race runs what several clients do in every order. Type it line by line, or put the lines into a
                file and say `race FILE`:

                ```
                race setup SET lock A EX 30
                race a GET lock
                race a DEL lock if a1 = A
                race clock +31s
                race b SET lock B NX
                race holds GET lock = B if b1 = OK
                race run
                ```

                `a1` is the reply to a's first step. `;` between blanks joins commands that nobody may come between.
                A line `crash` takes the power away, at any time. Some are there already: race %s.
                """.formatted(String.join(", race ", KnownRaces.NAMES)));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            rows.add(List.of(String.valueOf(i + 1), lines.get(i)));
        }
        voice.table(rows);
        voice.line(
                Mark.NOTE,
                "race run tries every order, race 2 b GET x puts another line in the place of line 2, race 2 alone"
                        + " drops it, race new begins anew.");
    }

    private void add(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        if (readable(more)) {
            lines = more;
            if (others) {
                voice.line(Mark.NOTE, "This is added to the race that is there. race new begins one of your own.");
                others = false;
            }
            voice.line(Mark.DETAIL, lines.size() + "  " + Printable.line(line));
        }
    }

    private void replace(int number, String line) {
        if (number < 1 || number > lines.size()) {
            voice.line(Mark.TROUBLE, "There is no line " + number + ". race shows them.");
            return;
        }
        List<String> other = new ArrayList<>(lines);
        if (line.isEmpty()) {
            other.remove(number - 1);
        } else {
            other.set(number - 1, line);
        }
        if (readable(other)) {
            lines = other;
            show();
        }
    }

    /** Whether each line can be read by itself; the whole may still lack something. */
    private boolean readable(List<String> all) {
        RaceText text = new RaceText();
        try {
            for (String line : all) {
                text.add(line);
            }
            return true;
        } catch (RaceText.Fault e) {
            voice.line(Mark.TROUBLE, "That can't be read: " + e.getMessage() + ".");
            return false;
        }
    }

    private void read(String name) {
        Optional<List<String>> known = KnownRaces.lines(name);
        if (known.isPresent()) {
            lines = new ArrayList<>(
                    known.get().stream().filter(line -> !line.startsWith("#")).toList());
            file = null;
            others = true;
            known.get().stream()
                    .filter(line -> line.startsWith("#"))
                    .forEach(line -> voice.line(Mark.NOTE, line.substring(2)));
            show();
            run();
            return;
        }
        try {
            Path path = FileName.path(name);
            if (!Files.isRegularFile(path)) {
                voice.line(
                        Mark.TROUBLE,
                        "'" + Printable.line(name) + "' is neither a line of a race nor a file. race alone shows"
                                + " how one is written.");
            } else if (Files.size(path) > MAX_BYTES) {
                voice.line(Mark.TROUBLE, "A file of more than 64 KB is no race.");
            } else {
                lines = new ArrayList<>(Files.readString(path).lines().toList());
                file = path;
                others = true;
                run();
            }
        } catch (MalformedInputException | InvalidPathException e) {
            voice.line(Mark.TROUBLE, "'" + Printable.line(name) + "' is not a text.");
        } catch (IOException e) {
            voice.line(Mark.TROUBLE, "'" + Printable.line(name) + "' can't be read: " + e.getMessage());
        }
    }

    private void run() {
        try {
            Race race = RaceText.read(String.join("\n", lines));
            RaceRun run = worlds.race(race);
            last = run;
            shown = 0;
            tell(run);
        } catch (RaceText.Fault | RaceExplorer.TooLarge e) {
            voice.line(Mark.TROUBLE, "The race can't be run: " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) {
            voice.line(Mark.TROUBLE, "A step of the race can't be done: " + e.getMessage());
        }
    }

    private void tell(RaceRun run) {
        String orders = String.format(Locale.ROOT, "%,d %s", run.orders(), run.orders() == 1 ? "order" : "orders");
        if (run.broken() == 0) {
            voice.line(Mark.MET, orders + ", and it holds in each of them.");
            return;
        }
        voice.line(
                Mark.UNMET,
                String.format(
                        Locale.ROOT,
                        "%s, %,d %s it. The shortest:",
                        orders,
                        run.broken(),
                        run.broken() == 1 ? "breaks" : "break"));
        run.first().ifPresent(failure -> {
            List<List<String>> rows = new ArrayList<>();
            failure.steps().stream().filter(done -> !done.skipped()).forEach(done -> rows.add(row(done)));
            voice.table(rows);
            voice.line(Mark.UNMET, failure.actual() + ", and it should hold that " + failure.invariant());
        });
        voice.line(
                Mark.NOTE,
                "step goes through it, " + (file == null ? "race N changes a line, " : "") + "fix tries again.");
    }

    private static List<String> row(RaceRun.Done done) {
        return List.of(done.step().actor(), done.text(), "→ " + reply(done));
    }

    private static String reply(RaceRun.Done done) {
        String shownReply = Replies.show(done.reply(), List.of()).strip();
        String line = shownReply
                .substring(0, Math.min(shownReply.length(), MAX_REPLY))
                .replace('\n', ' ');
        return line.length() < shownReply.length() ? line + "…" : line;
    }

    /** One more step of the order that broke it. */
    void step() {
        RaceRun run = last;
        Optional<RaceRun.Failure> failure = run == null ? Optional.empty() : run.first();
        if (failure.isEmpty()) {
            voice.line(Mark.NOTE, "There is no race that went wrong. race shows how one is run.");
            return;
        }
        List<RaceRun.Done> steps = failure.get().steps();
        if (shown == steps.size()) {
            voice.line(
                    Mark.UNMET,
                    failure.get().actual() + ", and it should hold that "
                            + failure.get().invariant());
            voice.line(Mark.NOTE, "That was the end of it; step begins again.");
            shown = 0;
            return;
        }
        RaceRun.Done done = steps.get(shown++);
        String when =
                done.step().when().map(condition -> " (if " + condition + ")").orElse("");
        voice.line(
                Mark.NOTE,
                shown + " of " + steps.size() + "  " + done.step().actor() + "  "
                        + (done.skipped() ? "does not do " : "") + done.text() + when
                        + (done.skipped() ? "" : " → " + reply(done)));
    }

    /** Reads the file again, or takes the lines as they are now, and runs them. */
    void fix() {
        Path from = file;
        if (from != null) {
            read(from.toString());
        } else if (lines.isEmpty()) {
            voice.line(Mark.NOTE, "There is no race yet. race shows how one is written.");
        } else {
            run();
        }
    }
}
