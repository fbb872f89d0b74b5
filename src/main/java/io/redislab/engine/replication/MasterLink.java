package io.redislab.engine.replication;

import io.redislab.engine.Engine;
import io.redislab.engine.config.MasterAddress;
import io.redislab.engine.peer.PeerLink;
import io.redislab.engine.replication.RdbTransfer.BadTransfer;
import io.redislab.resp.CommandDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The way to the master: connects, gets all data or what is missing of them, and follows the stream of changes. When the
 * connection is lost it goes on where it was, if the master allows.
 */
public final class MasterLink implements PeerLink.Listener {
    /** How far it is; as ROLE names it. */
    public enum State {
        CONNECT,
        CONNECTING,
        HANDSHAKE,
        SYNC,
        CONNECTED
    }

    private final Engine engine;
    private final ReplicationStream stream;
    private final Replicas replicas;
    private final MasterAddress address;
    private PeerLink.Connector connector;
    private State state = State.CONNECT;
    private @Nullable PeerLink link;
    private @Nullable Handshake handshake;
    private @Nullable RdbTransfer transfer;
    private @Nullable MasterSession session;
    private final Lines lines = new Lines();
    /** What came while the data were loaded. */
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();

    /** Whether what is there is a part of the master's history. */
    private boolean resumable;
    /** The database that the stream has selected. */
    private int database;
    /** Whether the master understands acknowledgements. */
    private boolean acknowledges;

    private String history = "?";
    private long historyOffset;
    private long lastIoMillis;
    private long downSinceMillis;

    /** @param resumable whether the server's own data may be a part of the master's history */
    MasterLink(
            Engine engine,
            ReplicationStream stream,
            Replicas replicas,
            MasterAddress address,
            PeerLink.Connector connector,
            boolean resumable) {
        this.engine = engine;
        this.stream = stream;
        this.replicas = replicas;
        this.address = address;
        this.connector = connector;
        this.resumable = resumable;
    }

    void useConnector(PeerLink.Connector newConnector) {
        connector = newConnector;
    }

    // ---- for INFO and ROLE ----

    public State state() {
        return state;
    }

    public boolean isUp() {
        return state == State.CONNECTED;
    }

    /** Seconds since the master was heard of last, -1 when there is no connection. */
    public long silentSeconds() {
        return isUp() ? (engine.now() - lastIoMillis) / 1000 : -1;
    }

    /** Seconds since the connection was lost, -1 when there never was one. */
    public long downSeconds() {
        return downSinceMillis == 0 ? -1 : (engine.now() - downSinceMillis) / 1000;
    }

    /** How much of the history is there: 1 when nothing is known. */
    public long offset() {
        return isUp() || resumable ? stream.offset() : 1;
    }

    /** As {@link #offset}, with what has come and not yet run. */
    public long readOffset() {
        return offset() + (session == null ? 0 : session.unapplied());
    }

    /** A full synchronization under way: bytes, of which some have come. */
    public record Progress(long total, long received, long silentSeconds) {}

    /** How far a full synchronization is; null when there is none. */
    public @Nullable Progress progress() {
        RdbTransfer current = transfer;
        return current == null
                ? null
                : new Progress(current.size(), current.received(), (engine.now() - lastIoMillis) / 1000);
    }

    /** The database that the stream has selected. */
    int database() {
        return session == null ? database : session.session().database();
    }

    /** Whether what is there is a part of the master's history, as far as is known. */
    boolean isResumable() {
        return resumable;
    }

    // ---- connecting ----

    void connect() {
        engine.log().notice("Connecting to MASTER " + address.host() + ":" + address.port());
        open();
    }

    private void reconnect() {
        engine.log().notice("Reconnecting to MASTER " + address.host() + ":" + address.port());
        open();
    }

    private void open() {
        lastIoMillis = engine.now();
        try {
            link = connector.open(
                    address.host(), address.port(), engine.config().bindSourceAddr(), this);
            state = State.CONNECTING;
            engine.log().notice("MASTER <-> REPLICA sync started");
        } catch (IOException e) {
            engine.log().warning("Unable to connect to MASTER: " + e.getMessage());
        }
    }

    @Override
    public void connected() {
        PeerLink open = link;
        if (open == null) {
            return;
        }
        engine.log().notice("Non blocking connect for SYNC fired the event.");
        engine.refreshTime();
        lastIoMillis = engine.now();
        state = State.HANDSHAKE;
        handshake = new Handshake(
                engine.config(),
                engine.log(),
                open,
                resumable ? stream.id() : "?",
                resumable ? stream.offset() + 1 : -1,
                new Agreement());
    }

    @Override
    public void lost(String reason) {
        engine.refreshTime();
        if (session != null) {
            sessionLost();
            return;
        }
        engine.log()
                .warning(
                        state == State.SYNC
                                ? "I/O error trying to sync with MASTER: " + reason
                                : "Error condition on socket for SYNC: " + reason);
        link = null;
        giveUp();
    }

    /** Ends the connection and what goes on; the next cron connects again. */
    private void giveUp() {
        PeerLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
        handshake = null;
        if (transfer != null) {
            transfer.abandon();
            transfer = null;
        }
        early.reset();
        state = State.CONNECT;
    }

    private final class Agreement implements Handshake.Outcome {
        @Override
        public void everything(String newHistory, long offset) {
            begin(newHistory, offset, true);
        }

        @Override
        public void everythingUnnamed() {
            begin(engine.randomId(), 0, false);
        }

        private void begin(String newHistory, long offset, boolean knowsOffsets) {
            forgetHistory();
            handshake = null;
            history = newHistory;
            historyOffset = offset;
            acknowledges = knowsOffsets;
            state = State.SYNC;
            transfer = new RdbTransfer(engine);
        }

        @Override
        public void continued(String newHistory) {
            handshake = null;
            if (!newHistory.equals(stream.id())) {
                engine.log().warning("Master replication ID changed to " + newHistory);
                stream.branch(newHistory);
                replicas.disconnectAll();
            }
            stream.keepBacklog();
            acknowledges = true;
            follow(database);
        }

        @Override
        public void failed() {
            giveUp();
        }
    }

    private void forgetHistory() {
        if (resumable) {
            engine.log().notice("Discarding previously cached master state.");
            resumable = false;
        }
    }

    // ---- what comes ----

    @Override
    public void received(byte[] bytes, int from, int to) {
        engine.refreshTime();
        lastIoMillis = engine.now();
        engine.stats().netReplicationInput += to - from;
        int at = from;
        while (at < to && link != null) {
            at = take(bytes, at, to);
        }
    }

    private int take(byte[] bytes, int from, int to) {
        Handshake greeting = handshake;
        RdbTransfer file = transfer;
        MasterSession current = session;
        if (greeting != null) {
            int end = lines.take(bytes, from, to);
            if (lines.isWhole()) {
                greeting.reply(lines.next());
            }
            return end;
        }
        if (file != null && !file.isComplete()) {
            return transfer(file, bytes, from, to);
        }
        if (current == null) {
            early.write(bytes, from, to - from);
            return to;
        }
        try {
            current.received(bytes, from, to);
        } catch (CommandDecoder.BadRequest e) {
            engine.log().warning("Protocol error from master: " + e.getMessage());
            resumable = false;
            engine.disconnect(current.session(), false);
        }
        return to;
    }

    private int transfer(RdbTransfer file, byte[] bytes, int from, int to) {
        try {
            int end = file.accept(bytes, from, to);
            if (file.isComplete()) {
                load(file);
            }
            return end;
        } catch (BadTransfer e) {
            engine.log().warning(String.valueOf(e.getMessage()));
            giveUp();
            return to;
        }
    }

    private void load(RdbTransfer file) {
        PeerLink open = link;
        if (open == null) {
            return;
        }
        // What comes next has to wait for the data that it changes.
        open.setReading(false);
        replicas.disconnectAll();
        stream.dropBacklog();
        engine.persistence().replaceAll(file.path(), !engine.config().replDisklessLoad(), loaded -> {
            if (open == link) {
                loaded(file, loaded);
            }
        });
    }

    private void loaded(RdbTransfer file, boolean successfully) {
        PeerLink open = link;
        if (!successfully || open == null) {
            engine.log().warning("Failed trying to load the MASTER synchronization DB from disk, check server logs.");
            giveUp();
            return;
        }
        transfer = null;
        stream.adopt(history, historyOffset);
        engine.log().notice("MASTER <-> REPLICA sync: Finished with success");
        follow(engine.persistence().loading().streamDatabase());
        engine.persistence().aof().resumeAfterSync();
        if (file.isMarked()) {
            acknowledge();
        }
        byte[] waiting = early.toByteArray();
        early.reset();
        if (waiting.length > 0) {
            received(waiting, 0, waiting.length);
        }
        open.setReading(true);
    }

    private void follow(int selected) {
        PeerLink open = link;
        if (open != null) {
            database = selected;
            state = State.CONNECTED;
            resumable = true;
            downSinceMillis = 0;
            session = new MasterSession(engine, open, replicas, selected, this::sessionLost);
        }
    }

    /** The connection to a master that was followed is gone, from either side. */
    private void sessionLost() {
        MasterSession ended = session;
        if (ended == null) {
            return;
        }
        database = ended.session().database();
        session = null;
        ended.end();
        engine.log().warning("Connection with master lost.");
        if (resumable) {
            engine.log().notice("Caching the disconnected master state.");
        }
        giveUp();
        downSinceMillis = engine.now();
        if (engine.replication().master() == this) {
            reconnect();
        }
    }

    /** The server follows it no more. */
    void end() {
        if (session != null) {
            sessionLost();
        }
        giveUp();
    }

    /** Tells the master how far this server is. */
    public void acknowledge() {
        PeerLink open = link;
        if (open != null && session != null && acknowledges) {
            open.send(Handshake.command("REPLCONF", "ACK", Long.toString(stream.offset())));
        }
    }

    // ---- once a second ----

    void cron() {
        boolean late = engine.now() - lastIoMillis > engine.config().replTimeout() * 1000L;
        switch (state) {
            case CONNECTING, HANDSHAKE -> {
                if (late) {
                    engine.log().warning("Timeout connecting to the MASTER...");
                    giveUp();
                }
            }
            case SYNC -> {
                RdbTransfer file = transfer;
                if (late && file != null && !file.isComplete()) {
                    engine.log()
                            .warning("Timeout receiving bulk data from MASTER... If the problem persists try to set the"
                                    + " 'repl-timeout' parameter in redis.conf to a larger value.");
                    giveUp();
                }
            }
            case CONNECTED -> {
                if (late) {
                    engine.log().warning("MASTER timeout: no data nor PING received...");
                    sessionLost();
                } else {
                    acknowledge();
                }
            }
            case CONNECT -> {}
        }
        if (state == State.CONNECT && link == null) {
            connect();
        }
    }
}
