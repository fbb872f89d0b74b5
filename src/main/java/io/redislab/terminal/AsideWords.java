package io.redislab.terminal;

import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** The words that leave the world for a copy of it, and come back: play, at, fork, replay, return. */
final class AsideWords {
    private final Worlds worlds;
    private final Voice voice;

    AsideWords(Worlds worlds, Voice voice) {
        this.worlds = worlds;
        this.voice = voice;
    }

    /** What is done in the world itself only. */
    void outOfPlay(Runnable action) {
        if (worlds.isPlaying()) {
            voice.line(Mark.NOTE, "This is a copy of the world. return takes you back to the lesson first.");
        } else {
            action.run();
        }
    }

    boolean isPast() {
        return worlds.aside().filter(Worlds.Aside::past).isPresent();
    }

    /** What is not done in the past. */
    void outOfPast(Runnable action) {
        if (isPast()) {
            sayPast();
        } else {
            action.run();
        }
    }

    void sayPast() {
        voice.line(Mark.NOTE, "The past can be looked at, not changed. fork N as NAME makes a copy that can.");
    }

    void play() {
        Optional<Worlds.Aside> aside = worlds.aside();
        if (aside.filter(copy -> !copy.past() && !copy.kept()).isPresent()) {
            voice.line(Mark.NOTE, "You play in a copy already. return takes you back.");
            return;
        }
        if (!worlds.hasRoom()) {
            sayFull();
            return;
        }
        worlds.play();
        voice.line(
                Mark.NOTE, "A copy of this world, to do with as you like. return throws it away and takes you back.");
    }

    private void sayFull() {
        voice.line(
                Mark.TROUBLE,
                "There is no memory for another copy of this world: its data and the copies that there are take what"
                        + " the lab may have.");
    }

    /** Leaves the copy; false when there is none. */
    boolean leave() {
        if (!worlds.isPlaying()) {
            voice.line(Mark.NOTE, "There is nothing to return from. play starts free play.");
            return false;
        }
        worlds.leave();
        voice.line(
                Mark.NOTE,
                worlds.aside()
                        .map(copy -> "Back in your copy " + copy.name() + ". return leaves that, too.")
                        .orElse("Back in the lesson. The world is as you left it."));
        return true;
    }

    void at(String rest) {
        Optional<Integer> number = TimeWords.number(rest);
        if (number.isEmpty()) {
            voice.line(Mark.TROUBLE, "at which step? history shows their numbers.");
        } else if (worlds.travel().at(number.get())) {
            voice.line(
                    Mark.NOTE,
                    "This is the world after step " + number.get() + ", to look at. return goes back to now.");
        } else {
            unknownStep(voice, number.get());
        }
    }

    static void unknownStep(Voice voice, int number) {
        voice.line(Mark.TROUBLE, "Step " + number + " is not known. history shows which are.");
    }

    void fork(String rest) {
        String[] words = rest.strip().split(" +", -1);
        int as = words.length - 2;
        Optional<Integer> number = as == 1 ? TimeWords.number(words[0]) : Optional.empty();
        boolean understood =
                words.length >= 2 && words[as].equalsIgnoreCase("as") && (as == 0 || as == 1 && number.isPresent());
        if (words.length == 1 && !words[0].isEmpty() && worlds.travel().forks().contains(words[0])) {
            worlds.travel().enter(words[0]);
            voice.line(Mark.NOTE, "This is your copy " + words[0] + " again. return leaves it.");
        } else if (!understood || !words[words.length - 1].matches("[A-Za-z][A-Za-z0-9-]{0,19}")) {
            String known = worlds.travel().forks().isEmpty()
                    ? ""
                    : " There are: " + String.join(", ", worlds.travel().forks()) + ".";
            voice.line(
                    Mark.TROUBLE,
                    "fork as try makes a copy of now, fork 12 as try one of what was after step 12." + known);
        } else if (!worlds.hasRoom()) {
            sayFull();
        } else if (worlds.travel().fork(number, words[words.length - 1])) {
            String name = words[words.length - 1];
            voice.line(
                    Mark.NOTE,
                    "This is a copy of the world, called " + name + ". return leaves it, fork " + name
                            + " comes here again, until you leave the lab.");
        } else {
            unknownStep(voice, number.orElse(0));
        }
    }

    void replay(String rest) {
        String name = rest.strip();
        if (name.isEmpty()) {
            voice.line(Mark.NOTE, "replay FILE runs a session that session save has written, in a world of its own.");
            return;
        }
        try {
            Optional<String> trouble = worlds.travel().replay(FileName.path(name));
            if (trouble.isPresent()) {
                voice.line(Mark.TROUBLE, Printable.line(name) + " is no session: " + trouble.get() + ".");
                return;
            }
            voice.line(
                    Mark.NOTE,
                    "This is the world of that session, at its end. history shows its steps, at N goes back to one,"
                            + " fork N as NAME goes on from there, return leaves it.");
        } catch (IOException | InvalidPathException e) {
            voice.line(Mark.TROUBLE, Printable.line(name) + " can't be read: " + e.getMessage());
        }
    }
}
