package io.redislab.transcript;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.command.Argument;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.command.KeyPositions;
import io.redislab.engine.command.KeySpec;
import io.redislab.resp.Reply;
import io.redislab.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the calls of transcripts have shown of each command. */
final class Coverage {
    /** What a command is to be shown with. */
    enum Case {
        SUCCESS,
        WRONG_ARITY,
        WRONG_TYPE,
        WRONG_ARGUMENT,
        MISSING_KEY
    }

    private final Map<String, Set<Case>> cases = new TreeMap<>();
    private final Map<String, Set<String>> tokens = new TreeMap<>();

    /** Whether a transcript has shown it. */
    boolean shows(CommandSpec spec, Case what) {
        return cases.getOrDefault(spec.name(), Set.of()).contains(what);
    }

    /** The words of the command's syntax that no successful call has used. */
    Set<String> unusedTokens(CommandSpec spec) {
        Set<String> unused = new TreeSet<>();
        addTokens(spec.arguments(), unused);
        unused.removeAll(tokens.getOrDefault(spec.name(), Set.of()));
        return unused;
    }

    private static void addTokens(List<Argument> arguments, Set<String> to) {
        for (Argument argument : arguments) {
            String token = argument.token();
            if (token != null && !token.isBlank()) {
                to.add(token.toUpperCase(Locale.ROOT));
            }
            addTokens(argument.children(), to);
        }
    }

    /** Whether a call can be wrong in another way than by its number of words and its keys' types. */
    static boolean canBeWrong(CommandSpec spec) {
        return canBeWrong(spec.arguments());
    }

    private static boolean canBeWrong(List<Argument> arguments) {
        for (Argument argument : arguments) {
            boolean strict =
                    switch (argument.type()) {
                        case INTEGER, DOUBLE, UNIX_TIME, PURE_TOKEN, ONE_OF -> true;
                        case BLOCK -> canBeWrong(argument.children());
                        case STRING, KEY, PATTERN -> argument.token() != null;
                    };
            if (strict) {
                return true;
            }
        }
        return false;
    }

    /** A client of a new server whose calls count. */
    Peer client(Engine engine, ManualClock clock) {
        return new Watched(engine, clock);
    }

    private void called(CommandSpec spec, List<byte[]> words, boolean missesKey, @Nullable Reply reply) {
        Set<Case> shown = cases.computeIfAbsent(spec.name(), name -> EnumSet.noneOf(Case.class));
        if (reply instanceof Reply.Failure failure) {
            String text = failure.text();
            if (text.contains("wrong number of arguments for '" + spec.name() + "' command")) {
                shown.add(Case.WRONG_ARITY);
            } else if (text.startsWith("WRONGTYPE")) {
                shown.add(Case.WRONG_TYPE);
            } else {
                shown.add(Case.WRONG_ARGUMENT);
            }
        } else {
            shown.add(Case.SUCCESS);
            Set<String> used = tokens.computeIfAbsent(spec.name(), name -> new TreeSet<>());
            words.forEach(word -> used.add(new String(word, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT)));
        }
        if (missesKey) {
            shown.add(Case.MISSING_KEY);
        }
    }

    private final class Watched implements Peer {
        private final Engine engine;
        private final EnginePeer peer;
        private List<byte[]> words = List.of();
        private @Nullable CommandSpec spec;
        private boolean missesKey;

        Watched(Engine engine, ManualClock clock) {
            this.engine = engine;
            this.peer = new EnginePeer(engine, clock);
        }

        @Override
        public void send(List<byte[]> argv) {
            words = argv;
            CommandSpec found = CommandTable.standard().resolve(argv.toArray(byte[][]::new));
            spec = found;
            missesKey = found != null && found.accepts(argv.size()) && missesKey(found, argv.toArray(byte[][]::new));
            peer.send(argv);
        }

        /** Whether one of the keys that the call reads, or of those that it only writes, is not there. */
        private boolean missesKey(CommandSpec called, byte[][] argv) {
            KeyPositions keys = called.keys(argv);
            Session session = peer.session();
            int read = 0;
            for (int i = 0; i < keys.size(); i++) {
                read += (keys.flags(i) & KeySpec.OW) == 0 ? 1 : 0;
            }
            for (int i = 0; i < keys.size(); i++) {
                boolean onlyWritten = (keys.flags(i) & KeySpec.OW) != 0;
                if ((read == 0 || !onlyWritten)
                        && engine.keyspace().database(session.database()).find(argv[keys.position(i)]) == null) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public @Nullable Reply reply() throws IOException {
            Reply reply = peer.reply();
            boolean queued =
                    reply instanceof Reply.Status status && status.text().equals("QUEUED");
            if (spec != null && !queued) {
                called(spec, words, missesKey, reply);
            }
            return reply;
        }

        @Override
        public Reply next() throws IOException {
            return peer.next();
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
