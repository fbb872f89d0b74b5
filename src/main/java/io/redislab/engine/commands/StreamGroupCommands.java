package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.BLOCKING;
import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAfter;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consumer groups: making them, reading through them, and what becomes of entries that nobody acknowledges. */
public final class StreamGroupCommands {
    public static final String NAMES = "xack xautoclaim xclaim xgroup xpending xreadgroup";

    private StreamGroupCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("XACK")
                        .syntax("key group id...")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(1) for each message ID processed.")
                        .summary("Takes entries off a group's list of pending ones.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .handler(StreamGroupCommands::xack),
                command("XAUTOCLAIM")
                        .syntax("key group consumer min-idle-time start [COUNT count:int] [JUSTID]")
                        .group(CommandGroup.STREAM)
                        .since("6.2.0")
                        .complexity("O(1) if COUNT is small.")
                        .summary("Gives pending entries that have been idle for long to another consumer, some at a"
                                + " time.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().delete())
                        .history(
                                "7.0.0",
                                "Added an element to the reply array, containing deleted entries the command cleared"
                                        + " from the PEL")
                        .tips("nondeterministic_output")
                        .handler(StreamClaim::xautoclaim),
                command("XCLAIM")
                        .syntax("key group consumer min-idle-time id... [IDLE ms:int] [TIME"
                                + " unix-time-milliseconds:unix-time] [RETRYCOUNT count:int] [FORCE] [JUSTID]"
                                + " [LASTID id]")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(log N) with N being the number of messages in the PEL of the consumer group.")
                        .summary("Gives pending entries to another consumer.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().update())
                        .tips("nondeterministic_output")
                        .handler(StreamClaim::xclaim),
                command("XGROUP")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("Depends on subcommand.")
                        .summary("Makes, changes and removes consumer groups.")
                        .categories()
                        .subcommands(
                                subcommand("CREATE", "5.0.0", "O(1)")
                                        .syntax("key groupname <id: id | new_id='$'> [MKSTREAM] [ENTRIESREAD "
                                                + "entries_read:int]")
                                        .summary("Makes a group that begins behind an id.")
                                        .flags(WRITE, DENYOOM)
                                        .keys(keyAt(2).readWrite().insert())
                                        .history("7.0.0", "Added the `entries_read` named argument.")
                                        .handler(StreamGroupCommands::create),
                                subcommand("CREATECONSUMER", "6.2.0", "O(1)")
                                        .syntax("key groupname consumername")
                                        .summary("Makes a consumer.")
                                        .flags(WRITE, DENYOOM)
                                        .keys(keyAt(2).readWrite().insert())
                                        .handler(StreamGroupCommands::createConsumer),
                                subcommand("DELCONSUMER", "5.0.0", "O(1)")
                                        .syntax("key groupname consumername")
                                        .summary("Removes a consumer with all that it has pending.")
                                        .flags(WRITE)
                                        .keys(keyAt(2).readWrite().delete())
                                        .handler(StreamGroupCommands::deleteConsumer),
                                subcommand(
                                                "DESTROY",
                                                "5.0.0",
                                                "O(N) where N is the number of entries in the group's pending entries "
                                                        + "list (PEL).")
                                        .syntax("key groupname")
                                        .summary("Removes a group.")
                                        .flags(WRITE)
                                        .keys(keyAt(2).readWrite().delete())
                                        .handler(StreamGroupCommands::destroy),
                                subcommand("HELP", "5.0.0", "O(1)")
                                        .summary("Lists the subcommands.")
                                        .flags(LOADING, STALE)
                                        .handler(CommandReplies::help),
                                subcommand("SETID", "5.0.0", "O(1)")
                                        .syntax("key groupname <id: id | new_id='$'> [ENTRIESREAD entries_read:int]")
                                        .summary("Lets a group go on behind another id.")
                                        .flags(WRITE)
                                        .keys(keyAt(2).readWrite().update())
                                        .history("7.0.0", "Added the optional `entries_read` argument.")
                                        .handler(StreamGroupCommands::setId)),
                command("XPENDING")
                        .syntax("key group [filters: [IDLE min-idle-time:int]@6.2.0 start end count:int [consumer]]")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(N) with N being the number of elements returned, so asking for a small fixed"
                                + " number of entries per call is O(1). O(M), where M is the total number of"
                                + " entries scanned when used with the IDLE filter. When the command returns"
                                + " just the summary and the list of consumers is small, it runs in O(1) time;"
                                + " otherwise, an additional O(N) time for iterating every consumer.")
                        .summary("Tells which entries were delivered but not acknowledged.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("6.2.0", "Added the `IDLE` option and exclusive range intervals.")
                        .tips("nondeterministic_output")
                        .handler(StreamPending::xpending),
                command("XREADGROUP")
                        .syntax("GROUP <group_consumer: group consumer> [COUNT count:int] [BLOCK milliseconds:int]"
                                + " [NOACK] STREAMS <streams: key... id...>")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity(
                                "For each stream mentioned: O(M) with M being the number of elements returned. If M is"
                                        + " constant (e.g. always asking for the first 10 elements with COUNT), you can"
                                        + " consider it O(1). On the other side when XREADGROUP blocks, XADD will pay the"
                                        + " O(N) time in order to serve the N clients blocked on the stream getting new"
                                        + " data.")
                        .summary("Reads what nobody in the group has got yet, or again what this consumer has pending.")
                        .flags(BLOCKING, WRITE)
                        .keys(keyAfter("STREAMS", 4).to(-1).limit(2).readOnly().access())
                        .keyFinder(KeyFinders::xread)
                        .handler(StreamReader::xreadgroup));
    }

    private static Declaration subcommand(String name, String since, String complexity) {
        return command(name).since(since).complexity(complexity);
    }

    // ---- XGROUP ----

    /**
     * The options of CREATE and SETID.
     *
     * @param entriesRead -1 when nobody can tell
     */
    private record Options(boolean makeStream, long entriesRead) {
        static Options parse(Context context, boolean create) {
            Arguments args = context.args();
            args.seek(5);
            boolean makeStream = false;
            long entriesRead = StreamGroup.UNKNOWN;
            while (args.hasNext()) {
                if (create && args.option("MKSTREAM")) {
                    makeStream = true;
                } else if (args.remaining() > 1 && args.option("ENTRIESREAD")) {
                    entriesRead = args.longValue();
                    if (entriesRead < 0 && entriesRead != StreamGroup.UNKNOWN) {
                        throw new RedisError("ERR value for ENTRIESREAD must be positive or -1");
                    }
                } else {
                    throw CommandReplies.wrongSubcommand(context);
                }
            }
            return new Options(makeStream, entriesRead);
        }
    }

    private static @Nullable KeyEntry streamOrNull(Context context) {
        return context.writeEntry(context.arg(2), StreamValue.class);
    }

    private static KeyEntry streamEntry(@Nullable KeyEntry entry) {
        if (entry == null) {
            throw new RedisError(
                    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to "
                            + "use the MKSTREAM option to create an empty stream automatically.");
        }
        return entry;
    }

    private static StreamGroup group(Context context, StreamValue stream) {
        StreamGroup group = stream.group(context.arg(3));
        if (group == null) {
            throw noSuchGroup(context.arg(2), context.arg(3));
        }
        return group;
    }

    static RedisError noSuchGroup(byte[] key, byte[] group) {
        return new RedisError("NOGROUP No such consumer group '" + StreamArguments.text(group) + "' for key name '"
                + StreamArguments.text(key) + "'");
    }

    private static void changed(Context context, KeyEntry entry, String event) {
        context.addDirty(1);
        context.database().account(entry);
        context.notify(EventType.STREAM, event, context.arg(2));
    }

    private static void create(Context context) {
        Options options = Options.parse(context, true);
        KeyEntry found = streamOrNull(context);
        if (!options.makeStream()) {
            streamEntry(found);
        }
        if (context.argc() > 8) {
            throw CommandReplies.wrongSubcommand(context);
        }
        StreamValue stream = found == null ? new StreamValue() : StreamArguments.of(found);
        StreamId id = StreamArguments.is(context.arg(4), '$') ? stream.lastId() : StreamArguments.id(context.arg(4));
        KeyEntry entry = found;
        if (entry == null) {
            entry = context.put(context.arg(2), null, stream);
            context.touched(entry);
        }
        if (stream.group(context.arg(3)) != null) {
            throw new RedisError("BUSYGROUP Consumer Group name already exists");
        }
        stream.addGroup(context.arg(3), id, options.entriesRead());
        changed(context, entry, "xgroup-create");
        context.reply().ok();
    }

    private static void setId(Context context) {
        Options options = Options.parse(context, false);
        KeyEntry entry = streamEntry(streamOrNull(context));
        StreamValue stream = StreamArguments.of(entry);
        StreamGroup group = group(context, stream);
        if (context.argc() > 7) {
            throw CommandReplies.wrongSubcommand(context);
        }
        byte[] word = context.arg(4);
        StreamId id = StreamArguments.is(word, '$') ? stream.lastId() : StreamArguments.idOrEdge(word, 0);
        group.moveTo(id, options.entriesRead());
        changed(context, entry, "xgroup-setid");
        context.reply().ok();
    }

    private static void destroy(Context context) {
        KeyEntry entry = streamEntry(streamOrNull(context));
        boolean removed = StreamArguments.of(entry).groups().remove(context.arg(3)) != null;
        if (removed) {
            changed(context, entry, "xgroup-destroy");
            // Who waits for the group learns that it is gone.
            context.signalReady(context.arg(2));
        }
        context.reply().integer(removed ? 1 : 0);
    }

    private static void createConsumer(Context context) {
        KeyEntry entry = streamEntry(streamOrNull(context));
        StreamGroup group = group(context, StreamArguments.of(entry));
        boolean created = group.consumer(context.arg(4)) == null;
        if (created) {
            group.addConsumer(context.arg(4), context.now());
            changed(context, entry, "xgroup-createconsumer");
        }
        context.reply().integer(created ? 1 : 0);
    }

    private static void deleteConsumer(Context context) {
        KeyEntry entry = streamEntry(streamOrNull(context));
        StreamGroup group = group(context, StreamArguments.of(entry));
        StreamConsumer consumer = group.consumer(context.arg(4));
        int pending = 0;
        if (consumer != null) {
            pending = consumer.pending().size();
            context.work(pending);
            group.removeConsumer(consumer);
            changed(context, entry, "xgroup-delconsumer");
        }
        context.reply().integer(pending);
    }

    // ---- XACK ----

    private static void xack(Context context) {
        KeyEntry entry = StreamArguments.readForGroups(context, context.arg(1));
        StreamGroup group = entry == null ? null : StreamArguments.of(entry).group(context.arg(2));
        if (entry == null || group == null) {
            context.reply().integer(0);
            return;
        }
        List<StreamId> ids = StreamArguments.ids(context, 3);
        int acknowledged = 0;
        for (StreamId id : ids) {
            if (group.acknowledge(id)) {
                acknowledged++;
            }
        }
        context.work(ids.size());
        context.addDirty(acknowledged);
        context.database().account(entry);
        context.reply().integer(acknowledged);
    }
}
