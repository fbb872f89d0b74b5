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
import io.redislab.engine.RedisError;
import io.redislab.engine.clients.ClientLine;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.config.MasterAddress;
import io.redislab.engine.replication.MasterLink;
import io.redislab.engine.replication.Replica;
import io.redislab.engine.replication.Replication;
import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Replication: who follows whom, and what masters and replicas say to each other. */
public final class ReplicationCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "failover psync replconf replicaof role slaveof sync";

    /** Bytes; Redis keeps no longer one. */
    private static final int LONGEST_ADDRESS = 256;

    private static final String BAD_PORT = "ERR Invalid master port";

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
        Replication replication = c.engine().replication();
        MasterLink link = replication.master();
        if (link == null) {
            c.reply().array(3);
            c.reply().bulk("master");
            c.reply().integer(replication.offset());
            List<Replica> replicas = replication.replicas().all();
            c.reply().array(replicas.size());
            for (Replica replica : replicas) {
                c.reply().array(3);
                c.reply().bulk(replica.address());
                c.reply().bulkLong(replica.port());
                c.reply().bulkLong(replica.acknowledged());
            }
            return;
        }
        MasterAddress master = c.config().replicaof().get(0);
        c.reply().array(5);
        c.reply().bulk("slave");
        c.reply().bulk(master.host());
        c.reply().integer(master.port());
        c.reply().bulk(link.state().name().toLowerCase(Locale.ROOT));
        c.reply().integer(link.isUp() ? replication.offset() : -1);
    }

    static void replicaof(Context c) {
        Replication replication = c.engine().replication();
        if (Ascii.equalsIgnoreCase(c.arg(1), "NO") && Ascii.equalsIgnoreCase(c.arg(2), "ONE")) {
            if (replication.isReplica()) {
                replication.lead();
                tell(c, "MASTER MODE enabled (user request from '");
            }
            c.reply().ok();
            return;
        }
        if (c.session().isReplica()) {
            throw new RedisError("ERR Command is not valid when client is a replica.");
        }
        int port = (int) Arguments.parseLong(c.arg(2), new RedisError(BAD_PORT));
        if (port < 0 || port > 65535) {
            throw new RedisError(BAD_PORT);
        }
        MasterAddress master = new MasterAddress(new String(c.arg(1), StandardCharsets.UTF_8), port);
        if (c.config().replicaof().stream().anyMatch(now -> isSame(now, master))) {
            c.engine()
                    .log()
                    .notice("REPLICAOF would result into synchronization with the master we are already connected with."
                            + " No operation performed.");
            c.reply().status("OK Already connected to specified master");
            return;
        }
        replication.follow(master);
        tell(c, "REPLICAOF " + master.host() + ":" + master.port() + " enabled (user request from '");
        c.reply().ok();
    }

    private static boolean isSame(MasterAddress one, MasterAddress other) {
        return one.host().equalsIgnoreCase(other.host()) && one.port() == other.port();
    }

    private static void tell(Context c, String what) {
        c.engine().log().notice(what + ClientLine.of(c.session(), c.now()) + "')");
    }

    static void failover(Context c) {
        Arguments args = c.args();
        boolean abort = c.argc() == 2 && args.option("ABORT");
        String host = "";
        long port = 0;
        boolean force = false;
        long timeout = 0;
        while (args.hasNext()) {
            if (timeout == 0 && args.option("TIMEOUT")) {
                timeout = args.longValue();
                if (timeout <= 0) {
                    throw new RedisError("ERR FAILOVER timeout must be greater than 0");
                }
            } else if (host.isEmpty() && args.remaining() > 2 && args.option("TO")) {
                host = new String(args.next(), StandardCharsets.UTF_8);
                port = args.longValue();
            } else if (!force && args.option("FORCE")) {
                force = true;
            } else {
                throw RedisError.SYNTAX;
            }
        }
        if (abort) {
            throw new RedisError("ERR No failover in progress.");
        }
        Replication replication = c.engine().replication();
        if (replication.isReplica()) {
            throw new RedisError("ERR FAILOVER is not valid when server is a replica.");
        }
        List<Replica> replicas = replication.replicas().all();
        if (replicas.isEmpty()) {
            throw new RedisError("ERR FAILOVER requires connected replicas.");
        }
        if (force && (timeout == 0 || host.isEmpty())) {
            throw new RedisError("ERR FAILOVER with force option requires both a timeout and target HOST and IP.");
        }
        MasterAddress target = new MasterAddress(host, (int) port);
        if (!host.isEmpty()
                && replicas.stream().noneMatch(one -> isSame(new MasterAddress(one.address(), one.port()), target))) {
            throw new RedisError("ERR FAILOVER target HOST and PORT is not a replica.");
        }
        throw new RedisError(
                "ERR this server does not hand its role over by itself: REPLICAOF NO ONE on a replica, then"
                        + " REPLICAOF here, does the same");
    }

    static void sync(Context c) {
        if (mayBegin(c)) {
            c.engine().replication().replicas().sync(c.session());
        }
    }

    static void psync(Context c) {
        if (mayBegin(c)) {
            long from = Arguments.parseLong(c.arg(2), RedisError.NOT_AN_INTEGER);
            String history = new String(c.arg(1), StandardCharsets.ISO_8859_1);
            c.engine().replication().replicas().continueFrom(c.session(), history, from);
        }
    }

    /** False when there is nothing to do. @throws RedisError when the session can't be fed now */
    private static boolean mayBegin(Context c) {
        if (c.session().isReplica()) {
            return false;
        }
        MasterLink link = c.engine().replication().master();
        if (link != null && !link.isUp()) {
            throw new RedisError("NOMASTERLINK Can't SYNC while not connected with my master");
        }
        if (c.engine().replication().replicas().of(c.session()).wantsTooMuch()) {
            throw new RedisError("ERR Filtered replica requires EOF capability");
        }
        return true;
    }

    static void replconf(Context c) {
        if (c.argc() % 2 == 0) {
            throw RedisError.SYNTAX;
        }
        Arguments args = c.args();
        Replication replication = c.engine().replication();
        Replica replica = replication.replicas().of(c.session());
        while (args.hasNext()) {
            if (args.option("LISTENING-PORT")) {
                replica.announcePort(args.intValue());
            } else if (args.option("ACK")) {
                replication.replicas().acknowledge(c.session(), args.longValue());
                return;
            } else if (args.option("GETACK")) {
                MasterLink link = replication.master();
                if (link != null) {
                    link.acknowledge();
                }
                return;
            } else if (args.option("IP-ADDRESS")) {
                announceAddress(replica, args.next());
            } else if (args.option("RDB-ONLY")) {
                replica.setFileOnly(
                        args.longBetween(0, 1, new RedisError("ERR value is out of range, value must between 0 and 1"))
                                == 1);
            } else if (args.option("CAPA")) {
                if (args.option("EOF")) {
                    replica.setMarksEnd();
                } else if (args.option("PSYNC2")) {
                    replica.setContinuesByName();
                } else {
                    args.next();
                }
            } else if (args.option("RDB-FILTER-ONLY")) {
                filter(replica, args.next());
            } else {
                throw new RedisError(
                        "ERR Unrecognized REPLCONF option: " + new String(args.next(), StandardCharsets.ISO_8859_1));
            }
        }
        c.reply().ok();
    }

    private static void announceAddress(Replica replica, byte[] address) {
        if (address.length >= LONGEST_ADDRESS) {
            throw new RedisError(
                    "ERR REPLCONF ip-address provided by replica instance is too long: " + address.length + " bytes");
        }
        replica.announceAddress(new String(address, StandardCharsets.UTF_8));
    }

    private static void filter(Replica replica, byte[] filters) {
        List<byte[]> words = ArgumentSplitter.split(filters, 0, filters.length)
                .orElseThrow(() -> new RedisError("ERR Missing rdb-filter-only values"));
        replica.filter(false);
        for (byte[] word : words) {
            if (!Ascii.equalsIgnoreCase(word, "functions")) {
                throw new RedisError(
                        "ERR Unsupported rdb-filter-only option: " + new String(word, StandardCharsets.ISO_8859_1));
            }
            replica.filter(true);
        }
    }
}
