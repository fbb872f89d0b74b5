package io.redislab.terminal;

import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.lab.LabWord;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code help}, {@code help all}, {@code help next}, {@code help ZADD}, {@code help @hash}. */
final class LabHelp {
    /** What a lesson needs; with what stands below, it fits on a screen. */
    private static final List<LabWord> EVERYDAY = List.of(
            LabWord.NEXT,
            LabWord.BACK,
            LabWord.GO,
            LabWord.LESSON,
            LabWord.CHECK,
            LabWord.HINT,
            LabWord.SOLUTION,
            LabWord.SKIP,
            LabWord.AGAIN,
            LabWord.UNDO,
            LabWord.MAP,
            LabWord.QUIT);

    private final Voice voice;
    private final Screen screen;

    LabHelp(Voice voice, Screen screen) {
        this.voice = voice;
        this.screen = screen;
    }

    void show(String about) {
        String topic = about.startsWith(":") ? about.substring(1) : about;
        if (topic.isEmpty()) {
            overview();
        } else if (topic.equalsIgnoreCase("all")) {
            voice.together(this::allWords);
        } else if (topic.startsWith("@")) {
            group(topic.substring(1));
        } else {
            Optional<LabWord> word = LabWord.of(topic);
            String[] names = topic.strip().split(" +", -1);
            CommandSpec spec = CommandTable.standard().find(String.join("|", names));
            if (spec != null && (word.isEmpty() || !about.startsWith(":"))) {
                command(spec);
            } else if (word.isPresent()) {
                usage(usage(word.get()));
                voice.line(Mark.DETAIL, word.get().summary());
            } else {
                voice.line(
                        Mark.NOTE,
                        "There is no '" + topic
                                + "'. help alone shows the lab's words, help @string a group of commands.");
            }
        }
    }

    private void overview() {
        voice.text("Type Redis commands as they are. The lab's own words:");
        List<List<String>> rows = new ArrayList<>();
        for (LabWord word : EVERYDAY) {
            rows.add(List.of(word == LabWord.GO ? "go 7/rank" : word.word(), word.summary()));
        }
        rows.add(List.of("help all", "more words: time, clients, races, crashes, what is inside"));
        rows.add(List.of("help ZADD", "what a command or a word takes; help @hash all of a group"));
        rows.add(List.of("@b GET key", "as another client; @b alone makes the prompt theirs"));
        rows.add(List.of("Tab  ↑  Ctrl-C", "complete, earlier lines, drop a line or end a wait"));
        voice.table(rows);
    }

    private void allWords() {
        voice.text("All words; help clock tells what clock takes. A colon, as in :next, makes a word the lab's where"
                + " Redis has a command of that name.");
        List<List<String>> rows = new ArrayList<>();
        for (LabWord word : LabWord.values()) {
            rows.add(List.of(word.word(), word.summary()));
        }
        voice.table(rows);
    }

    private static String usage(LabWord word) {
        return word.arguments().isEmpty() ? word.word() : word.word() + " " + word.arguments();
    }

    private void group(String name) {
        String wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
        List<List<String>> rows = new ArrayList<>();
        for (CommandSpec spec : CommandTable.standard().all()) {
            if (spec.group().wireName().equals(wanted)) {
                rows.add(List.of(spec.name().toUpperCase(Locale.ROOT), spec.summary()));
            }
        }
        if (rows.isEmpty()) {
            List<String> names = new ArrayList<>();
            for (CommandGroup group : CommandGroup.values()) {
                names.add("@" + group.wireName());
            }
            voice.line(Mark.NOTE, "There is no group '" + name + "'. There are " + String.join(", ", names) + ".");
        } else {
            voice.table(rows);
        }
    }

    private void command(CommandSpec spec) {
        String name = spec.name().replace('|', ' ').toUpperCase(Locale.ROOT);
        usage(name + " " + (spec.isContainer() ? "subcommand [argument ...]" : spec.syntaxLine()));
        voice.line(Mark.DETAIL, spec.summary());
        if (spec.complexity() != null) {
            voice.line(Mark.DETAIL, spec.complexity());
        }
        voice.line(Mark.DETAIL, "since " + spec.since() + " · @" + spec.group().wireName());
        if (spec.isContainer()) {
            List<List<String>> rows = new ArrayList<>();
            for (CommandSpec sub : spec.subcommands()) {
                rows.add(List.of(sub.name().replace('|', ' ').toUpperCase(Locale.ROOT), sub.summary()));
            }
            voice.table(rows);
        }
    }

    private void usage(String text) {
        Style style = screen.style();
        StringBuilder out = new StringBuilder("\n");
        List<String> lines = Wrap.lines(text, Math.min(screen.columns(), 90) - 4);
        for (int i = 0; i < lines.size(); i++) {
            out.append(i == 0 ? "  " : "      ")
                    .append(style.start(Style.Look.BOLD))
                    .append(lines.get(i))
                    .append(style.end(Style.Look.BOLD))
                    .append('\n');
        }
        screen.print(out.toString());
    }
}
