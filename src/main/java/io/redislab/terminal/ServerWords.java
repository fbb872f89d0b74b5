package io.redislab.terminal;

import io.redislab.grading.Check;
import io.redislab.lab.CrashTable;
import io.redislab.lab.Fault;
import io.redislab.lab.TimeText;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words that end the server, or let something go wrong: restart, kill, crash, fault; and those that read its files. */
final class ServerWords {
    private final Worlds worlds;
    private final Voice voice;
    private final Screen screen;
    /** After how many commands the power goes; 0 for never. */
    private int crashAfter;

    ServerWords(Worlds worlds, Voice voice, Screen screen) {
        this.worlds = worlds;
        this.voice = voice;
        this.screen = screen;
    }

    void crash(String rest) {
        String word = rest.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            restarted("crash", Check.Ending.POWER);
        } else if (word.equals("--compare") || word.equals("compare")) {
            compare();
        } else if (word.matches("after [0-9]{1,4}")) {
            crashAfter = Integer.parseInt(word.substring(6));
            voice.line(
                    Mark.NOTE,
                    crashAfter == 0
                            ? "No crash is to come."
                            : "The power will go after "
                                    + (crashAfter == 1 ? "the next command." : crashAfter + " more commands."));
        } else {
            voice.line(
                    Mark.TROUBLE,
                    "crash takes the power away now, crash after 3 after three more commands, crash --compare"
                            + " compares what would be left.");
        }
    }

    /** A command was run: perhaps it was the last one. Answers true when the power went. */
    boolean ran() {
        if (crashAfter == 0 || --crashAfter > 0) {
            return false;
        }
        restarted("crash", Check.Ending.POWER);
        return true;
    }

    private void compare() {
        List<CrashTable.Row> rows = worlds.compareCrashes();
        if (rows.isEmpty()) {
            voice.line(Mark.NOTE, "Nothing was done yet that a crash could take. Write some keys first.");
            return;
        }
        voice.line(
                Mark.NOTE,
                "The same commands at the same times, and a crash now. Of "
                        + keys(rows.get(0).total()) + " these are left as they were:");
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "power lost", "kill -9"));
        rows.forEach(row -> table.add(List.of(row.policy(), count(row.power()), count(row.kill()))));
        voice.table(table);
        voice.line(Mark.NOTE, "kill -9 ends only the process: what it had handed to the system is still written.");
    }

    void fault(String rest) {
        String[] words = rest.strip().toLowerCase(Locale.ROOT).split(" +", -1);
        Optional<Fault> fault = read(words);
        if (fault.isEmpty()) {
            voice.line(
                    Mark.TROUBLE,
                    "fault reply drop @b loses the reply to b's next command; fault disk slow 200ms, fault disk"
                            + " full and fault disk read-only trouble the disk; fault off makes all well.");
            return;
        }
        worlds.fault(fault.get());
        voice.line(Mark.NOTE, told(fault.get()));
    }

    private static Optional<Fault> read(String[] words) {
        String all = String.join(" ", words);
        if (all.equals("off")) {
            return Optional.of(new Fault.Off());
        } else if (all.equals("disk full")) {
            return Optional.of(new Fault.FullDisk());
        } else if (all.equals("disk read-only") || all.equals("disk readonly")) {
            return Optional.of(new Fault.ReadOnlyDisk());
        } else if (all.startsWith("disk slow ")) {
            return TimeText.duration(all.substring(10)).map(micros -> new Fault.SlowDisk(micros * 1000));
        } else if (all.equals("reply drop") || all.matches("reply drop @[a-z]")) {
            String client = words.length > 2 ? ClientWords.called(words[2].substring(1)) : "";
            return Optional.of(new Fault.DropReply(client));
        }
        return Optional.empty();
    }

    private static String told(Fault fault) {
        if (fault instanceof Fault.DropReply drop) {
            return "The reply to the next command of " + (drop.client().isEmpty() ? "your first client" : drop.client())
                    + " will be lost, and its connection.";
        } else if (fault instanceof Fault.SlowDisk slow) {
            return "Each sync takes " + TimeText.duration(slow.nanos() / 1000) + " from now on, by the world's clock.";
        } else if (fault instanceof Fault.FullDisk) {
            return "The disk is full: the next write to a file fails.";
        } else if (fault instanceof Fault.ReadOnlyDisk) {
            return "The disk can only be read from now on.";
        }
        return "All is well again.";
    }

    void evict(String rest) {
        if (!rest.strip().equalsIgnoreCase("next")) {
            voice.line(Mark.NOTE, "evict next tells which key the memory limit takes first, and why.");
            return;
        }
        voice.drawing(worlds.nextEvicted(Math.min(screen.columns(), 120) - 4));
    }

    void files(String rest, boolean aof) {
        if (!rest.strip().equalsIgnoreCase("show")) {
            voice.line(Mark.NOTE, (aof ? "aof" : "rdb") + " show reads the file aloud.");
            return;
        }
        voice.drawing(worlds.files(aof, Math.min(screen.columns(), 120) - 4));
    }

    /** Ends the server and starts it again; says what has become of the keys. */
    void restarted(String word, Check.Ending ending) {
        Worlds.Restarted restarted = worlds.restart(word, ending);
        if (restarted.failure().isPresent()) {
            voice.line(Mark.TROUBLE, "The server does not start again from its files. Its log says:");
            restarted.failure().get().lines().forEach(line -> voice.line(Mark.DETAIL, line));
            voice.line(Mark.NOTE, "So nothing was done: the server goes on as before.");
            return;
        }
        String how =
                switch (ending) {
                    case CLEAN -> "It has ended in order and started again from its files";
                    case KILL -> "It was killed, and has started again from its files";
                    case POWER ->
                        "The power went, and with it what was not synced. It has started again from its files";
                };
        long lost = restarted.keysBefore() - restarted.keysAfter();
        String keys = lost == 0
                ? restarted.keysAfter() == 0 ? "." : "; " + keys(restarted.keysAfter()) + ", as before."
                : lost > 0
                        ? "; " + keys(restarted.keysAfter()) + (restarted.keysAfter() == 1 ? " is" : " are")
                                + " there, " + count(lost) + (lost == 1 ? " is" : " are") + " gone."
                        : "; " + keys(restarted.keysAfter()) + ", " + count(-lost)
                                + " more than before: from an older save.";
        voice.line(Mark.NOTE, how + keys + " undo takes that back.");
        if (restarted.lostAof()) {
            voice.line(
                    Mark.NOTE,
                    "It had an AOF by CONFIG SET, which ends with the server: redis.conf says appendonly no."
                            + " CONFIG REWRITE before would have kept it.");
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String keys(long number) {
        return count(number) + (number == 1 ? " key" : " keys");
    }
}
