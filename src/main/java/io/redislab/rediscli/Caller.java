package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs commands, and shows their replies. */
final class Caller {
    private final Client client;
    private final Console console;

    Caller(Client client) {
        this.client = client;
        this.console = client.console;
    }

    /**
     * Runs a command.
     *
     * @param repeat how often; for ever when negative
     * @return false when there is no connection any more
     * @throws Ended where nothing comes after this command
     */
    boolean run(long repeat, List<String> words) {
        CommandKind kind = CommandKind.of(words);
        if (kind == CommandKind.HELP && !client.debugger.active) {
            console.print(CommandHelp.about(words.subList(1, words.size())));
            console.flush();
            return true;
        }
        try {
            if (!client.isConnected() && !client.open(false)) {
                return false;
            }
            send(repeat, kind, words);
            while (client.isRedirected()) {
                if (!client.redirect()) {
                    return false;
                }
                send(repeat, kind, words);
            }
            return true;
        } catch (IOException e) {
            return lost(e);
        }
    }

    private boolean lost(IOException e) {
        if (client.shuttingDown && e instanceof ConnectionLost) {
            client.close();
            return true;
        }
        if (!client.survives(e)) {
            throw client.fatal(e);
        }
        console.complain("Error: " + e.getMessage());
        client.close();
        return false;
    }

    private void send(long repeat, CommandKind kind, List<String> words) throws IOException {
        if (kind == CommandKind.SYNC) {
            console.print("Entering replica output mode...  (press Ctrl-C to quit)\n");
            ReplicaStream.show(client);
            throw new ConnectionLost("Server closed the connection");
        }
        prepare(kind, words);
        for (long left = repeat; left != 0; left = left < 0 ? left : left - 1) {
            client.send(words);
            if (kind == CommandKind.MONITOR || kind == CommandKind.SUBSCRIBE) {
                listen(kind);
                if (kind == CommandKind.MONITOR) {
                    return;
                }
                continue;
            }
            Reply reply = client.show(kind == CommandKind.REPORT);
            if (client.isRedirected()) {
                return;
            }
            client.learn(words, reply);
            pause();
        }
    }

    private void prepare(CommandKind kind, List<String> words) {
        if (kind == CommandKind.SHUTDOWN) {
            client.shuttingDown = true;
        } else if (kind == CommandKind.SCRIPT
                && words.size() == 3
                && words.get(1).equalsIgnoreCase("debug")) {
            String how = words.get(2).toLowerCase(Locale.ROOT);
            client.debugger.atNextEval = how.equals("yes") || how.equals("sync");
        } else if (kind == CommandKind.EVAL && client.debugger.atNextEval) {
            client.debugger.active = true;
            client.output = Output.RAW;
        }
    }

    /** Shows what comes until an error, the end of the connection, or Ctrl-C, which makes a new one. */
    private void listen(CommandKind kind) {
        boolean subscribing = kind == CommandKind.SUBSCRIBE;
        if (subscribing && client.output != Output.RAW) {
            console.print("Reading messages... (press Ctrl-C to quit)\n");
            console.flush();
        }
        Client.Pushes before = client.pushes;
        client.pushes = subscribing ? Client.Pushes.PASS : before;
        client.listening = true;
        try {
            while (!(client.show(false) instanceof Reply.Failure)) {
                // The next message.
            }
        } catch (IOException e) {
            if (!client.wasInterrupted()) {
                throw client.fatal(e);
            }
            client.open(false);
        } finally {
            client.listening = false;
            // What was dropped before is not dropped any more, as redis-cli has it.
            client.pushes = before == Client.Pushes.SHOW ? before : client.pushes;
        }
    }

    private void pause() {
        pause(client.options.intervalMicros);
    }

    /** Waits so many microseconds. */
    static void pause(long micros) {
        if (micros > 0) {
            try {
                TimeUnit.MICROSECONDS.sleep(micros);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
