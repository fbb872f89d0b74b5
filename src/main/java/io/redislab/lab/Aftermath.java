package io.redislab.lab;

import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A line on what a command that is legal and lethal has done, and the way back. */
public final class Aftermath {
    private Aftermath() {}

    /** What there is to say after a command; empty for nearly all. */
    public static Optional<String> of(Command command, Outcome outcome) {
        if (outcome.fate() == Outcome.Fate.SHUTDOWN) {
            return Optional.of(
                    "The server has ended, as you said. Elsewhere it would be gone until someone starts it.");
        }
        if (outcome.fate() == Outcome.Fate.STOPPED) {
            return Optional.of("The script is stopped, and what it had written is taken back.");
        }
        if (outcome.fate() == Outcome.Fate.DROPPED) {
            return Optional.of(
                    "The reply was lost, and the connection with it. Was the command run? The client can't know;"
                            + " look at the keys.");
        }
        CommandSpec spec = CommandTable.standard().resolve(command.argv().toArray(new byte[0][]));
        if (outcome.fate() == Outcome.Fate.CLOSED) {
            String leave = spec != null && spec.name().equals("quit") ? " quit in small letters leaves the lab." : "";
            return Optional.of("The connection is closed. The next command opens a new one." + leave);
        }
        boolean failed = outcome.replies().stream().anyMatch(Reply.Failure.class::isInstance);
        boolean queued = outcome.replies().stream()
                .anyMatch(reply ->
                        reply instanceof Reply.Status status && status.text().equals("QUEUED"));
        if (spec == null || failed || queued || outcome.fate() != Outcome.Fate.DONE) {
            return Optional.empty();
        }
        return switch (spec.name()) {
            case "flushall" ->
                Optional.of(
                        "All keys of this world are gone; undo brings them back. Other chapters have worlds of their"
                                + " own.");
            case "client|pause" -> Optional.of("Commands wait now until the time is over. Ctrl-C ends a wait.");
            case "config|set" -> password(command);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(Command command) {
        for (int i = 2; i + 1 < command.argv().size(); i += 2) {
            String name = new String(command.argv().get(i), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            if (name.equals("requirepass") && command.argv().get(i + 1).length > 0) {
                return Optional.of(
                        "New clients have to say AUTH first. You are in already, and the lab lets you in again"
                                + " when you come back. CONFIG SET requirepass \"\" takes it off.");
            }
        }
        return Optional.empty();
    }
}
