package io.redislab.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lab's own words. They go behind Redis' commands, except those that are {@link #first}. */
public enum LabWord {
    NEXT("next", "", "go on to the next step"),
    BACK("back", "", "go back to the step before"),
    GO("go", "7 | 7.1 | 7/rank", "go to a chapter, an exercise or a step"),
    LESSON("lesson", "", "show this step's text again"),
    TASK("task", "", "show what is to be done"),
    CHECK("check", "", "look at what is done and what is missing"),
    HINT("hint", "", "help a little; each time a little more"),
    SOLUTION("solution", "", "show how it can be done, after you have tried"),
    SKIP("skip", "", "go on without doing this step"),
    AGAIN("again", "step | exercise | chapter", "start it over"),
    MAP("map", "[chapter]", "all chapters, their times and your progress"),
    PLAY("play", "", "play freely in a copy of this world"),
    RETURN("return", "", "end free play; the world is as it was"),
    UNDO("undo", "[steps]", "take the last step back, or several"),
    REDO("redo", "[steps]", "do again what was taken back"),
    HISTORY("history", "", "the steps so far, with their numbers"),
    AT("at", "step", "look at the world as it was after a step"),
    DIFF("diff", "step [step]", "what changed between two steps, or since one"),
    FORK("fork", "[step] as name", "a copy of the world to play in, from now or after a step"),
    XRAY("xray", "key [element]", "draw how a key is really stored"),
    PEEK("peek", "key", "show a value in the way that suits it"),
    COST("cost", "on | off", "after each command, the work that it made"),
    WHY("why", "key", "a key's life: which step made and changed it"),
    EXPLAIN("explain", "", "more about the last error"),
    RACE("race", "[file | line | run | new]", "what several clients do, in every order"),
    STEP("step", "", "go through the order that broke the race"),
    FIX("fix", "", "try the race again"),
    RESTART("restart", "", "end the server and start it again from its files"),
    KILL("kill", "", "end the server as kill -9 does, and start it again"),
    CRASH("crash", "[after N | --compare]", "take the power away, and start the server again"),
    FAULT("fault", "reply drop [@b] | disk slow 200ms | disk full | off", "let something go wrong"),
    LDB("ldb", "EVAL … | step | back | continue | break N | accept", "go through a script line by line, on a copy"),
    EVICT("evict", "next", "which key the memory limit takes first, and why"),
    AOF("aof", "show", "read the append-only file aloud"),
    RDB("rdb", "show", "read the RDB file aloud"),
    SESSION("session", "save file | cast file", "write what was done into a file, or as a recording"),
    REPLAY("replay", "file", "go through somebody's session, in a world of its own"),
    CLOCK("clock", "[+60s | to-next-expiry | to 2026-12-24T18:00 | freeze | go | wall]", "show the time, or turn it"),
    SHELL("shell", "[file arguments]", "your own bash, whose redis-cli reaches this world; or a script in it"),
    CLIENTS("clients", "", "who is connected, and what they wait for"),
    HELP("help", "[all | word | command | @group]", "what can be said here, or about one word or command"),
    QUIT("quit", "", "leave; everything is kept"),
    EXIT("exit", "", "leave, as quit does");

    private final String word;
    private final String arguments;
    private final String summary;

    LabWord(String word, String arguments, String summary) {
        this.word = word;
        this.arguments = arguments;
        this.summary = summary;
    }

    public String word() {
        return word;
    }

    /** What may follow, as help shows it; empty when nothing. */
    public String arguments() {
        return arguments;
    }

    public String summary() {
        return summary;
    }

    /** True for the words that come before a Redis command of the same name. */
    public boolean first() {
        return this == HELP || this == QUIT || this == EXIT;
    }

    public static Optional<LabWord> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (LabWord each : values()) {
            if (each.word.equals(lower)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** All words, as for suggestions. */
    public static List<String> words() {
        List<String> words = new ArrayList<>();
        for (LabWord each : values()) {
            words.add(each.word);
        }
        return words;
    }
}
