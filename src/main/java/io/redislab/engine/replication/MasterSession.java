package io.redislab.engine.replication;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.peer.PeerLink;
import io.redislab.resp.CommandDecoder;
import io.redislab.resp.SilentSink;
import java.util.Arrays;

/**
 * The session in whose name the master's commands run. What has run, a transaction as a whole, is passed on to this
 * server's own replicas as it came.
 */
final class MasterSession implements Outlet {
    private final Engine engine;
    private final PeerLink link;
    private final Replicas replicas;
    private final Runnable whenClosed;
    private final Session session;
    private final CommandDecoder decoder = new CommandDecoder();
    /** What has come and is not passed on yet. */
    private byte[] raw = {};

    private int rawLength;
    /** Bytes of it whose commands have run. */
    private int done;
    /** A command of the master waits: for the end of a pause. */
    private boolean waits;

    private boolean running;

    /**
     * The session at the end of a link.
     *
     * @param database the one that the stream has selected
     * @param whenClosed is run when the session is ended from this side
     */
    MasterSession(Engine engine, PeerLink link, Replicas replicas, int database, Runnable whenClosed) {
        this.engine = engine;
        this.link = link;
        this.replicas = replicas;
        this.whenClosed = whenClosed;
        this.session = engine.openMaster(this, new Replies());
        session.select(database);
    }

    /** Nobody replies to a master, but an error of its commands means that the data differ from here on. */
    private final class Replies extends SilentSink {
        @Override
        public void error(String text) {
            CommandSpec command = session.lastCommand();
            engine.log()
                    .warning("== CRITICAL == This replica is sending an error to its master: '" + text
                            + "' after processing the command '" + (command == null ? "<unknown>" : command.name())
                            + "'");
        }
    }

    Session session() {
        return session;
    }

    /** Bytes that have come and whose commands have not run. */
    int unapplied() {
        return rawLength;
    }

    /** Runs what has come. @throws CommandDecoder.BadRequest when that is no command */
    void received(byte[] bytes, int from, int to) throws CommandDecoder.BadRequest {
        session.touch(engine.now());
        if (rawLength + to - from > raw.length) {
            raw = Arrays.copyOf(raw, Math.max(rawLength + to - from, raw.length * 2));
        }
        System.arraycopy(bytes, from, raw, rawLength, to - from);
        rawLength += to - from;
        decoder.feed(bytes, from, to);
        run();
        decoder.keep();
    }

    /** Runs what waits, as far as it can. */
    void run() throws CommandDecoder.BadRequest {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!session.isClosing()
                    && !session.isBlocked()
                    && !engine.scripting().isRunning()) {
                if (waits) {
                    waits = false;
                    apply();
                }
                byte[][] argv = decoder.next(Integer.MAX_VALUE, true);
                if (argv == null) {
                    break;
                }
                done = rawLength - (int) decoder.pendingBytes();
                engine.execute(session, argv);
                waits = session.isBlocked();
                if (!waits) {
                    apply();
                }
            }
        } finally {
            running = false;
        }
    }

    /** What has run belongs to the stream; of a transaction, nothing before its end. */
    private void apply() {
        if (done == 0 || session.transaction() != null || session.isClosing()) {
            return;
        }
        replicas.pass(raw, 0, done);
        System.arraycopy(raw, done, raw, 0, rawLength - done);
        rawLength -= done;
        done = 0;
    }

    /** The link is gone. */
    void end() {
        engine.close(session);
    }

    @Override
    public void ready(Session of) {
        if (!running && !of.isBlocked()) {
            engine.timers().after(0, this::resume);
        }
    }

    private void resume() {
        try {
            run();
        } catch (CommandDecoder.BadRequest e) {
            engine.log().warning("Protocol error from master: " + e.getMessage());
            engine.disconnect(session, false);
        }
    }

    @Override
    public void close(Session of, boolean flush) {
        whenClosed.run();
    }

    @Override
    public String remoteAddress() {
        return link.remoteAddress();
    }

    @Override
    public String localAddress() {
        return link.localAddress();
    }

    @Override
    public int descriptor() {
        return link.descriptor();
    }
}
