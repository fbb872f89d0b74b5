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
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.ReplySink;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XINFO: what a stream, its groups and their consumers are like. */
public final class StreamInfoCommands {
    public static final String NAMES = "xinfo";

    private StreamInfoCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("XINFO")
                .group(CommandGroup.STREAM)
                .since("5.0.0")
                .complexity("Depends on subcommand.")
                .summary("Tells what streams and consumer groups are like.")
                .categories()
                .subcommands(
                        subcommand("CONSUMERS")
                                .syntax("key groupname")
                                .summary("Lists the consumers of a group.")
                                .flags(READONLY)
                                .keys(keyAt(2).readOnly().access())
                                .tips("nondeterministic_output")
                                .handler(StreamInfoCommands::consumers),
                        subcommand("GROUPS")
                                .syntax("key")
                                .summary("Lists the groups of a stream.")
                                .flags(READONLY)
                                .keys(keyAt(2).readOnly().access())
                                .history("7.0.0", "Added the `entries-read` and `lag` fields")
                                .handler(StreamInfoCommands::groups),
                        subcommand("HELP")
                                .summary("Lists the subcommands.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        subcommand("STREAM")
                                .syntax("key [FULL <full: [COUNT count:int]>]")
                                .summary("Tells about a stream, with FULL about all that belongs to it.")
                                .flags(READONLY)
                                .keys(keyAt(2).readOnly().access())
                                .history("6.0.0", "Added the `FULL` modifier.")
                                .history(
                                        "7.0.0",
                                        "Added the `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, "
                                                + "`entries-read` and `lag` fields")
                                .handler(StreamInfoCommands::stream)));
    }

    private static Declaration subcommand(String name) {
        return command(name).since("5.0.0").complexity("O(1)");
    }

    private static StreamValue stream(Context context, byte[] key) {
        StreamValue stream = StreamArguments.read(context, key);
        if (stream == null) {
            throw RedisError.NO_SUCH_KEY;
        }
        return stream;
    }

    private static void consumers(Context context) {
        StreamGroup group = stream(context, context.arg(2)).group(context.arg(3));
        if (group == null) {
            throw StreamGroupCommands.noSuchGroup(context.arg(2), context.arg(3));
        }
        ReplySink reply = context.reply();
        reply.array(group.consumers().size());
        for (StreamConsumer consumer : group.consumers().values()) {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(consumer.name());
            reply.bulk("pending");
            reply.integer(consumer.pending().size());
            reply.bulk("idle");
            reply.integer(Math.max(0, context.now() - consumer.seenMillis()));
        }
    }

    private static void groups(Context context) {
        StreamValue stream = stream(context, context.arg(2));
        ReplySink reply = context.reply();
        reply.array(stream.groups().size());
        for (StreamGroup group : stream.groups().values()) {
            reply.map(6);
            reply.bulk("name");
            reply.bulk(group.name());
            reply.bulk("consumers");
            reply.integer(group.consumers().size());
            reply.bulk("pending");
            reply.integer(group.pending().size());
            progress(reply, stream, group);
        }
    }

    /** How far the group is: three pairs. */
    private static void progress(ReplySink reply, StreamValue stream, StreamGroup group) {
        reply.bulk("last-delivered-id");
        StreamReplies.id(reply, group.lastId());
        reply.bulk("entries-read");
        numberOrNil(reply, group.entriesRead() == StreamGroup.UNKNOWN ? null : group.entriesRead());
        reply.bulk("lag");
        numberOrNil(reply, stream.lag(group));
    }

    private static void numberOrNil(ReplySink reply, @Nullable Long number) {
        if (number == null) {
            reply.nil();
        } else {
            reply.integer(number);
        }
    }

    private static void stream(Context context) {
        Arguments args = context.args();
        args.seek(3);
        boolean full = args.hasNext();
        long count = 10;
        // As in Redis, the key is looked up first.
        StreamValue stream = stream(context, context.arg(2));
        if (full) {
            if ((args.remaining() != 1 && args.remaining() != 3)
                    || !args.option("FULL")
                    || (args.hasNext() && !args.option("COUNT"))) {
                throw CommandReplies.wrongSubcommand(context);
            }
            count = args.hasNext() ? args.longValue() : count;
            count = count < 0 ? 10 : count;
        }
        ReplySink reply = context.reply();
        reply.map(full ? 9 : 10);
        reply.bulk("length");
        reply.integer(stream.length());
        reply.bulk("radix-tree-keys");
        reply.integer(stream.nodeCount());
        reply.bulk("radix-tree-nodes");
        reply.integer(stream.radixTreeNodes());
        reply.bulk("last-generated-id");
        StreamReplies.id(reply, stream.lastId());
        reply.bulk("max-deleted-entry-id");
        StreamReplies.id(reply, stream.maxDeletedId());
        reply.bulk("entries-added");
        reply.integer(stream.entriesAdded());
        reply.bulk("recorded-first-entry-id");
        StreamReplies.id(reply, stream.firstId());
        if (full) {
            reply.bulk("entries");
            StreamReplies.entries(reply, stream.cursor(StreamId.MIN, StreamId.MAX, false), count);
            fullGroups(reply, stream, count);
        } else {
            reply.bulk("groups");
            reply.integer(stream.groups().size());
            reply.bulk("first-entry");
            edge(reply, stream, false);
            reply.bulk("last-entry");
            edge(reply, stream, true);
        }
    }

    private static void edge(ReplySink reply, StreamValue stream, boolean last) {
        StreamCursor cursor = stream.cursor(StreamId.MIN, StreamId.MAX, last);
        if (cursor.next()) {
            StreamReplies.entry(reply, cursor);
        } else {
            reply.nil();
        }
    }

    private static void fullGroups(ReplySink reply, StreamValue stream, long count) {
        reply.bulk("groups");
        reply.array(stream.groups().size());
        for (StreamGroup group : stream.groups().values()) {
            reply.map(7);
            reply.bulk("name");
            reply.bulk(group.name());
            progress(reply, stream, group);
            pending(reply, group.pending().values(), count, true);
            reply.bulk("consumers");
            reply.array(group.consumers().size());
            for (StreamConsumer consumer : group.consumers().values()) {
                reply.map(4);
                reply.bulk("name");
                reply.bulk(consumer.name());
                reply.bulk("seen-time");
                reply.integer(consumer.seenMillis());
                pending(reply, consumer.pending().values(), count, false);
            }
        }
    }

    /** Two pairs: how many entries are pending, and the first of them. */
    private static void pending(ReplySink reply, Collection<PendingEntry> all, long count, boolean withOwner) {
        reply.bulk("pel-count");
        reply.integer(all.size());
        reply.bulk("pending");
        long shown = count == 0 ? all.size() : Math.min(count, all.size());
        reply.array((int) shown);
        for (PendingEntry entry : all) {
            if (shown-- == 0) {
                break;
            }
            reply.array(withOwner ? 4 : 3);
            StreamReplies.id(reply, entry.id());
            if (withOwner) {
                StreamReplies.owner(reply, entry);
            }
            reply.integer(entry.deliveryMillis());
            reply.integer(entry.deliveryCount());
        }
    }
}
