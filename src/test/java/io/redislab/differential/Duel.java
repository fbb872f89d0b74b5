package io.redislab.differential;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays a case on a new engine and on the emptied real server. Commands of one client are sent in batches; whenever another
 * client's turn comes, or one gets something unasked, all replies so far are read and compared.
 */
final class Duel {
    private static final int BATCH = 50;

    private final RealSide real;
    private final EngineSide engine = new EngineSide();
    /** What clients must get from the real server, in order. */
    private final Map<Integer, Deque<Expected>> expected = new HashMap<>();
    /** Scopes of the replies to queued commands. */
    private final Map<Integer, List<Scope>> queued = new HashMap<>();

    /** Keys that are broadcast share a message when the server reads their changes at once. */
    private boolean broadcast;

    /** @param inside for EXEC the scopes of what it answers, else empty */
    private record Expected(Step step, int index, Scope scope, List<Scope> inside, Reply engine) {}

    /**
     * The first disagreement.
     *
     * @param index of the step; behind the last one when the keyspaces differ at the end
     */
    record Difference(int index, String what, String real, String engine) {
        @Override
        public String toString() {
            return what + "\n  redis  " + shortened(real) + "\n  engine " + shortened(engine);
        }

        private static String shortened(String reply) {
            String[] lines = reply.split("\n");
            List<String> shown = new ArrayList<>(List.of(lines).subList(0, Math.min(lines.length, 25)));
            if (lines.length > shown.size()) {
                shown.add("(" + (lines.length - shown.size()) + " more lines)");
            }
            return String.join("\n         ", shown);
        }
    }

    private Duel(RealSide real) {
        this.real = real;
    }

    /** @param snapshot whether the keyspaces are compared at the end */
    static @Nullable Difference play(List<Step> steps, RealSide real, boolean snapshot) throws IOException {
        real.reset();
        return new Duel(real).play(steps, snapshot);
    }

    private @Nullable Difference play(List<Step> steps, boolean snapshot) throws IOException {
        int turn = 0;
        int batch = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (engine.isBlocked(step.client()) || engine.isClosed(step.client())) {
                continue;
            }
            if (step.client() != turn || batch >= BATCH) {
                Difference difference = compare();
                if (difference != null) {
                    return difference;
                }
                turn = step.client();
                batch = 0;
            }
            real.send(step);
            batch++;
            engine.execute(step);
            boolean unasked = note(step, i);
            boolean waits = engine.isBlocked(turn);
            broadcast |= step.name().startsWith("client")
                    && step.argv().stream().anyMatch(word -> Step.text(word).equals("BCAST"));
            if (unasked || waits || broadcast) {
                Difference difference = compare();
                if (difference != null) {
                    return difference;
                }
                batch = 0;
            }
            if (waits) {
                // No reply says that the server has read the command: this one comes after its round of reading.
                real.call(Step.of(0, "PING").argv());
            }
        }
        Difference difference = compare();
        if (difference == null) {
            difference = checkSilence(steps.size());
        }
        return difference == null && snapshot ? compareKeyspaces(steps.size()) : difference;
    }

    /** Takes what the engine has replied; true when a client that has not asked got something. */
    private boolean note(Step step, int index) {
        boolean unasked = false;
        for (Map.Entry<Integer, List<Reply>> received : engine.take().entrySet()) {
            boolean own = received.getKey() == step.client();
            unasked |= !own;
            for (Reply reply : received.getValue()) {
                Scope scope = own ? scopeOf(step, reply) : Scope.EXACT;
                boolean executes = own && step.name().equals("exec");
                List<Scope> inside = executes ? queued.remove(step.client()) : null;
                expected.computeIfAbsent(received.getKey(), c -> new ArrayDeque<>())
                        .add(new Expected(step, index, scope, inside == null ? List.of() : inside, reply));
            }
        }
        return unasked;
    }

    private Scope scopeOf(Step step, Reply reply) {
        String name = step.name();
        Scope scope = Knowledge.scope(name);
        boolean calls = (name.startsWith("eval") || name.startsWith("fcall"))
                && step.argv().size() > 3;
        if (calls || name.equals("object")) {
            for (int i = calls ? 2 : 1; i < step.argv().size(); i++) {
                Scope inside = Knowledge.scope(
                        Step.of(0, Step.text(step.argv().get(i))).name());
                scope = inside == Scope.EXACT ? scope : inside;
            }
        }
        boolean scans = scope == Scope.SCAN || scope == Scope.SCAN_PAIRS;
        if (scans && !(reply instanceof Reply.Failure) && !startsAtZero(step)) {
            scope = Scope.IGNORED;
        }
        if (reply instanceof Reply.Status ok && ok.text().equals("OK") && name.matches("multi|discard")) {
            queued.remove(step.client());
        } else if (reply instanceof Reply.Status status && status.text().equals("QUEUED")) {
            queued.computeIfAbsent(step.client(), c -> new ArrayList<>()).add(scope);
        }
        return scope;
    }

    /** Where else a scan goes on depends on the order of the hash table. */
    private static boolean startsAtZero(Step step) {
        List<String> words = step.argv().stream()
                .map(word -> Step.text(word).toLowerCase(Locale.ROOT))
                .toList();
        for (int i = 0; i < words.size(); i++) {
            int cursor = i + (words.get(i).equals("scan") ? 1 : 2);
            if (words.get(i).matches("[shz]?scan") && cursor < words.size()) {
                return words.get(cursor).equals("0");
            }
        }
        return false;
    }

    private @Nullable Difference compare() throws IOException {
        Set<Integer> clients = new TreeSet<>(expected.keySet());
        real.flush();
        for (int client : clients) {
            Deque<Expected> queue = expected.get(client);
            for (Expected next = queue.poll(); next != null; next = queue.poll()) {
                Reply reply;
                try {
                    reply = real.client(client).receive();
                } catch (IOException silence) {
                    return new Difference(
                            next.index,
                            next.step.toString(),
                            "(" + silence.getMessage() + ")",
                            Comparison.text(next.engine));
                }
                if (!agree(next, reply)) {
                    return new Difference(
                            next.index, next.step.toString(), Comparison.text(reply), Comparison.text(next.engine));
                }
            }
        }
        return null;
    }

    private static boolean agree(Expected next, Reply reply) {
        List<Reply> ours = Comparison.items(next.engine);
        List<Reply> theirs = Comparison.items(reply);
        if (next.inside.isEmpty() || ours.size() != next.inside.size() || theirs.size() != ours.size()) {
            return Comparison.agree(reply, next.engine, next.scope);
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!Comparison.agree(theirs.get(i), ours.get(i), next.inside.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Nobody has got more from the real server than from the engine. */
    private @Nullable Difference checkSilence(int end) throws IOException {
        // What the server has written before the second reply has arrived.
        real.call(Step.of(0, "PING").argv());
        real.call(Step.of(0, "PING").argv());
        for (int client = 0; client < 8; client++) {
            if (!engine.isClosed(client) && real.client(client).hasInput()) {
                return new Difference(
                        end,
                        "client " + client + " gets more",
                        Comparison.text(real.client(client).receive()),
                        "(nothing)");
            }
        }
        return null;
    }

    private @Nullable Difference compareKeyspaces(int end) throws IOException {
        Map<String, String> theirs = Snapshot.take(real::call);
        Map<String, String> ours = Snapshot.take(engine::call);
        real.call(Step.of(0, "SELECT", "0").argv());
        Map<String, String> all = new TreeMap<>(theirs);
        all.putAll(ours);
        for (String key : all.keySet()) {
            String their = theirs.getOrDefault(key, "(missing)");
            String our = ours.getOrDefault(key, "(missing)");
            if (!their.equals(our)) {
                return new Difference(end, "key " + key, their, our);
            }
        }
        return null;
    }
}
