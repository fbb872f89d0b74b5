package io.redislab.engine.replication;

import io.redislab.engine.Engine;
import io.redislab.engine.EngineModule;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.MasterAddress;
import io.redislab.engine.peer.PeerLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's part in replication: a master, or a replica that follows one; either may have replicas of its own. */
@SuppressWarnings("StaticAssignmentOfThrowable") // stackless and immutable, so that one instance serves all
public final class Replication implements EngineModule {
    private static final RedisError READ_ONLY = new RedisError("READONLY You can't write against a read only replica.");
    private static final RedisError NO_REPLICAS = new RedisError("NOREPLICAS Not enough good replicas to write.");
    private static final RedisError MASTER_DOWN =
            new RedisError("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");

    private final Engine engine;
    private final Configuration config;
    private final ReplicationStream stream;
    private final Replicas replicas;
    private PeerLink.Connector connector = PeerLink.Connector.NOBODY;
    private @Nullable MasterLink master;
    private Runnable whenRoleChanges = () -> {};
    /** Some calls may be refused. Nearly always false, so that the checks cost nothing. */
    private boolean restricted;

    /** For an engine that has its configuration; a master that this names is looked for by the first cron. */
    public Replication(Engine engine) {
        this.engine = engine;
        this.config = engine.config();
        this.stream = new ReplicationStream(engine);
        this.replicas = new Replicas(engine, stream);
        engine.add(this);
        engine.add(replicas);
        config.onChange(this::refresh, "min-replicas-to-write", "min-replicas-max-lag");
        config.onChange(stream::resizeBacklog, "repl-backlog-size");
        if (!config.replicaof().isEmpty()) {
            master = link(config.replicaof().get(0), false);
        }
        refresh();
    }

    private MasterLink link(MasterAddress address, boolean resumable) {
        return new MasterLink(engine, stream, replicas, address, connector, resumable);
    }

    private void refresh() {
        engine.keyspace().setReplica(isReplica());
        replicas.setFollowing(isReplica());
        restricted = isReplica() || wantsReplicas();
    }

    /** How connections to masters are made; without it there is nobody. */
    public void useConnector(PeerLink.Connector newConnector) {
        connector = newConnector;
        if (master != null) {
            master.useConnector(newConnector);
        }
    }

    /** Has itself told when the server becomes a master or a replica. */
    public void whenRoleChanges(Runnable action) {
        whenRoleChanges = action;
    }

    // ---- the role ----

    /** Whether the server follows a master. */
    public boolean isReplica() {
        return master != null;
    }

    /** The way to the master, or null when this is one. */
    public @Nullable MasterLink master() {
        return master;
    }

    /** Who is fed by this server. */
    public Replicas replicas() {
        return replicas;
    }

    /** Follows a master from now on. */
    public void follow(MasterAddress address) {
        MasterLink before = master;
        master = null;
        boolean resumable = true;
        if (before != null) {
            resumable = before.isResumable();
            before.end();
        } else {
            engine.log()
                    .notice("Before turning into a replica, using my own master parameters to synthesize a cached"
                            + " master: I may be able to synchronize with the new master with just a partial"
                            + " transfer.");
        }
        releaseWaiting();
        MasterLink link = link(address, resumable);
        master = link;
        config.setReplicaof(List.of(address));
        refresh();
        whenRoleChanges.run();
        link.connect();
    }

    /** Clients that wait for keys can't be served by a replica. */
    private void releaseWaiting() {
        String why = "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)";
        for (Session session : List.copyOf(engine.sessions())) {
            if (session.blocked() != null && engine.blocking().unblock(session, why)) {
                engine.disconnect(session, true);
            }
        }
    }

    /** Is a master from now on. Its history goes on under a new name. */
    public void lead() {
        MasterLink before = master;
        if (before == null) {
            return;
        }
        master = null;
        before.end();
        stream.branch(engine.randomId());
        engine.log()
                .warning("Setting secondary replication ID to " + stream.previousId() + ", valid up to offset: "
                        + stream.previousEnd() + ". New replication ID is " + stream.id());
        config.setReplicaof(List.of());
        replicas.disconnectAll();
        refresh();
        engine.persistence().aof().resumeAfterSync();
        whenRoleChanges.run();
    }

    @Override
    public void cron(long run) {
        if (run % Math.max(1, config.hz()) != 0
                || engine.persistence().loading().isActive()) {
            return;
        }
        MasterLink link = master;
        if (link != null) {
            link.cron();
        }
    }

    // ---- the history ----

    /** The name of the data's history: 40 hexadecimal digits. */
    public String id() {
        return stream.id();
    }

    /** The name of the history that this one goes on from; zeros when there is none. */
    public String previousId() {
        return stream.previousId();
    }

    /** The offset from which on {@link #previousId} is not this history any more, or -1. */
    public long previousEnd() {
        return stream.previousEnd();
    }

    /** How long the history is, in bytes of commands. */
    public long offset() {
        return stream.offset();
    }

    /** The part of the history that is kept for replicas. */
    public record BacklogView(boolean active, long firstOffset, long length) {}

    /** What is kept now. */
    public BacklogView backlog() {
        Backlog backlog = stream.backlog();
        return backlog == null
                ? new BacklogView(false, 0, 0)
                : new BacklogView(true, backlog.firstOffset(), backlog.length());
    }

    /** Bytes of the stream that are kept, for those that are away and for those that are slow. */
    private long bufferMemory() {
        return Math.max(backlog().length(), replicas.largestUnsent());
    }

    /** Bytes of the stream that Redis would keep as the backlog. */
    public long backlogMemory() {
        return Math.min(bufferMemory(), config.replBacklogSize());
    }

    /** Bytes of the stream that Redis would keep beyond the backlog, because a replica has not got them. */
    public long replicaMemory() {
        return bufferMemory() - backlogMemory();
    }

    /** The database that the stream has selected: a replica of this server has to begin with it. */
    public int streamDatabase() {
        MasterLink link = master;
        return link == null ? 0 : link.database();
    }

    /** Gives the history another name. */
    public void changeId() {
        stream.rename();
    }

    // ---- what may be done ----

    private boolean wantsReplicas() {
        return config.minReplicasToWrite() > 0 && config.minReplicasMaxLag() > 0;
    }

    /** How many replicas keep up, as min-replicas-max-lag has it. */
    public int goodReplicas() {
        return replicas.countWithin(config.minReplicasMaxLag());
    }

    /** @throws RedisError when a call may not run now because of the server's role */
    public void check(Session session, CommandSpec spec, byte[][] argv) {
        if (!restricted || session.mustBeObeyed()) {
            return;
        }
        Transaction transaction = session.transaction();
        boolean exec = transaction != null && spec.name().equals("exec");
        int flags = engine.scripting().commandFlags(spec, argv);
        if ((flags & CommandFlag.WRITE.bit()) != 0
                || exec && (transaction.flagUnion() & CommandFlag.WRITE.bit()) != 0) {
            checkWrite();
        }
        MasterLink link = master;
        boolean stale = link != null && !link.isUp() && !config.replicaServeStaleData();
        if (stale && ((flags & CommandFlag.STALE.bit()) == 0 || exec && transaction.hasNonStale())) {
            throw MASTER_DOWN;
        }
    }

    /** @throws RedisError when nothing may be written */
    public void checkWrite() {
        if (!restricted) {
            return;
        }
        if (isReplica() && config.replicaReadOnly()) {
            throw READ_ONLY;
        }
        if (!isReplica() && wantsReplicas() && goodReplicas() < config.minReplicasToWrite()) {
            throw NO_REPLICAS;
        }
    }
}
