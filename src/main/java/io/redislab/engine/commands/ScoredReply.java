package io.redislab.engine.commands;

import io.redislab.engine.value.SortedSetCursor;
import io.redislab.resp.ReplySink;

/**
 * A reply of members, with their scores or without: RESP2 has them side by side in one array, RESP3 an array for each
 * pair.
 */
final class ScoredReply {
    private final ReplySink reply;
    private final ElementReply elements;
    private final boolean withScores;
    private final boolean nested;

    ScoredReply(ReplySink reply, boolean withScores) {
        this(reply, withScores, reply.resp3());
    }

    /** @param nested whether each pair is an array of its own, whatever the protocol */
    ScoredReply(ReplySink reply, boolean withScores, boolean nested) {
        this.reply = reply;
        this.elements = new ElementReply(reply);
        this.withScores = withScores;
        this.nested = withScores && nested;
    }

    void header(long members) {
        reply.array(Math.toIntExact(lines(members)));
    }

    /** How many elements the reply's array has. */
    private long lines(long members) {
        return withScores && !nested ? 2 * members : members;
    }

    int openDeferred() {
        return reply.openDeferred('*');
    }

    void closeDeferred(int mark, int members) {
        reply.closeDeferred(mark, (int) lines(members));
    }

    void entry(SortedSetCursor at) {
        if (nested) {
            reply.array(2);
        }
        at.member(elements);
        if (withScores) {
            reply.doubleValue(at.score());
        }
    }
}
