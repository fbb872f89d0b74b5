package io.redislab.terminal;

import io.redislab.course.CourseException;
import io.redislab.course.yaml.Suggestion;
import io.redislab.engine.command.CommandTable;
import io.redislab.grading.Check;
import io.redislab.lab.Aftermath;
import io.redislab.lab.LabClient;
import io.redislab.lab.LabWord;
import io.redislab.lab.LabWorld;
import io.redislab.lab.LabWorld.Event;
import io.redislab.lab.LabWorld.Fate;
import io.redislab.lab.LabWorld.Outcome;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The prompt: takes lines, gives them to Redis or to the lab, shows what comes back. */
final class LabShell {
    /** A command that is served this soon is answered as if it had not waited. */
    private static final long GRACE_MILLIS = 150;

    private static final long PATIENCE_MILLIS = 2000;

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
    /** Held while a line is obeyed. */
    private final Object turn = new Object();

    /** The client whose prompt this is: empty for the first one. */
    private volatile String current = "";

    private volatile boolean leaving;
    /** What the prompt's thread waits for; completed on the engine's thread. */
    private volatile Waited waited = new Waited("", new CompletableFuture<>());

    private record Waited(String client, CompletableFuture<Event.Served> served) {}

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
        this.inside = new InsideWords(worlds, voice, screen, () -> current);
        this.explainer = new Explainer(worlds, voice);
        this.races = new RaceWords(worlds, voice);
        this.server = new ServerWords(worlds, voice, screen);
        this.debug = new DebugWords(worlds, voice, screen, () -> current, this::call);
        screen.onIdleInterrupt(this::interruptOnEmptyLine);
    }

    /** Reads and obeys until the learner leaves. */
    void run() {
        while (!leaving) {
            statusBar.update(tutor.status(), current);
            Screen.Input input = screen.read(new Prompt(promptText(), statusBar::line));
            if (input instanceof Screen.Input.End) {
                return;
            } else if (input instanceof Screen.Input.Interrupt interrupt) {
                if (interrupt.line().isBlank()) {
                    interruptOnEmptyLine();
                }
            } else if (input instanceof Screen.Input.Text text) {
                obey(complete(text.text()));
            }
        }
    }

    private String promptText() {
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
            statusBar.update(tutor.status(), current);
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
            voice.line(Mark.TROUBLE, "A file of the course can't be used, which is not your fault.");
            voice.line(Mark.DETAIL, Tutor.sayFaults(e));
        } catch (UncheckedIOException e) {
            voice.line(Mark.TROUBLE, "Your work can't be saved: " + e.getCause().getMessage());
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
                    return worlds.look(world -> world.ask(current, argv)).stream()
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
            switchTo(first.substring(1));
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
                current = "";
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
            case CLIENTS -> showClients();
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
            current = "";
        }
    }

    /** Does what ends the server, so that all clients are new ones. */
    private void endServer(Runnable action) {
        asides.outOfPast(() -> {
            action.run();
            current = "";
        });
    }

    // ---- clients ----

    private void switchTo(String client) {
        current = client.equals("a") ? "" : client;
        worlds.look(world -> world.connect(current));
        voice.line(
                Mark.NOTE,
                current.isEmpty()
                        ? "You are the first client again."
                        : "You are client " + current + " now. @a takes you back.");
    }

    private void showClients() {
        List<List<String>> rows = new ArrayList<>();
        worlds.look(world -> {
            for (LabClient client : world.clients()) {
                String name = client.name().isEmpty() ? "a (you)" : client.name();
                rows.add(List.of(client.name().equals(current) ? "▸" : " ", name, StatusBar.state(client)));
            }
            return true;
        });
        voice.table(rows);
    }

    /** Ctrl-C on an empty line frees the client that waits, or ends its subscriptions. */
    private void interruptOnEmptyLine() {
        Optional<String> freed = worlds.look(world -> free(world, current));
        voice.line(Mark.NOTE, freed.orElse("quit leaves the lab, help shows what you can do."));
        screen.refresh();
    }

    private static Optional<String> free(LabWorld world, String preferred) {
        List<LabClient> clients = new ArrayList<>(world.clients());
        clients.sort(java.util.Comparator.comparing(client -> !client.name().equals(preferred)));
        for (LabClient client : clients) {
            String who = client.name().isEmpty() ? "You" : "Client " + client.name();
            Optional<Command> command = world.stopWaiting(client.name());
            if (command.isPresent()) {
                return Optional.of(who + (client.name().isEmpty() ? " wait" : " waits") + " no more in "
                        + Replies.command(command.get().argv()) + ".");
            }
        }
        for (LabClient client : clients) {
            boolean subscribed = !client.session().subscriptions().isEmpty();
            if (subscribed || client.session().isMonitor()) {
                world.disconnect(client.name());
                world.connect(client.name());
                String who = client.name().isEmpty() ? "You" : "Client " + client.name();
                return Optional.of(who
                        + (client.name().isEmpty() ? " have" : " has")
                        + (subscribed ? " left all channels." : " stopped watching."));
            }
        }
        return Optional.empty();
    }

    // ---- commands ----

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
        String client = typed.client().isEmpty() ? current : typed.client().equals("a") ? "" : typed.client();
        Command command = new Command(typed.line(), typed.text(), typed.argv(), client);
        CompletableFuture<Event.Served> served = new CompletableFuture<>();
        waited = new Waited(client, served);
        Outcome outcome = await(command, worlds.run(command));
        if (outcome.fate() == Fate.BUSY) {
            sayBusy(client);
        }
        List<Reply> replies = outcome.replies();
        if (outcome.fate() == Fate.WAITS) {
            replies = awaitServed(command, served);
        }
        show(client, command.argv(), replies);
        outcome.events().forEach(this::show);
        inside.after(command, outcome);
        Aftermath.of(command, outcome).ifPresent(note -> voice.line(Mark.NOTE, note));
        if (outcome.fate() == Fate.SHUTDOWN) {
            server.restarted("SHUTDOWN", Check.Ending.CLEAN);
            current = "";
        }
        replies.stream().filter(Reply.Failure.class::isInstance).findFirst().ifPresent(reply -> {
            explainer.remember(command, (Reply.Failure) reply);
            suggestFor(command, (Reply.Failure) reply);
        });
        if (server.ran()) {
            current = "";
        }
        tutor.look(true);
    }

    private void sayStopped() {
        voice.line(
                Mark.NOTE,
                "The server was stopped in a shell. docker start there starts it, or restart here: from its files.");
    }

    private Outcome await(Command command, CompletableFuture<Outcome> future) {
        screen.onInterrupt(() -> worlds.interrupt());
        try {
            return screen.isInteractive() ? awaitAtScreen(command, future) : future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the prompt was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(Replies.command(command.argv()) + " failed: " + e.getCause(), e.getCause());
        } finally {
            screen.onInterrupt(() -> {});
        }
    }

    /** Says what goes on when it takes longer than one expects, for instance in a script that never ends. */
    private Outcome awaitAtScreen(Command command, CompletableFuture<Outcome> future)
            throws InterruptedException, ExecutionException {
        try {
            return future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            voice.line(Mark.NOTE, Replies.command(command.argv()) + " is still at work. Ctrl-C stops a script.");
            return future.get();
        }
    }

    /** Waits a moment, or in a pipe until it is over; answers no reply when the client waits on while the prompt is free. */
    private List<Reply> awaitServed(Command command, CompletableFuture<Event.Served> served) {
        String client = command.client();
        try {
            if (!screen.isInteractive()) {
                return served.get().replies();
            }
            return served.get(GRACE_MILLIS, TimeUnit.MILLISECONDS).replies();
        } catch (TimeoutException e) {
            if (!served.completeExceptionally(e)) {
                return served.join().replies();
            }
            String who = client.isEmpty() ? "You wait" : "Client " + client + " waits";
            String other = client.isEmpty() ? "@b lets another client act" : "go on typing";
            voice.line(
                    Mark.NOTE,
                    who + " in " + Replies.command(command.argv()) + ": " + other + ", Ctrl-C ends the wait.");
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void sayBusy(String client) {
        Optional<Command> waiting = worlds.look(world -> world.waiting(client));
        String in =
                waiting.map(command -> " in " + Replies.command(command.argv())).orElse("");
        voice.line(
                Mark.NOTE,
                client.isEmpty()
                        ? "You still wait" + in
                                + ". @b before a command lets another client do it, Ctrl-C ends the wait."
                        : "Client " + client + " still waits" + in + ". Ctrl-C ends the wait.");
    }

    private void show(String client, List<byte[]> argv, List<Reply> replies) {
        String mark = client.equals(current) ? "" : client.isEmpty() ? "a" : client;
        for (Reply reply : replies) {
            voice.reply(mark.isEmpty() ? Replies.show(reply, argv) : Replies.of(mark, Replies.message(reply, argv)));
        }
    }

    /** Is told what happens between commands, on the engine's thread. */
    void happened(Event event) {
        Waited now = waited;
        if (event instanceof Event.Served served
                && served.client().equals(now.client())
                && now.served().complete(served)) {
            return;
        }
        show(event);
        statusBar.update(current);
        screen.refresh();
    }

    private void show(Event event) {
        String mark = event.client().equals(current) ? "" : event.client().isEmpty() ? "a" : event.client();
        if (event instanceof Event.Message message) {
            screen.print(
                    mark.isEmpty()
                            ? Replies.show(message.reply(), List.of())
                            : Replies.of(mark, Replies.message(message.reply(), List.of())));
        } else if (event instanceof Event.Served served) {
            show(served.client(), served.command().argv(), served.replies());
        } else if (event instanceof Event.Closed) {
            voice.line(
                    Mark.NOTE,
                    (mark.isEmpty() ? "Your" : "Client " + mark + "'s")
                            + " connection was closed by the server. The next command opens a new one.");
        }
    }

    private void suggestFor(Command command, Reply.Failure failure) {
        if (!failure.text().startsWith("ERR unknown command")) {
            return;
        }
        String typed = new String(command.argv().get(0), StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>(LabWord.words());
        CommandTable.standard().names().forEach(name -> names.add(name.toUpperCase(java.util.Locale.ROOT)));
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
