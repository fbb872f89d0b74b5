package io.redislab.lab;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Engine;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script's run, line by line, recorded on a copy of the engine: so one can go back and forth in it, and nothing has
 * happened yet. It is recorded by the engine's own debugger.
 *
 * @param stops one for each line that was run, in order
 * @param outcome the script's reply; empty when the recording was cut because it is too long
 */
public record ScriptTape(List<Stop> stops, Optional<Reply> outcome) {
    private static final int MAX_STOPS = 5_000;
    private static final String STOPPED = "* Stopped at ";

    public ScriptTape {
        stops = List.copyOf(stops);
    }

    /**
     * Before a line is run.
     *
     * @param line of the script, from 1
     * @param calls what the lines before this one, since the last stop, asked of the server, and its replies
     * @param variables the local ones, as the debugger prints them
     */
    public record Stop(int line, List<String> calls, List<String> variables) {
        public Stop {
            calls = List.copyOf(calls);
            variables = List.copyOf(variables);
        }
    }

    /** Runs an EVAL on a copy of the engine. */
    static ScriptTape record(Engine engine, LabClock clock, int database, List<byte[]> eval) {
        LabClock standing = clock.standing();
        Engine copy = engine.fork(standing);
        EmbeddedConnection connection = new EmbeddedConnection(copy);
        connection.session().setAuthenticated(true);
        connection.session().select(database);
        connection.send(words("SCRIPT", "DEBUG", "SYNC"));
        List<Stop> stops = new ArrayList<>();
        Recorder recorder = new Recorder();
        recorder.take(connection.send(eval));
        while (recorder.line > 0 && stops.size() < MAX_STOPS) {
            int line = recorder.line;
            List<String> calls = recorder.calls;
            recorder = new Recorder();
            List<String> variables = lines(connection.send(words("print")));
            stops.add(new Stop(line, calls, variables));
            recorder.take(connection.send(words("step")));
        }
        if (recorder.line > 0) {
            connection.send(words("abort"));
        }
        Optional<Reply> outcome = recorder.outcome;
        if (outcome.isPresent() && !recorder.calls.isEmpty()) {
            stops.add(new Stop(0, recorder.calls, List.of()));
        }
        connection.close();
        return new ScriptTape(stops, outcome);
    }

    /** Reads what the debugger sends between two requests. */
    private static final class Recorder {
        private int line;
        private List<String> calls = new ArrayList<>();
        private Optional<Reply> outcome = Optional.empty();

        private void take(List<Reply> replies) {
            for (Reply reply : replies) {
                if (reply instanceof Reply.Array array && !array.items().isEmpty() && isDebugger(array)) {
                    lines(List.of(reply)).forEach(this::line);
                } else {
                    outcome = Optional.of(reply);
                }
            }
        }

        private static boolean isDebugger(Reply.Array array) {
            return array.items().stream().allMatch(Reply.Status.class::isInstance);
        }

        private void line(String text) {
            if (text.startsWith(STOPPED)) {
                String number = text.substring(STOPPED.length()).replaceAll("[^0-9].*", "");
                line = number.isEmpty() ? 0 : Integer.parseInt(number);
            } else if (text.startsWith("<redis>")
                    || text.startsWith("<reply>")
                    || text.startsWith("<error>")
                    || text.startsWith("<debug>")) {
                calls.add(text);
            }
        }
    }

    private static List<String> lines(List<Reply> replies) {
        List<String> lines = new ArrayList<>();
        for (Reply reply : replies) {
            if (reply instanceof Reply.Array array) {
                array.items().forEach(item -> {
                    if (item instanceof Reply.Status status) {
                        lines.add(status.text());
                    }
                });
            }
        }
        return lines;
    }

    private static List<byte[]> words(String... words) {
        List<byte[]> argv = new ArrayList<>();
        for (String word : words) {
            argv.add(word.getBytes(StandardCharsets.UTF_8));
        }
        return argv;
    }
}
