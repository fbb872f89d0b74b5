package io.redislab.terminal;

import io.redislab.lab.TimeText;
import io.redislab.lab.TimeTravel;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.WorldDiff;
import io.redislab.lab.Worlds;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words that turn time and go back in it: clock, undo, redo, history, diff, session. */
final class TimeWords {
    private static final int SHOWN_STEPS = 20;
    private static final int SHOWN_KEYS = 12;

    private final Worlds worlds;
    private final Voice voice;

    TimeWords(Worlds worlds, Voice voice) {
        this.worlds = worlds;
        this.voice = voice;
    }

    // ---- the clock ----

    void clock(String rest) {
        String word = rest.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            show();
        } else if (word.equals("freeze")) {
            worlds.freezeClock(true);
            show();
        } else if (word.equals("go")) {
            worlds.freezeClock(false);
            show();
        } else if (word.equals("wall")) {
            worlds.freezeClock(false);
            turn("clock wall", -worlds.clockFace().setting().offsetMicros());
        } else if (word.equals("to-next-expiry")) {
            toNextExpiry();
        } else if (word.startsWith("to ")) {
            to(rest.strip().substring(3));
        } else if (word.startsWith("+") || word.startsWith("-")) {
            Optional<Long> micros = TimeText.duration(word.substring(1).replace(" ", ""));
            if (micros.isPresent()) {
                turn("clock " + word, word.startsWith("-") ? -micros.get() : micros.get());
            } else {
                voice.line(
                        Mark.TROUBLE,
                        "'" + Printable.line(word) + "' is no time to go on by. clock +60s, +5m, +2h or +1d; +500ms"
                                + " too, and at most 10,000 days at once.");
            }
        } else {
            voice.line(
                    Mark.TROUBLE,
                    "clock '" + Printable.line(word)
                            + "'? clock +60s goes on, clock to-next-expiry as far as the next key expires,"
                            + " clock to 2026-12-24T18:00 to a moment, clock freeze stands still, clock go"
                            + " goes on, clock wall is the real time again.");
        }
    }

    private void show() {
        Worlds.ClockFace face = worlds.clockFace();
        voice.line(
                Mark.NOTE, "It is " + TimeText.moment(face.wallMillis(), ZoneId.systemDefault()) + state(face) + ".");
        face.next()
                .ifPresent(key -> voice.line(
                        Mark.DETAIL,
                        "next to expire: " + name(key) + " in "
                                + TimeText.duration(Math.max(0, face.nextMillis() - face.wallMillis()) * 1000)));
    }

    private static String state(Worlds.ClockFace face) {
        String offset = offset(face.setting().offsetMicros());
        String ahead = offset.isEmpty() ? "" : ", " + offset + " from the real time";
        return face.setting().isStanding() ? ahead + ", and the clock stands still" : ahead;
    }

    /** As the prompt shows it, {@code +00:01:00}; empty when the clock shows the real time to the second. */
    static String offset(long micros) {
        long seconds = Math.round(micros / 1_000_000.0);
        return seconds == 0 ? "" : (seconds > 0 ? "+" : "") + TimeText.duration(seconds * 1_000_000);
    }

    private void to(String text) {
        long now = worlds.wallMillis();
        Optional<Long> moment = TimeText.moment(text, now, ZoneId.systemDefault());
        if (moment.isEmpty()) {
            voice.line(
                    Mark.TROUBLE,
                    "'" + Printable.line(text) + "' is no moment between 1970 and 9999. 2026-12-24T18:00, 18:00 or a"
                            + " Unix time.");
        } else {
            turn("clock to " + text, (moment.get() - now) * 1000);
        }
    }

    private void toNextExpiry() {
        Worlds.ClockFace face = worlds.clockFace();
        if (face.next().isEmpty()) {
            voice.line(Mark.NOTE, "No key expires.");
        } else {
            // A key is gone once its time has passed, which is a millisecond later.
            turn("clock to-next-expiry", Math.max(1, face.nextMillis() + 1 - face.wallMillis()) * 1000);
        }
    }

    private void turn(String text, long micros) {
        if (!TimeText.isKnown(worlds.wallMillis() + micros / 1000)) {
            voice.line(Mark.TROUBLE, "The clock shows the years from 1970 to 9999.");
            return;
        }
        List<Worlds.Expired> expired = worlds.turnClock(text, micros);
        show();
        if (!expired.isEmpty()) {
            List<String> names = new ArrayList<>();
            expired.stream().limit(SHOWN_KEYS).forEach(key -> names.add(name(key)));
            String more = expired.size() > SHOWN_KEYS ? " and " + (expired.size() - SHOWN_KEYS) + " more" : "";
            voice.line(Mark.NOTE, "expired: " + String.join(", ", names) + more);
        }
    }

    private static String name(Worlds.Expired key) {
        return name(key.database(), key.key());
    }

    private static String name(int database, byte[] key) {
        String name = Printable.bytes(key);
        return (name.length() > 60 ? name.substring(0, 60) + "…" : name)
                + (database == 0 ? "" : " in database " + database);
    }

    // ---- steps ----

    void undo(String rest) {
        turn(rest, true);
    }

    void redo(String rest) {
        turn(rest, false);
    }

    private void turn(String rest, boolean back) {
        Optional<Integer> count = rest.isBlank() ? Optional.of(1) : number(rest);
        if (count.isEmpty() || count.get() < 1) {
            voice.line(Mark.TROUBLE, (back ? "undo" : "redo") + " takes a number of steps, as in undo 3.");
            return;
        }
        List<TimeTravel.Step> steps = worlds.travel().turn(count.get(), back);
        if (steps.isEmpty()) {
            voice.line(Mark.NOTE, back ? nothingToUndo() : "Nothing was taken back that could be done again.");
        }
        for (TimeTravel.Step step : steps) {
            voice.line(Mark.NOTE, (back ? "taken back: " : "done again: ") + step.number() + "  " + shown(step));
            step.lasting().forEach(sentence -> voice.line(Mark.DETAIL, sentence));
        }
    }

    private String nothingToUndo() {
        int forgotten = worlds.travel().history().forgotten();
        return forgotten == 0
                ? "There is no step to take back."
                : "The " + forgotten + " steps before are forgotten: the memory for them is bounded.";
    }

    private static String shown(TimeTravel.Step step) {
        String text = Printable.line(step.text());
        return text.length() > 70 ? text.substring(0, 70) + "…" : text;
    }

    void history() {
        TimeTravel.History history = worlds.travel().history();
        List<TimeTravel.Step> past = history.past();
        if (past.isEmpty() && history.future().isEmpty()) {
            voice.line(Mark.NOTE, "No step has been made in this world since the lab was opened.");
            return;
        }
        int from = Math.max(0, past.size() - SHOWN_STEPS);
        int hidden = from + history.forgotten();
        if (hidden > 0) {
            voice.line(
                    Mark.DETAIL,
                    hidden + " earlier"
                            + (history.forgotten() > 0
                                    ? ", of which " + history.forgotten() + " are forgotten and can't be taken back"
                                    : ""));
        }
        List<List<String>> rows = new ArrayList<>();
        int here = history.shown() > 0
                ? history.shown()
                : past.isEmpty() ? 0 : past.get(past.size() - 1).number();
        past.subList(from, past.size()).forEach(step -> rows.add(row(step, step.number() == here ? "▸" : " ")));
        history.future().stream().limit(SHOWN_STEPS).forEach(step -> rows.add(row(step, "↷")));
        voice.table(rows);
        voice.line(Mark.NOTE, "undo takes the last one back, at N looks at what was after step N.");
    }

    private static List<String> row(TimeTravel.Step step, String mark) {
        return List.of(mark, String.valueOf(step.number()), shown(step), mark.equals("↷") ? "taken back" : "");
    }

    // ---- what differs ----

    void diff(String rest) {
        String[] words = rest.strip().split(" +", -1);
        Optional<Integer> from = number(words[0]);
        int last = worlds.travel().lastStep();
        Optional<Integer> to = words.length > 1 ? number(words[1]) : Optional.of(last);
        if (from.isEmpty() || to.isEmpty() || words.length > 2) {
            voice.line(Mark.TROUBLE, "diff 12 17 compares two steps, diff 12 one with now.");
            return;
        }
        Optional<List<WorldDiff.Line>> lines = worlds.travel().diff(from.get(), to.get());
        if (lines.isEmpty()) {
            AsideWords.unknownStep(
                    voice,
                    from.get() > last ? from.get() : to.get() > last ? to.get() : Math.min(from.get(), to.get()));
        } else if (lines.get().isEmpty()) {
            voice.line(Mark.NOTE, "No key differs.");
        } else {
            List<List<String>> rows = new ArrayList<>();
            lines.get().stream().limit(SHOWN_STEPS * 2L).forEach(line -> rows.add(row(line)));
            voice.table(rows);
            if (lines.get().size() > rows.size()) {
                voice.line(Mark.DETAIL, (lines.get().size() - rows.size()) + " keys more");
            }
        }
    }

    private static List<String> row(WorldDiff.Line line) {
        String what =
                switch (line.sort()) {
                    case ADDED -> "new " + line.type();
                    case REMOVED -> "gone, was a " + line.type();
                    case CHANGED -> "changed " + line.type();
                    case EXPIRY -> "expires at another time";
                };
        String mark =
                switch (line.sort()) {
                    case ADDED -> "+";
                    case REMOVED -> "-";
                    case CHANGED, EXPIRY -> "~";
                };
        return List.of(mark, name(line.database(), line.key()), what);
    }

    // ---- sessions ----

    void session(String rest) {
        String[] words = rest.strip().split("\\s+", 2);
        if (words.length < 2 || !(words[0].equals("save") || words[0].equals("cast"))) {
            voice.line(
                    Mark.NOTE,
                    "session save FILE writes what was done here, for replay FILE; session cast FILE writes it as a"
                            + " recording that asciinema plays.");
            return;
        }
        try {
            Path file = FileName.path(words[1]);
            if (words[0].equals("cast")) {
                worlds.travel().saveCast(file);
                voice.line(Mark.NOTE, "The recording is in " + Printable.line(words[1]) + ".");
            } else {
                int steps = worlds.travel().saveSession(file);
                voice.line(
                        Mark.NOTE,
                        steps + (steps == 1 ? " step is" : " steps are") + " in " + Printable.line(words[1]) + ".");
            }
        } catch (IOException | InvalidPathException e) {
            voice.line(Mark.TROUBLE, Printable.line(words[1]) + " can't be written: " + e.getMessage());
        }
    }

    static Optional<Integer> number(String text) {
        String word = text.strip();
        return word.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(word)) : Optional.empty();
    }
}
