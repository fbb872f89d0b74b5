package io.redislab.rediscli;

import io.redislab.rediscli.Options.Resp3;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection with what the client knows of it: user, database, transaction. A new connection is made the same as the
 * lost one was, as far as redis-cli does so.
 */
final class Client implements AutoCloseable {
    /** What happens to RESP3's pushes. */
    enum Pushes {
        SHOW,
        DROP,
        /** They are replies: after a subscription. */
        PASS
    }

    final Options options;
    final Console console;

    /** Commands come one after the other, so that a lost connection is no reason to end. */
    boolean interactive;

    /** The server was asked to end, so nothing is to be said when the connection does. */
    boolean shuttingDown;

    final DebuggerState debugger;
    Output output;
    Pushes pushes;
    private final ReplyFormat raw;
    private Place place;
    private int database;
    private int selected;
    private boolean resp3;
    private boolean inTransaction;
    private int selectedBefore;
    private @Nullable Redirection redirection;
    private volatile @Nullable ServerLink link;
    private volatile boolean interrupted;

    /** Messages are awaited, so that Ctrl-C leads back to the prompt. */
    volatile boolean listening;

    Client(Options options, Console console) {
        this.options = options;
        this.console = console;
        this.debugger = new DebuggerState(options.environment.getOrDefault("TERM", ""));
        this.output = options.output;
        this.pushes = options.showPushes ? Pushes.SHOW : Pushes.DROP;
        this.raw = options.format(Output.RAW);
        this.place = options.place;
        this.database = options.database;
        this.resp3 = options.resp3 != Resp3.NO && !options.resp2;
    }

    // ---- the connection ----

    boolean isConnected() {
        return link != null;
    }

    /** The connection, for those who speak no RESP on it. */
    ServerLink link() throws ConnectionLost {
        ServerLink open = link;
        if (open == null) {
            throw new ConnectionLost("Not connected");
        }
        return open;
    }

    /**
     * Makes a new connection, and introduces itself.
     *
     * @param quiet nothing is said where nobody answers
     * @return whether all of it worked; without {@link #isConnected} there is no connection at all
     */
    boolean open(boolean quiet) {
        if (link != null) {
            close();
            // When the server has ended the connection, redis-cli 7.0 doesn't come here: it goes on believing that the
            // database is selected, and works in database 0.
            selected = 0;
            inTransaction = false;
        }
        boolean redirected = redirection != null;
        Place target = redirected ? place.withoutSocket() : place;
        try {
            link = ServerLink.open(target, options.tls);
        } catch (TlsFailure e) {
            console.complain("Could not negotiate a TLS connection: " + e.getMessage());
            return false;
        } catch (ConnectionLost e) {
            if (!quiet) {
                console.complain("Could not connect to Redis at " + target + ": " + e.getMessage());
            }
            return false;
        }
        try {
            return greet();
        } catch (IOException e) {
            console.complain("\nI/O error");
            close();
            return false;
        }
    }

    private boolean greet() throws IOException {
        String password = options.password;
        if (password != null) {
            String user = options.user;
            Reply reply = user == null ? ask("AUTH", password) : ask("AUTH", user, password);
            if (reply instanceof Reply.Failure failure) {
                console.complain("AUTH failed: " + failure.text());
                return false;
            }
        }
        if (!select()) {
            return false;
        }
        if (resp3 && ask("HELLO", "3") instanceof Reply.Failure failure) {
            console.complain("HELLO 3 failed: " + failure.text());
            return options.resp3 == Resp3.WISHED;
        }
        return true;
    }

    /** Selects the wanted database where it isn't. */
    boolean select() throws IOException {
        if (database == selected) {
            return true;
        }
        if (ask("SELECT", Integer.toString(database)) instanceof Reply.Failure failure) {
            console.complain("SELECT " + database + " failed: " + failure.text());
            return false;
        }
        selected = database;
        return true;
    }

    /** Another server, for the prompt's CONNECT. */
    void moveTo(String host, int port) {
        place = place.at(host, port);
    }

    @Override
    public void close() {
        ServerLink open = link;
        if (open != null) {
            open.close();
        }
        link = null;
    }

    /** Ends what waits for messages; from any thread. */
    void interrupt() {
        interrupted = true;
        ServerLink open = link;
        if (open != null) {
            open.close();
        }
    }

    /** Whether the connection ended by {@link #interrupt}; asks once. */
    boolean wasInterrupted() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    // ---- requests and replies ----

    /** Sends a command, and waits for its reply. */
    Reply ask(String... words) throws IOException {
        send(List.of(words));
        return receive();
    }

    void send(List<String> words) throws ConnectionLost {
        link().send(List.of(Texts.all(words)));
    }

    /** The next reply; pushes before it are handled. */
    Reply receive() throws IOException {
        while (true) {
            Reply reply = link().receive();
            if (!(reply instanceof Reply.Push push) || pushes == Pushes.PASS) {
                return reply;
            }
            if (pushes == Pushes.SHOW) {
                showPush(push);
            }
        }
    }

    private void showPush(Reply.Push push) {
        List<Reply> items = push.items();
        boolean invalidation = output == Output.STANDARD
                && items.size() == 2
                && items.get(0) instanceof Reply.Bulk kind
                && Texts.of(kind.bytes()).startsWith("invalidate")
                && items.get(1) instanceof Reply.Array;
        if (invalidation && items.get(1) instanceof Reply.Array keys) {
            List<String> names = keys.items().stream()
                    .map(key -> "'" + Texts.beforeNul(raw.format(key)) + "'")
                    .toList();
            console.print("-> invalidate: " + String.join(", ", names) + "\n");
        } else {
            console.print(formatted(push, false));
        }
    }

    /**
     * Waits for a reply and shows it.
     *
     * @param report it is a text for people, shown as it is in every format
     * @throws Ended after an error with {@code -e}
     */
    Reply show(boolean report) throws IOException {
        Reply reply = receive();
        if (reply instanceof Reply.Failure failure) {
            if (options.cluster && follow(failure.text())) {
                return reply;
            }
            if (options.failOnError && !interactive) {
                throw console.fail(failure.text());
            }
        }
        console.print(formatted(reply, report));
        console.flush();
        return reply;
    }

    private String formatted(Reply reply, boolean report) {
        try {
            if (debugger.active && (report || output == Output.RAW)) {
                String text = raw.format(debugger.coloured(reply));
                if (debugger.ended) {
                    output = Output.STANDARD;
                }
                return report ? text : text + options.replyEnd;
            }
            if (report) {
                return raw.format(reply);
            }
            return options.format(output).format(reply)
                    + (output == Output.STANDARD ? "" : output == Output.RAW ? options.replyEnd : "\n");
        } catch (ReplyFormat.UnknownTypeException e) {
            throw console.fail(e.getMessage());
        }
    }

    /** Ends the program where the server speaks something else, or is gone; in a session the latter is the caller's. */
    Ended fatal(IOException e) {
        return console.fail("Error: " + e.getMessage());
    }

    /** Whether a session goes on after this. */
    boolean survives(IOException e) {
        return interactive && !(e instanceof ProtocolException);
    }

    // ---- redirections of a cluster ----

    private record Redirection(boolean ask) {}

    /** Goes where MOVED or ASK points; the command is to be sent again. */
    private boolean follow(String error) {
        boolean ask = error.startsWith("ASK ");
        String[] parts = error.split(" ", -1);
        if (!ask && !error.startsWith("MOVED ") || parts.length < 3) {
            return false;
        }
        int colon = parts[2].lastIndexOf(':');
        place = place.at(parts[2].substring(0, Math.max(0, colon)), (int) Texts.number(parts[2].substring(colon + 1)));
        redirection = new Redirection(ask);
        if (interactive) {
            console.print("-> Redirected to slot [" + Texts.number(parts[1]) + "] located at " + place + "\n");
        }
        return true;
    }

    boolean isRedirected() {
        return redirection != null;
    }

    /**
     * Goes to where the redirection points.
     *
     * @return whether the command can be sent
     */
    boolean redirect() throws IOException {
        Redirection to = redirection;
        boolean opened = open(false);
        redirection = null;
        if (opened && to != null && to.ask() && ask("ASKING") instanceof Reply.Failure failure) {
            console.complain("ASKING failed: " + failure.text());
            return false;
        }
        return opened;
    }

    // ---- what commands change ----

    /** Keeps in mind what a command has changed that the prompt shows, and that a new connection needs. */
    void learn(List<String> words, Reply reply) throws IOException {
        boolean failed = reply instanceof Reply.Failure;
        int count = words.size();
        switch (CommandKind.of(words)) {
            case SELECT -> {
                if (count == 2 && !failed) {
                    selected = (int) Texts.number(words.get(1));
                    database = selected;
                }
            }
            case AUTH -> {
                if (count == 2 || count == 3) {
                    select();
                }
            }
            case MULTI -> {
                if (count == 1 && !failed) {
                    inTransaction = true;
                    selectedBefore = selected;
                }
            }
            case EXEC -> {
                if (count == 1 && inTransaction) {
                    endTransaction(failed || reply instanceof Reply.Nil || reply instanceof Reply.NilArray);
                }
            }
            case DISCARD -> {
                if (count == 1 && !failed) {
                    endTransaction(true);
                }
            }
            case RESET -> {
                if (count == 1 && !failed) {
                    inTransaction = false;
                    selected = 0;
                    database = 0;
                    resp3 = false;
                }
            }
            default -> {
                // The others change nothing.
            }
        }
    }

    private void endTransaction(boolean undone) {
        inTransaction = false;
        if (undone) {
            selected = selectedBefore;
            database = selectedBefore;
        }
    }

    /** {@code 127.0.0.1:6379[2](TX)> }. */
    String prompt() {
        if (debugger.prompt) {
            return "lua debugger> ";
        }
        if (link == null) {
            return "not connected> ";
        }
        return place.inPrompt() + (selected == 0 ? "" : "[" + selected + "]") + (inTransaction ? "(TX)" : "") + "> ";
    }
}
