package io.redislab.transcript;

import io.redislab.resp.Reply;
import io.redislab.transcript.ReplyText.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of commands and replies.
 *
 * <pre>
 * # a comment
 * &gt; SET k v              a command of the client without a name; its reply's lines follow
 * OK
 * ~&gt; SMEMBERS s          elements in any order
 * %&gt; XINFO GROUPS s      integers count as such only
 * ?&gt; RANDOMKEY           only the type of the reply counts
 * b&gt; BLPOP l 0           a command of the client b, who waits
 * (waits)
 * b&lt;                     what b gets next, unasked: a message, or the reply that it waits for
 * 1) "l"
 * </pre>
 *
 * Words are quoted as in redis-cli. Every file starts with an empty server and its own clients.
 */
final class Transcript {
    private static final String WAITS = "(waits)";

    /** What a line of the file is. */
    private sealed interface Line {}

    private record Comment(String text) implements Line {}

    private record Step(
            int number,
            String text,
            String client,
            Scope scope,
            @Nullable String command,
            String reply) implements Line {}

    /** A reply that was not the one in the file. */
    record Difference(int line, String step, String expected, String actual) {
        @Override
        public String toString() {
            return "line " + line + ": " + step + "\n  expected " + expected.replace("\n", "\n           ")
                    + "\n  but got  " + actual.replace("\n", "\n           ");
        }
    }

    private final List<Line> lines;

    private Transcript(List<Line> lines) {
        this.lines = lines;
    }

    static Transcript read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        List<String> text = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < text.size(); ) {
            String line = text.get(i);
            int number = i + 1;
            int mark = mark(line);
            if (mark < 0) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    throw new IOException(file + ":" + number + ": neither a command nor a comment: " + line);
                }
                lines.add(new Comment(line));
                i++;
                continue;
            }
            StringBuilder reply = new StringBuilder();
            i++;
            while (i < text.size()
                    && !text.get(i).isBlank()
                    && mark(text.get(i)) < 0
                    && !text.get(i).startsWith("#")) {
                reply.append(reply.isEmpty() ? "" : "\n").append(text.get(i++));
            }
            lines.add(step(number, line, mark, reply.toString()));
        }
        return new Transcript(lines);
    }

    /** Where the arrow stands behind a client's name or a scope's sign; -1 when the line is none of a command. */
    private static int mark(String line) {
        int i = 0;
        while (i < line.length() && Character.isLowerCase(line.charAt(i))) {
            i++;
        }
        if (i < line.length() && "~?%".indexOf(line.charAt(i)) >= 0) {
            i++;
        }
        boolean asks = line.startsWith("> ", i);
        return asks || line.substring(i).equals("<") || line.startsWith("< ", i) ? i : -1;
    }

    private static Step step(int number, String line, int mark, String reply) {
        String head = line.substring(0, mark);
        Scope scope = head.endsWith("~")
                ? Scope.UNORDERED
                : head.endsWith("%") ? Scope.NUMBERS_HIDDEN : head.endsWith("?") ? Scope.SHAPE : Scope.EXACT;
        String client = scope == Scope.EXACT ? head : head.substring(0, head.length() - 1);
        String command = line.charAt(mark) == '>' ? line.substring(mark + 2) : null;
        return new Step(number, line, client, scope, command, reply);
    }

    /** The words of all commands. */
    List<List<byte[]>> calls() {
        List<List<byte[]>> calls = new ArrayList<>();
        for (Line line : lines) {
            if (line instanceof Step step && step.command() != null) {
                calls.add(Words.split(step.command()));
            }
        }
        return calls;
    }

    /** Plays all commands and gives the replies that differ. */
    List<Difference> play(Peer.Opener opener) throws IOException {
        List<Difference> differences = new ArrayList<>();
        play(opener, (step, actual) -> {
            if (!step.reply().equals(actual)) {
                differences.add(new Difference(step.number(), step.text(), step.reply(), actual));
            }
        });
        return differences;
    }

    /** Plays all commands and gives the file as it should be. */
    String record(Peer.Opener opener) throws IOException {
        Map<Step, String> replies = new HashMap<>();
        play(opener, replies::put);
        StringBuilder out = new StringBuilder();
        for (Line line : lines) {
            if (line instanceof Comment comment) {
                out.append(comment.text()).append('\n');
            } else if (line instanceof Step step) {
                out.append(step.text()).append('\n').append(replies.get(step)).append('\n');
            }
        }
        return out.toString();
    }

    private interface Listener {
        void replied(Step step, String reply);
    }

    private void play(Peer.Opener opener, Listener listener) throws IOException {
        Map<String, Peer> peers = new HashMap<>();
        try {
            for (Line line : lines) {
                if (line instanceof Step step) {
                    Peer peer = peers.get(step.client());
                    if (peer == null) {
                        peer = opener.open();
                        peers.put(step.client(), peer);
                    }
                    listener.replied(step, perform(peer, step));
                }
            }
        } finally {
            peers.values().forEach(Peer::close);
        }
    }

    private static String perform(Peer peer, Step step) {
        try {
            Reply reply;
            if (step.command() == null) {
                reply = peer.next();
            } else {
                peer.send(Words.split(step.command()));
                reply = peer.reply();
            }
            return reply == null ? WAITS : ReplyText.of(reply, step.scope());
        } catch (IOException | RuntimeException e) {
            return "(failure) " + e;
        }
    }
}
