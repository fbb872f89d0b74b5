package io.redislab.terminal;

import io.redislab.course.CourseException;
import io.redislab.course.yaml.Suggestion;
import io.redislab.engine.command.CommandTable;
import io.redislab.grading.Check;
import io.redislab.lab.Aftermath;
import io.redislab.lab.ClientEvent;
import io.redislab.lab.LabWord;
import io.redislab.lab.Outcome;
import io.redislab.lab.Outcome.Fate;
import io.redislab.lab.ReadOnly;
import io.redislab.lab.Tutor;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.lab.paste.Paste;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Continuation;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The prompt: takes lines, gives them to Redis or to the lab, shows what comes back. */
final class LabShell {
    private final Screen screen;
    private final ScreenVoice voice;
    private final Worlds worlds;
    private final Tutor tutor;
    private final LabHelp help;
    private final StatusBar statusBar;
    private final TimeWords time;
    private final AsideWords asides;
    private final InsideWords inside;
    private final Explainer explainer;
    private final RaceWords races;
    private final ServerWords server;
    private final DebugWords debug;
    private final ShellWords shell;
    private final ClientWords clients;
    private final ServerCalls calls;
    /** Held while a line is obeyed. */
    private final Object turn = new Object();

    private volatile boolean leaving;

    LabShell(Screen screen, ScreenVoice voice, Worlds worlds, Tutor tutor, StatusBar statusBar, ShellWords shell) {
        this.screen = screen;
        this.voice = voice;
        this.worlds = worlds;
        this.tutor = tutor;
        this.statusBar = statusBar;
        this.shell = shell;
        this.help = new LabHelp(voice, screen);
        this.time = new TimeWords(worlds, voice);
        this.asides = new AsideWords(worlds, voice);
        this.clients = new ClientWords(worlds, voice, screen);
        this.calls = new ServerCalls(screen, voice, worlds, statusBar, clients);
        this.inside = new InsideWords(worlds, voice, screen, clients::current);
        this.explainer = new Explainer(worlds, voice);
        this.races = new RaceWords(worlds, voice);
        this.server = new ServerWords(worlds, voice, screen);
        this.debug = new DebugWords(worlds, voice, screen, clients::current, this::call);
        screen.onIdleInterrupt(clients::interrupt);
    }

    /** Reads and obeys until the learner leaves. */
    void run() {
        while (!leaving) {
            statusBar.update(tutor.status(), clients.current());
            Screen.Input input = screen.read(new Prompt(promptText(), statusBar::line));
            if (input instanceof Screen.Input.End) {
                return;
            } else if (input instanceof Screen.Input.Interrupt interrupt) {
                if (interrupt.line().isBlank()) {
                    clients.interrupt();
                }
            } else if (input instanceof Screen.Input.Text text) {
                obey(complete(text.text()));
            }
        }
    }

    private String promptText() {
        String current = clients.current();
        String client = current.isEmpty() ? "" : "@" + current;
        return worlds.aside().map(Worlds.Aside::name).orElse("lab") + statusBar.promptState(current) + client + "> ";
    }

    /** A line whose quotes are open goes on in the next one; a terminal's own line editor has seen to that already. */
    private String complete(String first) {
        String text = first;
        while (Continuation.needsMore(text)) {
            Screen.Input more = screen.read(new Prompt("...> ", () -> Prompt.StatusLine.EMPTY));
            if (!(more instanceof Screen.Input.Text line)) {
                return text;
            }
            text = text + "\n" + line.text();
        }
        return text;
    }

    /** Does something on another thread than the prompt's, while no line is being obeyed. */
    void betweenLines(Runnable action) {
        synchronized (turn) {
            // What is said here must not wait for the rest of something older.
            voice.dropRest();
            guard(action);
            statusBar.update(tutor.status(), clients.current());
            screen.refresh();
        }
    }

    /** Obeys what was typed or pasted. */
    void obey(String text) {
        synchronized (turn) {
            guard(() -> take(text));
        }
    }

    /** Whatever goes wrong is told in a sentence. */
    private void guard(Runnable action) {
        try {
            action.run();
        } catch (CourseException e) {
            tutor.sayUnusable(e);
        } catch (UncheckedIOException e) {
            voice.line(
                    Mark.TROUBLE,
                    "Your work can't be read or saved: " + e.getCause().getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            voice.line(Mark.TROUBLE, "The lab has a fault here, which is not yours: " + e);
            voice.line(Mark.DETAIL, Faults.where(e));
        }
    }

    private void take(String text) {
        try {
            String line = text.strip();
            if (line.isEmpty()) {
                voice.showRest();
                tutor.look(true);
                return;
            }
            voice.dropRest();
            if (tutor.answer(line) || obeyBareWord(line)) {
                return;
            }
            if (Paste.isForShell(text)) {
                paste(text);
                return;
            }
            List<Command> commands = CommandText.parse(text);
            if (commands.size() == 1) {
                obey(commands.get(0));
            } else {
                obeyAll(text, commands);
            }
        } catch (CommandText.SyntaxException e) {
            screen.print("Invalid argument(s)\n");
            voice.line(Mark.DETAIL, String.valueOf(e.getMessage()).replaceFirst("^Invalid argument\\(s\\): ", ""));
        }
    }

    /** What was written for a shell is understood as far as that goes; it is one step as well. */
    private void paste(String text) {
        worlds.beginStep(text);
        try {
            Paste.run(text, LabShell::isKnown, worlds.wallMillis(), new Paste.Host() {
                @Override
                public void run(Command command) {
                    if (!leaving) {
                        obeyShown(command);
                    }
                }

                @Override
                public Reply ask(List<byte[]> argv) {
                    return worlds.look(world -> world.ask(clients.current(), argv)).stream()
                            .findFirst()
                            .orElseGet(Reply.Nil::new);
                }

                @Override
                public void print(String line) {
                    screen.print(Printable.lines(line) + "\n");
                }

                @Override
                public void note(String sentence) {
                    voice.line(Mark.NOTE, sentence);
                }
            });
        } finally {
            worlds.endStep();
        }
    }

    /** Whether a first word can be typed at this prompt. */
    private static boolean isKnown(String word) {
        String bare = word.startsWith(":") ? word.substring(1) : word;
        return CommandTable.standard().find(word.getBytes(StandardCharsets.UTF_8)) != null
                || LabWord.of(bare).isPresent()
                || ShellWords.isProgram(word)
                || CommandText.isClient(word);
    }

    private void obeyShown(Command command) {
        screen.print(screen.style().start(Style.Look.DIM) + promptText() + Replies.command(command.argv())
                + screen.style().end(Style.Look.DIM) + "\n");
        obey(command);
    }

    private void obey(Command command) {
        if (obeyWord(command.text())) {
            return;
        }
        if (ShellWords.isProgram(new String(command.argv().get(0), StandardCharsets.UTF_8))) {
            aside(() -> {
                shell.program(command.argv());
                tutor.look(true);
            });
        } else {
            call(command);
        }
    }

    /** What was pasted at once is one step, to be taken back as one. */
    private void obeyAll(String text, List<Command> commands) {
        worlds.beginStep(text);
        try {
            for (Command command : commands) {
                if (leaving) {
                    return;
                }
                obeyShown(command);
            }
        } finally {
            worlds.endStep();
        }
    }

    /** Words whose rest must not be read as a command's: they may hold an apostrophe. */
    private boolean obeyBareWord(String line) {
        return line.indexOf('\n') < 0
                && obeyWord(
                        CommandText.isOpen(line)
                                ? line
                                : CommandText.withoutComment(line).strip());
    }

    private boolean obeyWord(String line) {
        boolean colon = line.startsWith(":");
        String bare = colon ? line.substring(1).strip() : line;
        int blank = bare.indexOf(' ');
        String first = blank < 0 ? bare : bare.substring(0, blank);
        String rest = blank < 0 ? "" : bare.substring(blank + 1).strip();
        if (rest.isEmpty() && CommandText.isClient(first)) {
            clients.switchTo(first.substring(1));
            return true;
        }
        Optional<LabWord> word = LabWord.of(first);
        if (colon && word.isEmpty()) {
            voice.line(
                    Mark.TROUBLE,
                    "There is no word ':" + first + "'." + suggest(first, LabWord.words()) + " :help shows all.");
            return true;
        }
        if (word.isEmpty() || !(colon || goesToLab(word.get(), first))) {
            return false;
        }
        obey(word.get(), rest);
        return true;
    }

    /** A word that is a Redis command too goes to Redis; QUIT in capitals is the command, quit the word. */
    private static boolean goesToLab(LabWord word, String typed) {
        if (typed.equals("QUIT")) {
            return false;
        }
        return word.first() || CommandTable.standard().find(typed.getBytes(StandardCharsets.UTF_8)) == null;
    }

    /** Words that need a server which runs. */
    private static final Set<LabWord> NEED_SERVER = EnumSet.of(
            LabWord.UNDO,
            LabWord.REDO,
            LabWord.PLAY,
            LabWord.AT,
            LabWord.FORK,
            LabWord.CLOCK,
            LabWord.FAULT,
            LabWord.LDB,
            LabWord.CHECK,
            LabWord.SESSION,
            LabWord.REPLAY);

    private void obey(LabWord word, String rest) {
        if (worlds.isStopped()) {
            if (word == LabWord.RESTART || word == LabWord.KILL || word == LabWord.CRASH) {
                shell.start();
                clients.backToFirst();
                return;
            } else if (NEED_SERVER.contains(word)) {
                sayStopped();
                return;
            }
        }
        switch (word) {
            case NEXT -> asides.outOfPlay(tutor::next);
            case BACK -> asides.outOfPlay(tutor::back);
            case GO -> asides.outOfPlay(() -> tutor.go(rest));
            case LESSON -> tutor.show();
            case TASK -> tutor.showTask();
            case CHECK -> asides.outOfPlay(tutor::check);
            case HINT -> tutor.hint();
            case SOLUTION -> tutor.solution();
            case SKIP -> asides.outOfPlay(tutor::skip);
            case AGAIN -> asides.outOfPlay(() -> tutor.again(rest));
            case MAP -> tutor.map(rest);
            case PLAY -> aside(asides::play);
            case RETURN -> aside(asides::leave);
            case UNDO -> asides.outOfPast(() -> time.undo(rest));
            case REDO -> asides.outOfPast(() -> time.redo(rest));
            case HISTORY -> time.history();
            case AT -> aside(() -> asides.at(rest));
            case DIFF -> time.diff(rest);
            case FORK -> aside(() -> asides.fork(rest));
            case SESSION -> time.session(rest);
            case REPLAY -> aside(() -> asides.replay(rest));
            case CLOCK -> {
                if (rest.isEmpty()) {
                    time.clock(rest);
                } else {
                    asides.outOfPast(() -> time.clock(rest));
                }
            }
            case RESTART -> endServer(() -> server.restarted("restart", Check.Ending.CLEAN));
            case KILL -> endServer(() -> server.restarted("kill", Check.Ending.KILL));
            case CRASH -> endServer(() -> server.crash(rest));
            case FAULT -> asides.outOfPast(() -> server.fault(rest));
            case LDB -> debug.ldb(rest);
            case EVICT -> server.evict(rest);
            case AOF -> server.files(rest, true);
            case RDB -> server.files(rest, false);
            case RACE -> races.race(rest);
            case STEP -> races.step();
            case FIX -> races.fix();
            case XRAY -> inside.xray(rest);
            case PEEK -> inside.peek(rest);
            case COST -> inside.cost(rest);
            case WHY -> inside.why(rest);
            case EXPLAIN -> explainer.explain();
            case SHELL ->
                aside(() -> {
                    shell.shell(rest);
                    tutor.look(true);
                });
            case CLIENTS -> clients.show();
            case HELP -> help.show(rest);
            case QUIT, EXIT -> {
                if (rest.isEmpty() || rest.matches("[0-9]+")) {
                    leaving = true;
                } else {
                    voice.line(Mark.NOTE, word.word() + " stands alone; then it leaves the lab.");
                }
            }
        }
    }

    /** Goes from one copy of the world to another, as the first client. */
    private void aside(Runnable action) {
        Optional<Worlds.Aside> before = worlds.aside();
        action.run();
        if (!worlds.aside().equals(before)) {
            clients.backToFirst();
        }
    }

    /** Does what ends the server, so that all clients are new ones. */
    private void endServer(Runnable action) {
        asides.outOfPast(() -> {
            action.run();
            clients.backToFirst();
        });
    }

    private void call(Command typed) {
        if (worlds.isStopped()) {
            screen.print("Could not connect to Redis at 127.0.0.1:6379: Connection refused\n");
            sayStopped();
            return;
        }
        if (asides.isPast() && ReadOnly.forbids(typed.argv().toArray(new byte[0][]))) {
            asides.sayPast();
            return;
        }
        Command command = new Command(typed.line(), typed.text(), typed.argv(), clients.sender(typed));
        ServerCalls.Called called = calls.call(command);
        Outcome outcome = called.outcome();
        inside.after(command, outcome);
        Aftermath.of(command, outcome).ifPresent(note -> voice.line(Mark.NOTE, note));
        if (outcome.fate() == Fate.SHUTDOWN) {
            server.restarted("SHUTDOWN", Check.Ending.CLEAN);
            clients.backToFirst();
        }
        called.replies().stream()
                .filter(Reply.Failure.class::isInstance)
                .findFirst()
                .ifPresent(reply -> {
                    explainer.remember(command, (Reply.Failure) reply);
                    suggestFor(command, (Reply.Failure) reply);
                });
        if (server.ran()) {
            clients.backToFirst();
        }
        tutor.look(true);
    }

    private void sayStopped() {
        voice.line(
                Mark.NOTE,
                "The server was stopped in a shell. docker start there starts it, or restart here: from its files.");
    }

    /** Is told what happens between commands, on the engine's thread. */
    void happened(ClientEvent event) {
        calls.happened(event);
    }

    private void suggestFor(Command command, Reply.Failure failure) {
        if (!failure.text().startsWith("ERR unknown command")) {
            return;
        }
        String typed = new String(command.argv().get(0), StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>(LabWord.words());
        CommandTable.standard().names().forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
        String suggestion = suggest(typed, names);
        if (!suggestion.isEmpty()) {
            voice.line(Mark.NOTE, suggestion.strip());
        }
    }

    private static String suggest(String typed, List<String> names) {
        return typed.length() > 30
                ? ""
                : Suggestion.closest(typed, names)
                        .map(name -> " Did you mean " + name + "?")
                        .orElse("");
    }
}
