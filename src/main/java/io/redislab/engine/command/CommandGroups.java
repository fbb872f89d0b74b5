package io.redislab.engine.command;

import io.redislab.engine.commands.ConnectionCommands;
import java.util.List;
import java.util.function.Supplier;

/**
 * The list of all command classes. An entry is the class's constant NAMES and its method {@code commands}: the constant is
 * compiled into this class, so that the table knows every name without loading a class whose commands nobody calls.
 */
final class CommandGroups {
    private CommandGroups() {}

    /**
     * One command class.
     *
     * @param names of its commands without subcommands, lower case, separated by spaces
     */
    record Entry(String names, Supplier<List<Declaration>> declarations) {}

    static List<Entry> entries() {
        return List.of(
                // strings
                // lists
                // sets
                // hashes
                // sorted sets
                // streams
                // geo
                // HyperLogLog
                // bitmaps
                // keys
                // connection
                entry(ConnectionCommands.NAMES, ConnectionCommands::commands)
                // server
                // COMMAND
                // CONFIG
                // CLIENT
                // ACL
                // MEMORY, SLOWLOG, LATENCY
                // persistence
                // pub/sub
                // transactions
                // scripting
                // replication and cluster
                );
    }

    static Entry entry(String names, Supplier<List<Declaration>> declarations) {
        return new Entry(names, declarations);
    }
}
