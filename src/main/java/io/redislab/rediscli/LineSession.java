package io.redislab.rediscli;

import io.redislab.engine.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands line by line, from a person or a pipe, until the lines end. */
final class LineSession {
    /** Commands that take longer tell how long. */
    private static final long SLOW_MILLIS = 500;

    private static final long MILLIS = 1_000_000;

    private final Client client;
    private final Console console;
    private final Caller caller;
    private final Lines lines;
    private final Preferences preferences;
    private final Clock clock;

    LineSession(Client client, Lines lines, Clock clock) {
        this.client = client;
        this.console = client.console;
        this.caller = new Caller(client);
        this.lines = lines;
        this.preferences = new Preferences(console, lines);
        this.clock = clock;
        client.interactive = true;
        lines.onInterrupt(this::interrupt);
    }

    /** Ctrl-C while a command runs: what waits for messages ends, anything else ends the program. */
    private void interrupt() {
        if (client.listening) {
            client.interrupt();
        } else {
            lines.close();
            System.exit(1);
        }
    }

    /**
     * Runs the session.
     *
     * @return true when the script under the debugger is to start anew
     * @throws Ended at the end of it
     */
    boolean run() throws IOException {
        if (console.typed()) {
            preferences.load();
        }
        while (true) {
            console.flush();
            Optional<String> line = lines.read(client.prompt());
            if (line.isEmpty()) {
                throw new Ended(0);
            }
            if (run(line.get())) {
                return true;
            }
        }
    }

    private boolean run(String line) throws IOException {
        Optional<List<String>> split = split(line);
        if (split.isEmpty()) {
            console.print("Invalid argument(s)\n");
            lines.remember(line);
            return false;
        }
        List<String> words = split.get();
        if (words.isEmpty()) {
            return false;
        }
        long repeat = 1;
        List<String> command = words;
        if (words.size() > 1 && Texts.isNumber(words.get(0))) {
            repeat = Texts.number(words.get(0));
            if (repeat <= 0 || repeat == Long.MAX_VALUE) {
                console.print("Invalid redis-cli repeat command option value.\n");
                return false;
            }
            command = words.subList(1, words.size());
        }
        if (!Secrets.isIn(command)) {
            lines.remember(line);
        }
        String first = words.get(0).toLowerCase(Locale.ROOT);
        if (first.equals("quit") || first.equals("exit")) {
            throw new Ended(0);
        } else if (first.startsWith(":")) {
            preferences.set(words);
        } else if (first.equals("restart")) {
            return restart();
        } else if (first.equals("connect") && words.size() == 3) {
            client.moveTo(words.get(1), (int) Texts.number(words.get(2)));
            client.open(false);
        } else if (first.equals("clear") && words.size() == 1) {
            lines.clearScreen();
        } else {
            call(repeat, command);
        }
        return false;
    }

    /** The debugger wants the code behind its word eval as it is. */
    private Optional<List<String>> split(String line) {
        for (String word : List.of("e", "eval")) {
            if (client.debugger.active && line.startsWith(word + " ")) {
                return Optional.of(List.of(word, line.substring(word.length() + 1)));
            }
        }
        return Texts.split(line);
    }

    private boolean restart() {
        if (client.options.script == null) {
            console.print("Use 'restart' only in Lua debugging mode.\n");
            return false;
        }
        return true;
    }

    private void call(long repeat, List<String> command) throws IOException {
        long start = clock.monotonicNanos();
        caller.run(repeat, command);
        if (client.debugger.ended) {
            client.debugger.ended = false;
            showResult();
        }
        long millis = (clock.monotonicNanos() - start) / MILLIS;
        if (millis >= SLOW_MILLIS && client.output == Output.STANDARD) {
            console.print(String.format(Locale.ROOT, "(%.2fs)\n", millis / 1000.0));
        }
    }

    /** What the script answered that was debugged. */
    private void showResult() throws IOException {
        boolean synchronous = client.options.debugger == Options.Debugger.SYNCHRONOUS;
        client.show(false);
        console.print(
                "\n(Lua debugging session ended" + (synchronous ? "" : " -- dataset changes rolled back") + ")\n\n");
        try {
            // A session on a copy of the data was a process of its own, and its connection ends with it.
            client.ask("PING");
        } catch (ConnectionLost e) {
            client.close();
        }
    }
}
