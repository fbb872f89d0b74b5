package io.redislab.engine.clients;

import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.pubsub.Subscriptions;
import java.nio.charset.StandardCharsets;

/** A client in one line, as CLIENT LIST and ACL LOG show it. One character a byte. */
public final class ClientLine {
    private ClientLine() {}

    /** The line, without an end of line. @param now Unix time in ms */
    public static String of(Session session, long now) {
        Outlet outlet = session.outlet();
        Outlet.Buffers buffers = outlet.buffers();
        Subscriptions subscriptions = session.subscriptions();
        Transaction transaction = session.transaction();
        CommandSpec command = session.lastCommand();
        Tracking tracking = session.tracking();
        return "id=" + session.id()
                + " addr=" + outlet.remoteAddress()
                + " laddr=" + outlet.localAddress()
                + " fd=" + outlet.descriptor()
                + " name=" + new String(session.name(), StandardCharsets.ISO_8859_1)
                + " age=" + seconds(session.createdMillis(), now)
                + " idle=" + seconds(session.lastInteractionMillis(), now)
                + " flags=" + flags(session)
                + " db=" + session.database()
                + " sub=" + subscriptions.channels.size()
                + " psub=" + subscriptions.patterns.size()
                + " ssub=" + subscriptions.shardChannels.size()
                + " multi=" + (transaction == null ? -1 : transaction.queue().size())
                + " qbuf=" + buffers.query()
                + " qbuf-free=" + buffers.queryFree()
                + " argv-mem=" + (ClientMemory.arguments(session) + buffers.arguments())
                + " multi-mem=" + (transaction == null ? 0 : transaction.bytes())
                + " rbs=" + buffers.replySize()
                + " rbp=" + buffers.replyPeak()
                + " obl=" + buffers.reply()
                + " oll=" + buffers.replyBlocks()
                + " omem=" + buffers.replyBlockBytes()
                + " tot-mem=" + ClientMemory.total(session, buffers)
                + " events=" + buffers.events()
                + " cmd=" + (command == null ? "NULL" : command.name())
                + " user=" + session.user().name()
                + " redir=" + (tracking == null ? -1 : tracking.redirect())
                + " resp=" + session.protocol();
    }

    /** Redis reckons in whole seconds of the wall clock. */
    private static long seconds(long from, long to) {
        return to / 1000 - from / 1000;
    }

    private static String flags(Session session) {
        StringBuilder flags = new StringBuilder();
        Tracking tracking = session.tracking();
        add(flags, 'S', session.isReplica());
        add(flags, 'M', session.isMaster());
        add(flags, 'O', session.isMonitor());
        add(flags, 'P', !session.subscriptions().isEmpty());
        add(flags, 'x', session.transaction() != null);
        add(flags, 'b', session.isBlocked());
        add(flags, 't', tracking != null);
        add(flags, 'R', tracking != null && tracking.isRedirectBroken());
        add(flags, 'B', tracking != null && tracking.isBroadcast());
        add(flags, 'd', session.watched().isDirty());
        add(flags, 'c', session.isClosingAfterCommand());
        add(flags, 'U', session.isUnixSocket());
        add(flags, 'e', session.isNoEvict());
        return flags.isEmpty() ? "N" : flags.toString();
    }

    private static void add(StringBuilder flags, char letter, boolean holds) {
        if (holds) {
            flags.append(letter);
        }
    }
}
