package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import java.util.List;

/** CLUSTER and what belongs to it. */
public final class ClusterCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "asking cluster readonly readwrite";

    private ClusterCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("ASKING")
                        .group(CommandGroup.CLUSTER)
                        .since("3.0.0")
                        .complexity("O(1)")
                        .summary("Goes on where an ASK redirection of a cluster pointed to.")
                        .flags(FAST)
                        .categories(AclCategory.CONNECTION)
                        .handler(ClusterCommands::disabled),
                command("CLUSTER")
                        .group(CommandGroup.CLUSTER)
                        .since("3.0.0")
                        .complexity("Depends on subcommand.")
                        .summary("Shows and changes the state of a cluster's node.")
                        .subcommands(
                                command("ADDSLOTS")
                                        .syntax("slot:int...")
                                        .since("3.0.0")
                                        .complexity("O(N) where N is the total number of hash slot arguments")
                                        .summary("Gives hash slots to this node.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("ADDSLOTSRANGE")
                                        .syntax("<start-slot_end-slot: start-slot:int end-slot:int>...")
                                        .since("7.0.0")
                                        .complexity(
                                                "O(N) where N is the total number of the slots between the start slot"
                                                        + " and end slot arguments.")
                                        .summary("Gives ranges of hash slots to this node.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("BUMPEPOCH")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Moves the cluster's configuration epoch on.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("COUNT-FAILURE-REPORTS")
                                        .syntax("node-id")
                                        .since("3.0.0")
                                        .complexity("O(N) where N is the number of failure reports")
                                        .summary("Counts the nodes that report another one as failing.")
                                        .flags(ADMIN, STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("COUNTKEYSINSLOT")
                                        .syntax("slot:int")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Counts the keys of a hash slot on this node.")
                                        .flags(STALE)
                                        .handler(ClusterCommands::disabled),
                                command("DELSLOTS")
                                        .syntax("slot:int...")
                                        .since("3.0.0")
                                        .complexity("O(N) where N is the total number of hash slot arguments")
                                        .summary("Takes hash slots from this node.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("DELSLOTSRANGE")
                                        .syntax("<start-slot_end-slot: start-slot:int end-slot:int>...")
                                        .since("7.0.0")
                                        .complexity(
                                                "O(N) where N is the total number of the slots between the start slot"
                                                        + " and end slot arguments.")
                                        .summary("Takes ranges of hash slots from this node.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("FAILOVER")
                                        .syntax("[options: FORCE | TAKEOVER]")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Makes a replica take its master's place.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("FLUSHSLOTS")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Takes all hash slots from this node.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("FORGET")
                                        .syntax("node-id")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Removes a node from the table of nodes.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("GETKEYSINSLOT")
                                        .syntax("slot:int count:int")
                                        .since("3.0.0")
                                        .complexity("O(log(N)) where N is the number of requested keys")
                                        .summary("Names keys of a hash slot on this node.")
                                        .flags(STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("HELP")
                                        .since("5.0.0")
                                        .complexity("O(1)")
                                        .summary("Lists the subcommands of CLUSTER.")
                                        .flags(LOADING, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("INFO")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Shows the state of the cluster as this node sees it.")
                                        .flags(STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("KEYSLOT")
                                        .syntax("key:string")
                                        .since("3.0.0")
                                        .complexity("O(N) where N is the number of bytes in the key")
                                        .summary("Computes the hash slot of a key.")
                                        .flags(STALE)
                                        .handler(ClusterCommands::disabled),
                                command("LINKS")
                                        .since("7.0.0")
                                        .complexity("O(N) where N is the total number of Cluster nodes")
                                        .summary("Lists the connections between this node and the others.")
                                        .flags(STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("MEET")
                                        .syntax("ip port:int [cluster_bus_port:int]@4.0.0")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Makes this node meet another one.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .history("4.0.0", "Added the optional `cluster_bus_port` argument.")
                                        .handler(ClusterCommands::disabled),
                                command("MYID")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Tells this node's name.")
                                        .flags(STALE)
                                        .handler(ClusterCommands::disabled),
                                command("NODES")
                                        .since("3.0.0")
                                        .complexity("O(N) where N is the total number of Cluster nodes")
                                        .summary("Lists the nodes with their slots, in the format of nodes.conf.")
                                        .flags(STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("REPLICAS")
                                        .syntax("node-id")
                                        .since("5.0.0")
                                        .complexity("O(1)")
                                        .summary("Lists the replicas of a master.")
                                        .flags(ADMIN, STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("REPLICATE")
                                        .syntax("node-id")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Makes this node a replica of a master.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("RESET")
                                        .syntax("[hard_soft: HARD | SOFT]")
                                        .since("3.0.0")
                                        .complexity(
                                                "O(N) where N is the number of known nodes. The command may execute a"
                                                        + " FLUSHALL as a side effect.")
                                        .summary("Makes this node forget the cluster.")
                                        .flags(ADMIN, STALE, NOSCRIPT)
                                        .handler(ClusterCommands::disabled),
                                command("SAVECONFIG")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Writes the node's state into its file.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("SET-CONFIG-EPOCH")
                                        .syntax("config-epoch:int")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Sets the configuration epoch of a fresh node.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("SETSLOT")
                                        .syntax("slot:int <subcommand: IMPORTING node-id | MIGRATING node-id | NODE"
                                                + " node-id | STABLE>")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("Says what becomes of a hash slot: moving in or out, stable, or"
                                                + " another node's.")
                                        .flags(NO_ASYNC_LOADING, ADMIN, STALE)
                                        .handler(ClusterCommands::disabled),
                                command("SHARDS")
                                        .since("7.0.0")
                                        .complexity("O(N) where N is the total number of cluster nodes")
                                        .summary("Lists the shards with their nodes and slots.")
                                        .flags(STALE)
                                        .tips("nondeterministic_output")
                                        .handler(ClusterCommands::disabled),
                                command("SLAVES")
                                        .syntax("node-id")
                                        .since("3.0.0")
                                        .complexity("O(1)")
                                        .summary("The older name of CLUSTER REPLICAS.")
                                        .flags(ADMIN, STALE)
                                        .tips("nondeterministic_output")
                                        .deprecated("5.0.0", "`CLUSTER REPLICAS`")
                                        .handler(ClusterCommands::disabled),
                                command("SLOTS")
                                        .since("3.0.0")
                                        .complexity("O(N) where N is the total number of Cluster nodes")
                                        .summary("Lists which nodes serve which slots.")
                                        .flags(STALE)
                                        .history("4.0.0", "Added node IDs.")
                                        .history("7.0.0", "Added additional networking metadata field.")
                                        .tips("nondeterministic_output")
                                        .deprecated("7.0.0", "`CLUSTER SHARDS`")
                                        .handler(ClusterCommands::disabled)),
                command("READONLY")
                        .group(CommandGroup.CLUSTER)
                        .since("3.0.0")
                        .complexity("O(1)")
                        .summary("Allows reads from a replica of a cluster.")
                        .flags(FAST, LOADING, STALE)
                        .categories(AclCategory.CONNECTION)
                        .handler(ClusterCommands::disabled),
                command("READWRITE")
                        .group(CommandGroup.CLUSTER)
                        .since("3.0.0")
                        .complexity("O(1)")
                        .summary("Takes READONLY back.")
                        .flags(FAST, LOADING, STALE)
                        .categories(AclCategory.CONNECTION)
                        .handler(ClusterCommands::disabled));
    }

    /** The engine is a server of its own, as Redis is unless cluster-enabled says otherwise. */
    @SuppressWarnings("DoNotCallSuggester") // the command table calls it
    static void disabled(Context c) {
        throw new RedisError("ERR This instance has cluster support disabled");
    }
}
