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
    CLIENTS("clients", "", "who is connected, and what they wait for"),
    HELP("help", "[word | command | @group]", "this list, or about one word or command"),
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
