package io.redislab.engine.command;

import io.redislab.engine.commands.*;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The list of all command classes. An entry is the class's constant NAMES and its method {@code commands}: the constant is
 * compiled into this class, so that the table knows every name without loading a class whose commands nobody calls.
 */
final class CommandGroups {
    private final List<Entry> entries = new ArrayList<>();

    private CommandGroups() {}

    /**
     * One command class.
     *
     * @param names of its commands without subcommands, lower case, separated by spaces
     */
    record Entry(String names, Supplier<List<Declaration>> declarations) {}

    static List<Entry> entries() {
        CommandGroups groups = new CommandGroups();
        groups.addAll();
        return groups.entries;
    }

    private void addAll() {
        // strings
        add(StringCommands.NAMES, StringCommands::commands);
        // lists
        add(ListCommands.NAMES, ListCommands::commands);
        // sets
        add(SetCommands.NAMES, SetCommands::commands);
        // hashes
        add(HashCommands.NAMES, HashCommands::commands);
        // sorted sets
        add(SortedSetCommands.NAMES, SortedSetCommands::commands);
        add(SortedSetRangeCommands.NAMES, SortedSetRangeCommands::commands);
        add(SortedSetPopCommands.NAMES, SortedSetPopCommands::commands);
        add(SortedSetCombinationCommands.NAMES, SortedSetCombinationCommands::commands);
        // streams
        add(StreamCommands.NAMES, StreamCommands::commands);
        add(StreamGroupCommands.NAMES, StreamGroupCommands::commands);
        add(StreamInfoCommands.NAMES, StreamInfoCommands::commands);
        // geo
        add(GeoCommands.NAMES, GeoCommands::commands);
        // HyperLogLog
        add(HyperLogLogCommands.NAMES, HyperLogLogCommands::commands);
        // bitmaps
        add(BitmapCommands.NAMES, BitmapCommands::commands);
        // keys
        add(SortCommands.NAMES, SortCommands::commands);
        add(KeyCommands.NAMES, KeyCommands::commands);
        add(ExpiryCommands.NAMES, ExpiryCommands::commands);
        add(DatabaseCommands.NAMES, DatabaseCommands::commands);
        // connection
        add(ConnectionCommands.NAMES, ConnectionCommands::commands);
        // server
        add(ServerCommands.NAMES, ServerCommands::commands);
        add(LolwutCommand.NAMES, LolwutCommand::commands);
        // COMMAND
        add(CommandCommands.NAMES, CommandCommands::commands);
        // CONFIG
        add(ConfigCommands.NAMES, ConfigCommands::commands);
        // CLIENT
        add(ClientCommands.NAMES, ClientCommands::commands);
        // ACL
        add(AclCommands.NAMES, AclCommands::commands);
        // MEMORY, SLOWLOG, LATENCY
        add(MemoryCommands.NAMES, MemoryCommands::commands);
        add(SlowlogCommands.NAMES, SlowlogCommands::commands);
        add(LatencyCommands.NAMES, LatencyCommands::commands);
        // persistence
        add(DumpCommands.NAMES, DumpCommands::commands);
        add(PersistenceCommands.NAMES, PersistenceCommands::commands);
        add(MigrateCommand.NAMES, MigrateCommand::commands);
        // pub/sub
        add(PubSubCommands.NAMES, PubSubCommands::commands);
        // transactions
        add(TransactionCommands.NAMES, TransactionCommands::commands);
        // scripting
        add(ScriptingCommands.NAMES, ScriptingCommands::commands);
        add(FunctionCommands.NAMES, FunctionCommands::commands);
        // replication and cluster
        add(ReplicationCommands.NAMES, ReplicationCommands::commands);
        add(ClusterCommands.NAMES, ClusterCommands::commands);
        add(DebugCommand.NAMES, DebugCommand::commands);
        // modules
        add(ModuleCommands.NAMES, ModuleCommands::commands);
    }

    private void add(String names, Supplier<List<Declaration>> declarations) {
        entries.add(new Entry(names, declarations));
    }

    static Entry entry(String names, Supplier<List<Declaration>> declarations) {
        return new Entry(names, declarations);
    }
}
