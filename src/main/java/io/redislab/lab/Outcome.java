package io.redislab.lab;

import io.redislab.resp.Reply;
import java.util.List;

/**
 * What became of a command of a client.
 *
 * @param replies empty when the command waits, or when its connection was ended without a word
 * @param events what happened to clients meanwhile, to be told after the replies
 * @param recoded keys that are stored in another way since
 */
public record Outcome(
        Fate fate,
        List<Reply> replies,
        List<ClientEvent> events,
        CallWatch.Cost cost,
        List<CallWatch.Recoded> recoded) {
    static final Outcome BUSY =
            new Outcome(Fate.BUSY, List.of(), List.of(), new CallWatch.Cost("", 0, 0, 0), List.of());

    public Outcome {
        replies = List.copyOf(replies);
        events = List.copyOf(events);
        recoded = List.copyOf(recoded);
    }

    /** How a command ended. */
    public enum Fate {
        DONE,
        /** It waits; an {@link ClientEvent.Served} tells when that is over. */
        WAITS,
        /** The client still waits in an earlier command, so this one was not run. */
        BUSY,
        /** The connection was ended by it. */
        CLOSED,
        /** The server was ended by it. */
        SHUTDOWN,
        /** It was a script that was stopped; what it had changed is taken back. */
        STOPPED,
        /** It was run, but its reply was lost, as the learner had asked for. */
        DROPPED
    }
}
