package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.ALLOW_BUSY;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.redislab.engine.command.CommandFlag.NO_MULTI;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Replicas;
import io.redislab.engine.Session;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.config.MasterAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replication: replicas are fed; told to follow another server, this one has no connection to it. */
public final class ReplicationCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "failover psync replconf replicaof role slaveof sync";

    private ReplicationCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("FAILOVER")
                        .syntax("[TO <target: host port:int [FORCE]>] [ABORT] [TIMEOUT milliseconds:int]")
                        .group(CommandGroup.SERVER)
                        .since("6.2.0")
                        .complexity("O(1)")
                        .summary("Hands the role of the master over to one of its replicas.")
                        .flags(ADMIN, NOSCRIPT, STALE)
                        .handler(ReplicationCommands::failover),
                command("PSYNC")
                        .syntax("replicationid offset:int")
                        .arity(-3)
                        .group(CommandGroup.SERVER)
                        .since("2.8.0")
                        .summary("How a replica asks for the data, or for the part of it that it lacks.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NO_MULTI, NOSCRIPT)
                        .handler(ReplicationCommands::psync),
                command("REPLCONF")
                        .arity(-1)
                        .group(CommandGroup.SERVER)
                        .since("3.0.0")
                        .complexity("O(1)")
                        .summary("How replica and master tell each other about themselves.")
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE, ALLOW_BUSY)
                        .internal()
                        .handler(ReplicationCommands::replconf),
                command("REPLICAOF")
                        .syntax("<args: <host-port: host port:int> | <no-one: no=NO one=ONE>>")
                        .arity(3)
                        .group(CommandGroup.SERVER)
                        .since("5.0.0")
                        .complexity("O(1)")
                        .summary("Makes the server a replica of another one, or a master again.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                        .handler(ReplicationCommands::replicaof),
                command("ROLE")
                        .group(CommandGroup.SERVER)
                        .since("2.8.12")
                        .complexity("O(1)")
                        .summary("Tells whether this is a master or a replica, and of whom.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, SENTINEL)
                        .categories(AclCategory.ADMIN, AclCategory.DANGEROUS)
                        .handler(ReplicationCommands::role),
                command("SLAVEOF")
                        .syntax("<args: <host-port: host port:int> | <no-one: no=NO one=ONE>>")
                        .arity(3)
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("The older name of REPLICAOF.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                        .deprecated("5.0.0", "`REPLICAOF`")
                        .handler(ReplicationCommands::replicaof),
                command("SYNC")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .summary("How a replica of old asks for the data.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NO_MULTI, NOSCRIPT)
                        .handler(ReplicationCommands::sync));
    }

    static void role(Context c) {
        List<MasterAddress> master = c.config().replicaof();
        if (master.isEmpty()) {
            c.reply().array(3);
            Replicas replicas = c.engine().replication().replicas();
            c.reply().bulk("master");
            c.reply().integer(replicas.offset());
            c.reply().array(replicas.all().size());
            for (Replicas.Replica replica : replicas.all()) {
                c.reply().array(3);
                c.reply().bulk(replica.address());
                c.reply().bulkLong(replica.port());
                c.reply().bulkLong(replica.acknowledged());
            }
            return;
        }
        c.reply().array(5);
        c.reply().bulk("slave");
        c.reply().bulk(master.get(0).host());
        c.reply().integer(master.get(0).port());
        c.reply().bulk("connect");
        c.reply().integer(-1);
    }

    static void replicaof(Context c) {
        Engine engine = c.engine();
        if (Ascii.equalsIgnoreCase(c.arg(1), "NO") && Ascii.equalsIgnoreCase(c.arg(2), "ONE")) {
            if (engine.replication().isReplica()) {
                engine.replication().follow(List.of());
                engine.replication().changeId();
                engine.log().notice("MASTER MODE enabled (user request)");
            }
            c.reply().ok();
            return;
        }
        int port = (int) Arguments.parseLong(c.arg(2), new RedisError("ERR Invalid master port"));
        if (port < 0 || port > 65535) {
            throw new RedisError("ERR Invalid master port");
        }
        MasterAddress master = new MasterAddress(new String(c.arg(1), StandardCharsets.UTF_8), port);
        if (c.config().replicaof().equals(List.of(master))) {
            c.reply().status("OK Already connected to specified master");
            return;
        }
        boolean wasMaster = !engine.replication().isReplica();
        engine.replication().follow(List.of(master));
        if (wasMaster) {
            releaseWaiting(engine);
        }
        engine.log()
                .notice("REPLICAOF " + master.host() + ":" + master.port()
                        + " enabled: this server has no connection to other servers, its data stays as it is");
        c.reply().ok();
    }

    /** Clients that wait for keys can't be served by a replica. */
    private static void releaseWaiting(Engine engine) {
        for (Session session : List.copyOf(engine.sessions())) {
            String why = "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)";
            if (session.blocked() != null && engine.blocking().unblock(session, why)) {
                engine.disconnect(session, true);
            }
        }
    }

    static void failover(Context c) {
        Arguments args = c.args();
        boolean abort = c.argc() == 2 && args.option("ABORT");
        boolean target = false;
        boolean force = false;
        long timeout = 0;
        while (args.hasNext()) {
            if (timeout == 0 && args.option("TIMEOUT")) {
                timeout = args.longValue();
                if (timeout <= 0) {
                    throw new RedisError("ERR FAILOVER timeout must be greater than 0");
                }
            } else if (!target && args.remaining() > 2 && args.option("TO")) {
                args.next();
                args.intValue();
                target = true;
            } else if (!force && args.option("FORCE")) {
                force = true;
            } else {
                throw RedisError.SYNTAX;
            }
        }
        if (abort) {
            throw new RedisError("ERR No failover in progress.");
        }
        if (c.engine().replication().isReplica()) {
            throw new RedisError("ERR FAILOVER is not valid when server is a replica.");
        }
        throw new RedisError("ERR FAILOVER requires connected replicas.");
    }

    static void sync(Context c) {
        feed(c, false);
    }

    static void psync(Context c) {
        if (Ascii.equalsIgnoreCase(c.arg(1), "FAILOVER") && c.argc() < 4) {
            throw RedisError.SYNTAX;
        }
        Arguments.parseLong(c.arg(2), RedisError.NOT_AN_INTEGER);
        feed(c, true);
    }

    private static void feed(Context c, boolean announced) {
        if (c.session().isReplica()) {
            return;
        }
        if (c.engine().replication().isReplica()) {
            throw new RedisError("NOMASTERLINK Can't SYNC while not connected with my master");
        }
        c.engine().replication().replicas().feed(c.session(), announced);
    }

    static void replconf(Context c) {
        if (c.argc() % 2 == 0) {
            throw RedisError.SYNTAX;
        }
        Arguments args = c.args();
        Replicas replicas = c.engine().replication().replicas();
        while (args.hasNext()) {
            if (args.option("LISTENING-PORT")) {
                replicas.announcePort(c.session(), args.intValue());
            } else if (args.option("ACK")) {
                replicas.acknowledge(c.session(), args.longValue());
                return;
            } else if (args.option("GETACK")) {
                return;
            } else if (args.option("IP-ADDRESS")) {
                replicas.announceAddress(c.session(), new String(args.next(), StandardCharsets.UTF_8));
            } else if (args.option("RDB-ONLY")) {
                args.longBetween(0, 1, new RedisError("ERR value is out of range, value must between 0 and 1"));
            } else if (args.option("CAPA") || args.option("RDB-FILTER-ONLY")) {
                args.next();
            } else {
                throw new RedisError(
                        "ERR Unrecognized REPLCONF option: " + new String(args.next(), StandardCharsets.ISO_8859_1));
            }
        }
        c.reply().ok();
    }
}
