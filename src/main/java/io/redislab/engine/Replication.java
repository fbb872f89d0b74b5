package io.redislab.engine;

import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.MasterAddress;
import java.util.List;

/**
 * The server's part in replication. It feeds replicas, but follows no other server itself: told to, it is a replica whose
 * master can't be reached.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // stackless and immutable, so that one instance serves all
public final class Replication {
    private static final RedisError READ_ONLY = new RedisError("READONLY You can't write against a read only replica.");
    private static final RedisError NO_REPLICAS = new RedisError("NOREPLICAS Not enough good replicas to write.");
    private static final RedisError MASTER_DOWN =
            new RedisError("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");

    private final Engine engine;
    private final Configuration config;
    private final Replicas replicas;
    private String id;
    /** Some calls may be refused. Nearly always false, so that the checks cost nothing. */
    private boolean restricted;

    Replication(Engine engine) {
        this.engine = engine;
        this.config = engine.config();
        this.id = engine.randomId();
        this.replicas = new Replicas(engine);
        engine.add(replicas);
        config.onChange(this::refresh, "min-replicas-to-write", "min-replicas-max-lag");
        refresh();
    }

    private void refresh() {
        engine.keyspace().setReplica(isReplica());
        restricted = isReplica() || wantsReplicas();
    }

    /** Whether REPLICAOF named a master. */
    public boolean isReplica() {
        return !config.replicaof().isEmpty();
    }

    private boolean wantsReplicas() {
        return config.minReplicasToWrite() > 0 && config.minReplicasMaxLag() > 0;
    }

    /** How many replicas keep up, as min-replicas-max-lag has it. */
    public int goodReplicas() {
        return replicas.countWithin(config.minReplicasMaxLag());
    }

    /** Who is fed by this server. */
    public Replicas replicas() {
        return replicas;
    }

    /** Follows a master, or none. */
    public void follow(List<MasterAddress> master) {
        config.setReplicaof(master);
        refresh();
    }

    /** The name of the data's history: 40 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Begins another history. */
    public void changeId() {
        id = engine.randomId();
    }

    /** @throws RedisError when a call may not run now because of the server's role */
    void check(Session session, CommandSpec spec, byte[][] argv) {
        if (!restricted || session.isFromAof()) {
            return;
        }
        Transaction transaction = session.transaction();
        boolean exec = transaction != null && spec.name().equals("exec");
        int flags = engine.scripting().commandFlags(spec, argv);
        if ((flags & CommandFlag.WRITE.bit()) != 0
                || exec && (transaction.flagUnion() & CommandFlag.WRITE.bit()) != 0) {
            checkWrite();
        }
        boolean stale = isReplica() && !config.replicaServeStaleData();
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
