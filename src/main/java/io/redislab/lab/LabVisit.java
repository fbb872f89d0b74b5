package io.redislab.lab;

import io.redislab.lab.door.Visit;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.util.List;

/** A program of the learner's shell in a world: what it does is the learner's own doing, step by step, as if typed. */
final class LabVisit implements Visit {
    private static final int LONGEST_TEXT = 200;

    private final LabWorld world;
    private final Visitor visitor;
    private final LabClient client;
    private final boolean past;
    private final Runnable onShutdown;

    /**
     * A program comes in.
     *
     * @param past whether the world may only be looked at
     * @param onShutdown what is to be done when the program ends the server
     */
    LabVisit(LabWorld world, Visitor visitor, boolean past, Runnable onShutdown) {
        this.world = world;
        this.visitor = visitor;
        this.past = past;
        this.onShutdown = onShutdown;
        this.client = world.receive(visitor.socket().toString(), this::happened);
    }

    @Override
    public void run(byte[][] argv) {
        if (past && ReadOnly.forbids(argv)) {
            visitor.send(List.of(new Reply.Failure("ERR the past can be looked at, not changed")));
            return;
        }
        Outcome outcome = world.run(new Command(1, text(argv), List.of(argv), client.name()));
        visitor.send(outcome.replies());
        if (outcome.fate() == Outcome.Fate.SHUTDOWN) {
            visitor.close();
            onShutdown.run();
        } else if (outcome.fate() == Outcome.Fate.CLOSED || outcome.fate() == Outcome.Fate.DROPPED) {
            visitor.close();
        }
    }

    private static String text(byte[][] argv) {
        StringBuilder out = new StringBuilder();
        for (byte[] word : argv) {
            out.append(out.isEmpty() ? "" : " ").append(word(word));
            if (out.length() > LONGEST_TEXT) {
                return out.substring(0, LONGEST_TEXT) + " …";
            }
        }
        return out.toString();
    }

    /** As one would type it. */
    private static String word(byte[] bytes) {
        String text = Printable.bytes(bytes);
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '\'' || c == '\\');
        return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
    }

    private void happened(ClientEvent event) {
        if (event instanceof ClientEvent.Message message) {
            visitor.send(List.of(message.reply()));
        } else if (event instanceof ClientEvent.Served served) {
            visitor.send(served.replies());
            visitor.goOn();
        } else {
            visitor.close();
        }
    }

    @Override
    public void together(Runnable commands) {
        world.together("several commands at once", commands);
    }

    @Override
    public boolean isBusy() {
        return client.session().isBlocked();
    }

    @Override
    public int protocol() {
        return client.session().protocol();
    }

    @Override
    public void end() {
        world.leave(client);
    }
}
