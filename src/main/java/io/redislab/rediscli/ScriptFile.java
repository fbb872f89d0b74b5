package io.redislab.rediscli;

import io.redislab.engine.Clock;
import io.redislab.rediscli.Options.Debugger;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code --eval}: a script in a file, with keys and arguments from the command line, and the debugger with {@code --ldb}. */
final class ScriptFile {
    private final Client client;
    private final Console console;
    private final String file;
    private final Clock clock;

    ScriptFile(Client client, String file, Clock clock) {
        this.client = client;
        this.console = client.console;
        this.file = file;
        this.clock = clock;
    }

    /** Answers the exit code. */
    int run() throws IOException {
        if (!client.open(false)) {
            return 1;
        }
        Caller caller = new Caller(client);
        if (client.options.debugger == Debugger.NONE) {
            return caller.run(client.options.repeat, call()) ? 0 : 1;
        }
        Lines lines = Optional.of(console.typed())
                .filter(Boolean::booleanValue)
                .flatMap(yes -> EditedLines.open())
                .orElseGet(() -> new PlainLines(console));
        try (lines) {
            while (startDebugger(caller)) {
                new LineSession(client, lines, clock).run();
                client.open(false);
                console.print("\n");
            }
            return 0;
        }
    }

    /** Answers whether the debugger waits for commands; a script that can't be compiled never gets there. */
    private boolean startDebugger(Caller caller) throws IOException {
        console.print("""
            Lua debugging session started, please use:
            quit    -- End the session.
            restart -- Restart the script in debug mode again.
            help    -- Show Lua script debugging commands.

            """);
        List<String> call = call();
        client.ask("SCRIPT", "DEBUG", client.options.debugger == Debugger.SYNCHRONOUS ? "sync" : "yes");
        client.debugger.active = true;
        client.output = Output.RAW;
        caller.run(client.options.repeat, call);
        if (!client.debugger.active) {
            console.print("Eval debugging session can't start:\n");
            client.show(false);
            return false;
        }
        client.debugger.prompt = true;
        return true;
    }

    private List<String> call() {
        List<String> words = client.options.words;
        int comma = words.indexOf(",");
        int keys = comma < 0 ? words.size() : comma;
        List<String> call = new ArrayList<>(List.of("EVAL", script(), Integer.toString(keys)));
        call.addAll(words.subList(0, keys));
        if (comma >= 0) {
            call.addAll(words.subList(comma + 1, words.size()));
        }
        return call;
    }

    private String script() {
        try {
            return Texts.of(Files.readAllBytes(Path.of(Texts.decoded(file))));
        } catch (IOException e) {
            throw console.fail("Can't open file '" + file + "': " + why(e));
        }
    }

    /** The system's words for what is wrong with a file. */
    static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        } else if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }
}
