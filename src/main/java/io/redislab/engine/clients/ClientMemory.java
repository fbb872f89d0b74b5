package io.redislab.engine.clients;

import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.pubsub.Subscriptions;

/** What a client takes, in bytes, by the sizes that Redis' structures have on a 64-bit machine. */
public final class ClientMemory {
    /** The client itself, without its buffers. */
    private static final int CLIENT = 768;

    private static final int POINTER = 8;
    private static final int LIST_NODE = 24;
    private static final int HASH_NODE = 24;
    private static final int QUEUED_COMMAND = 24;
    private static final int WATCHED_KEY = LIST_NODE + 56;
    private static final int PREFIX_NODE = 32;
    /** The head of a string of the query buffer's size. */
    private static final int STRING_HEAD = 6;

    private ClientMemory() {}

    /** Everything: {@code tot-mem}. */
    public static long total(Session session, Outlet.Buffers buffers) {
        long query = buffers.query() + buffers.queryFree();
        long memory = CLIENT
                + buffers.replyBlockBytes()
                + buffers.replySize()
                + (query == 0 ? 0 : query + STRING_HEAD)
                + arguments(session)
                + (long) POINTER * session.argv().length
                + buffers.arguments();
        Transaction transaction = session.transaction();
        if (transaction != null && !transaction.queue().isEmpty()) {
            memory += transaction.bytes()
                    + (long) QUEUED_COMMAND * powerOfTwo(transaction.queue().size(), 2);
        }
        memory += (long) WATCHED_KEY * session.watched().size();
        Subscriptions subscriptions = session.subscriptions();
        memory += (long) LIST_NODE * subscriptions.patterns.size();
        memory += table(subscriptions.channels.size()) + table(subscriptions.shardChannels.size());
        Tracking tracking = session.tracking();
        if (tracking != null && !tracking.prefixes().isEmpty()) {
            memory += (long) PREFIX_NODE * (tracking.prefixes().size() + 1);
        }
        return memory;
    }

    /** The words of the call that runs or waits: {@code argv-mem} without what has not arrived whole. */
    static long arguments(Session session) {
        long bytes = 0;
        for (byte[] word : session.argv()) {
            bytes += word.length;
        }
        return bytes;
    }

    private static long table(int entries) {
        return entries == 0 ? 0 : (long) HASH_NODE * entries + (long) POINTER * powerOfTwo(entries, 4);
    }

    private static int powerOfTwo(int atLeast, int smallest) {
        return Math.max(smallest, Integer.highestOneBit(Math.max(1, atLeast - 1)) << (atLeast > 1 ? 1 : 0));
    }
}
