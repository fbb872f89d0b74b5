package io.redislab.resp;

import java.util.Arrays;
import java.util.List;

/** Makes a reply small enough to be shown. */
public final class ReplyExcerpt {
    private ReplyExcerpt() {}

    /**
     * The same reply with its long strings cut, and its long lists.
     *
     * @param bytes of a string that are kept
     * @param items of a list that are kept
     */
    public static Reply of(Reply reply, int bytes, int items) {
        if (reply instanceof Reply.Bulk bulk) {
            return bulk.bytes().length <= bytes ? bulk : new Reply.Bulk(Arrays.copyOf(bulk.bytes(), bytes));
        } else if (reply instanceof Reply.Verbatim text) {
            return text.bytes().length <= bytes
                    ? text
                    : new Reply.Verbatim(text.format(), Arrays.copyOf(text.bytes(), bytes));
        } else if (reply instanceof Reply.Array array) {
            return new Reply.Array(of(array.items(), bytes, items));
        } else if (reply instanceof Reply.SetReply set) {
            return new Reply.SetReply(of(set.items(), bytes, items));
        } else if (reply instanceof Reply.MapReply map) {
            return new Reply.MapReply(of(map.items(), bytes, items & ~1));
        } else if (reply instanceof Reply.Push push) {
            return new Reply.Push(of(push.items(), bytes, items));
        }
        return reply;
    }

    private static List<Reply> of(List<Reply> list, int bytes, int items) {
        return list.stream().limit(items).map(item -> of(item, bytes, items)).toList();
    }
}
