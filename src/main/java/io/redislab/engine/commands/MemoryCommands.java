package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.monitor.Doctor;
import io.redislab.engine.monitor.MemoryReport;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** MEMORY. */
public final class MemoryCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "memory";

    private MemoryCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("MEMORY")
                .group(CommandGroup.SERVER)
                .since("4.0.0")
                .complexity("Depends on subcommand.")
                .summary("Shows where memory goes.")
                .subcommands(
                        command("DOCTOR")
                                .since("4.0.0")
                                .complexity("O(1)")
                                .summary("Explains what is unusual about the use of memory.")
                                .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                                .handler(MemoryCommands::doctor),
                        command("HELP")
                                .since("4.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of MEMORY.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("MALLOC-STATS")
                                .since("4.0.0")
                                .complexity("Depends on how much memory is allocated, could be slow")
                                .summary("Shows the allocator's own statistics.")
                                .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                                .handler(MemoryCommands::mallocStats),
                        command("PURGE")
                                .since("4.0.0")
                                .complexity("Depends on how much memory is allocated, could be slow")
                                .summary("Asks the allocator to give unused pages back.")
                                .tips("request_policy:all_shards", "response_policy:all_succeeded")
                                .handler(MemoryCommands::purge),
                        command("STATS")
                                .since("4.0.0")
                                .complexity("O(1)")
                                .summary("Shows what takes how much memory.")
                                .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                                .handler(MemoryCommands::stats),
                        command("USAGE")
                                .syntax("key [SAMPLES count:int]")
                                .since("4.0.0")
                                .complexity("O(N) where N is the number of samples.")
                                .summary("Estimates the bytes that a key and its value take.")
                                .flags(READONLY)
                                .keys(keyAt(2).readOnly())
                                .handler(MemoryCommands::usage)));
    }

    static void usage(Context c) {
        int samples = 5;
        Arguments args = c.args();
        byte[] key = args.key();
        while (args.hasNext()) {
            if (!args.option("SAMPLES")) {
                throw RedisError.SYNTAX;
            }
            long value = args.longValue();
            if (value < 0) {
                throw RedisError.SYNTAX;
            }
            samples = (int) Math.min(Integer.MAX_VALUE, value);
        }
        KeyEntry entry = c.database().find(key);
        if (entry == null) {
            c.reply().nil();
            return;
        }
        c.reply().integer(Database.usage(entry, samples));
    }

    static void purge(Context c) {
        c.reply().ok();
    }

    static void mallocStats(Context c) {
        c.reply().verbatim("txt", MemoryReport.of(c.engine()).allocatorText().getBytes(StandardCharsets.UTF_8));
    }

    static void doctor(Context c) {
        c.reply().verbatim("txt", Doctor.ofMemory(c.engine()).getBytes(StandardCharsets.UTF_8));
    }

    static void stats(Context c) {
        MemoryReport memory = MemoryReport.of(c.engine());
        ReplySink reply = c.reply();
        reply.map(27 + memory.databases().size());
        field(reply, "peak.allocated", memory.peak());
        field(reply, "total.allocated", memory.used());
        field(reply, "startup.allocated", memory.startup());
        field(reply, "replication.backlog", memory.backlog());
        field(reply, "clients.slaves", memory.replicaBuffers());
        field(reply, "clients.normal", memory.clients());
        field(reply, "cluster.links", 0);
        field(reply, "aof.buffer", memory.aofBuffer());
        field(reply, "lua.caches", memory.scripts());
        field(reply, "functions.caches", memory.functions());
        for (MemoryReport.DatabaseOverhead database : memory.databases()) {
            reply.bulk("db." + database.database());
            reply.map(3);
            field(reply, "overhead.hashtable.main", database.main());
            field(reply, "overhead.hashtable.expires", database.expires());
            field(reply, "overhead.hashtable.slot-to-keys", 0);
        }
        field(reply, "overhead.total", memory.overhead());
        field(reply, "keys.count", memory.keys());
        field(reply, "keys.bytes-per-key", memory.bytesPerKey());
        field(reply, "dataset.bytes", memory.dataset());
        ratio(reply, "dataset.percentage", memory.datasetPercent());
        ratio(reply, "peak.percentage", memory.peakPercent());
        field(reply, "allocator.allocated", memory.used());
        field(reply, "allocator.active", memory.active());
        field(reply, "allocator.resident", memory.resident());
        ratio(reply, "allocator-fragmentation.ratio", memory.allocatorFragmentation());
        field(reply, "allocator-fragmentation.bytes", memory.allocatorFragmentationBytes());
        ratio(reply, "allocator-rss.ratio", memory.allocatorRss());
        field(reply, "allocator-rss.bytes", memory.allocatorRssBytes());
        ratio(reply, "rss-overhead.ratio", memory.rssOverhead());
        field(reply, "rss-overhead.bytes", memory.rssOverheadBytes());
        ratio(reply, "fragmentation", memory.fragmentation());
        field(reply, "fragmentation.bytes", memory.fragmentationBytes());
    }

    private static void field(ReplySink reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    /** Redis computes these in single precision. */
    private static void ratio(ReplySink reply, String name, double value) {
        reply.bulk(name);
        reply.doubleValue((float) value);
    }
}
