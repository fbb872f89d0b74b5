package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.util.List;

/** One way to write a reply, without what ends it. */
interface ReplyFormat {
    /**
     * The reply as a text of bytes.
     *
     * @throws UnknownTypeException for the types that redis-cli doesn't know
     */
    String format(Reply reply);

    /** Redis-cli 7.0 has no way to write big numbers, and ends when it meets one. */
    final class UnknownTypeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownTypeException() {
            super("Unknown reply type: 13", null, false, false);
        }
    }

    /** The parts of a reply that has parts: for a map its keys and values in turn. */
    static List<Reply> parts(Reply reply) {
        if (reply instanceof Reply.Array a) {
            return a.items();
        } else if (reply instanceof Reply.SetReply s) {
            return s.items();
        } else if (reply instanceof Reply.Push p) {
            return p.items();
        } else if (reply instanceof Reply.MapReply m) {
            return m.items();
        }
        throw new UnknownTypeException();
    }
}
