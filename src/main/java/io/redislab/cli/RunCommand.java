package io.redislab.cli;

import io.redislab.engine.Clock;
import io.redislab.lab.FileRun;
import io.redislab.resp.CliFormat;
import io.redislab.resp.CommandText;
import io.redislab.resp.Continuation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code redislab run}: commands from a file or a pipe on a fresh engine, replies as redis-cli prints them into a pipe. */
@Command(
        name = "run",
        description = "Runs commands, one a line, on a fresh engine, and prints the replies.",
        footer = {
            "",
            "# starts a comment, @b GET x is a command of the client b.",
            "",
            "Ends with 0, with 2 when a line could not be run, with 64 when the call is",
            "wrong. A reply that is an error is a reply."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The commands; - reads them from standard input.")
    private String file = "-";

    private final PrintStream out = Console.out();
    private int line;
    private boolean troubled;

    @Override
    public Integer call() throws IOException {
        try (InputStream in = open();
                FileRun run = new FileRun(Clock.system(), reply -> {
                    out.writeBytes(CliFormat.raw(reply));
                    out.write('\n');
                })) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            boolean ended = false;
            for (String text = logicalLine(reader); text != null && !ended; text = logicalLine(reader)) {
                ended = !run(run, text);
                out.flush();
            }
            if (!ended && run.finish() == FileRun.Trouble.WAITS_FOR_EVER) {
                trouble("A client still waits, and nobody is left who could serve it.");
            }
        }
        return troubled ? ExitCode.CANNOT_RUN : ExitCode.OK;
    }

    private InputStream open() {
        if (file.equals("-")) {
            return System.in;
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw CliException.usage(file + " can't be read.");
        }
    }

    /** A line, with those that belong to it: an open quote and the lines of a here-document. */
    private @Nullable String logicalLine(BufferedReader reader) throws IOException {
        String text = reader.readLine();
        line++;
        while (text != null && Continuation.needsMore(text)) {
            String more = reader.readLine();
            if (more == null) {
                return text;
            }
            text = text + "\n" + more;
        }
        return text;
    }

    /** Answers false when the server has ended. */
    private boolean run(FileRun run, String text) {
        int first = line;
        line += (int) text.chars().filter(c -> c == '\n').count();
        try {
            List<CommandText.Command> commands = CommandText.parse(text);
            for (CommandText.Command command : commands) {
                switch (run.run(command)) {
                    case NONE -> {}
                    case WAITS_FOR_EVER -> {
                        trouble("Line " + first + ": this client still waits, and nobody is there who could serve it.");
                        run.run(command);
                    }
                    case ENDED -> {
                        return false;
                    }
                }
            }
        } catch (CommandText.SyntaxException e) {
            trouble("Line " + (first + e.line() - 1) + ": " + e.getMessage());
        }
        return true;
    }

    private void trouble(String message) {
        out.flush();
        System.err.println(message);
        troubled = true;
    }

    static int run(String[] arguments) {
        return CommandLines.execute(new RunCommand(), arguments);
    }
}
