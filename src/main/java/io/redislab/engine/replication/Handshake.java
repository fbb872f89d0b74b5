package io.redislab.engine.replication;

import io.redislab.engine.ServerLog;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.peer.PeerLink;
import io.redislab.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What replica and master say to each other before data come: PING, AUTH, REPLCONF, PSYNC. */
final class Handshake {
    private static final int ID_LENGTH = 40;

    /** What the replies belong to. */
    private enum Step {
        PING,
        AUTH,
        PORT,
        ADDRESS,
        CAPABILITIES,
        PSYNC
    }

    /** Learns how it ends; nothing comes after that. */
    interface Outcome {
        /** All data come next, as of this offset of this history. */
        void everything(String history, long offset);

        /** All data come next, from a master that knows no histories. */
        void everythingUnnamed();

        /** Changes come next. @param history its name by now */
        void continued(String history);

        /** The connection is of no use. */
        void failed();
    }

    private final Configuration config;
    private final ServerLog log;
    private final PeerLink link;
    private final String history;
    private final long next;
    private final Outcome outcome;
    private final Deque<Step> expected = new ArrayDeque<>();

    /**
     * The beginning of one.
     *
     * @param history what the server already has; {@code ?} for nothing
     * @param next the first offset that it lacks, -1 for nothing
     */
    Handshake(Configuration config, ServerLog log, PeerLink link, String history, long next, Outcome outcome) {
        this.config = config;
        this.log = log;
        this.link = link;
        this.history = history;
        this.next = next;
        this.outcome = outcome;
        send(Step.PING, "PING");
    }

    private void send(Step step, String... words) {
        expected.add(step);
        link.send(command(words));
    }

    /** A command as it is sent. */
    static byte[] command(String... words) {
        RespWriter out = new RespWriter();
        out.array(words.length);
        for (String word : words) {
            out.bulk(word.getBytes(StandardCharsets.UTF_8));
        }
        return out.toBytes();
    }

    /** The master has replied with this line. */
    void reply(String line) {
        Step step = expected.peek();
        if (step == Step.PSYNC && line.isEmpty()) {
            // It is at work: a sign of life.
            return;
        }
        expected.poll();
        boolean refused = line.startsWith("-");
        switch (step) {
            case PING -> greeted(line, refused);
            case AUTH -> {
                if (refused) {
                    fail("Unable to AUTH to MASTER: " + line);
                }
            }
            case PORT -> tell(refused, "listening-port", line);
            case ADDRESS -> tell(refused, "ip-address", line);
            case CAPABILITIES -> {
                tell(refused, "capa", line);
                ask();
            }
            case PSYNC -> decide(line);
        }
    }

    private void fail(String why) {
        log.warning(why);
        expected.clear();
        outcome.failed();
    }

    private void tell(boolean refused, String option, String line) {
        if (refused) {
            log.notice("(Non critical) Master does not understand REPLCONF " + option + ": " + line);
        }
    }

    private void greeted(String line, boolean refused) {
        boolean wantsPassword = List.of("-NOAUTH", "-NOPERM", "-ERR operation not permitted").stream()
                .anyMatch(line::startsWith);
        if (refused && !wantsPassword || !refused && !line.startsWith("+")) {
            fail("Error reply to PING from master: '" + line + "'");
            return;
        }
        log.notice("Master replied to PING, replication can continue...");
        if (!config.masterauth().isEmpty()) {
            if (config.masteruser().isEmpty()) {
                send(Step.AUTH, "AUTH", config.masterauth());
            } else {
                send(Step.AUTH, "AUTH", config.masteruser(), config.masterauth());
            }
        }
        int port = config.replicaAnnouncePort() != 0 ? config.replicaAnnouncePort() : config.shownPort();
        send(Step.PORT, "REPLCONF", "listening-port", Integer.toString(port));
        if (!config.replicaAnnounceIp().isEmpty()) {
            send(Step.ADDRESS, "REPLCONF", "ip-address", config.replicaAnnounceIp());
        }
        send(Step.CAPABILITIES, "REPLCONF", "capa", "eof", "capa", "psync2");
    }

    private void ask() {
        log.notice(
                next < 0
                        ? "Partial resynchronization not possible (no cached master)"
                        : "Trying a partial resynchronization (request " + history + ":" + next + ").");
        send(Step.PSYNC, "PSYNC", history, Long.toString(next));
    }

    private void decide(String line) {
        if (line.startsWith("+FULLRESYNC")) {
            String[] words = line.split(" ", -1);
            if (words.length < 3 || words[1].length() != ID_LENGTH || !isNumber(words[2])) {
                log.warning("Master replied with wrong +FULLRESYNC syntax.");
                outcome.everythingUnnamed();
                return;
            }
            log.notice("Full resync from master: " + words[1] + ":" + words[2]);
            outcome.everything(words[1], Long.parseLong(words[2]));
        } else if (line.startsWith("+CONTINUE")) {
            log.notice("Successful partial resynchronization with master.");
            String name = line.substring("+CONTINUE".length()).strip();
            outcome.continued(name.length() == ID_LENGTH ? name : history);
        } else if (line.startsWith("-NOMASTERLINK") || line.startsWith("-LOADING")) {
            fail("Master is currently unable to PSYNC but should be in the future: " + line);
        } else {
            log.notice(
                    line.startsWith("-ERR")
                            ? "Master does not support PSYNC or is in error state (reply: " + line + ")"
                            : "Unexpected reply to PSYNC from master: " + line);
            log.notice("Retrying with SYNC...");
            link.send(command("SYNC"));
            outcome.everythingUnnamed();
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(Character::isDigit);
    }
}
