package io.redislab.terminal;

import io.redislab.grading.Check;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import java.util.Locale;

/** The words that end the server: restart, kill, crash. */
final class ServerWords {
    private final Worlds worlds;
    private final Voice voice;

    ServerWords(Worlds worlds, Voice voice) {
        this.worlds = worlds;
        this.voice = voice;
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
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String keys(long number) {
        return count(number) + (number == 1 ? " key" : " keys");
    }
}
