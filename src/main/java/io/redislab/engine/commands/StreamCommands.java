package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.BLOCKING;
import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAfter;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamTrim;
import io.redislab.engine.value.stream.StreamValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams without their groups: adding, reading, deleting, trimming. */
public final class StreamCommands {
    public static final String NAMES = "xadd xdel xlen xrange xread xrevrange xsetid xtrim";

    private StreamCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("XADD")
                        .syntax("key [NOMKSTREAM]@6.2.0 [trim: <strategy: MAXLEN | MINID@6.2.0> [operator: equal='=' |"
                                + " approximately='~'] threshold [LIMIT count:int]@6.2.0] <id_or_auto: auto_id='*'"
                                + " | id> <field_value: field value>...")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity(
                                "O(1) when adding a new entry, O(N) when trimming where N being the number of entries "
                                        + "evicted.")
                        .summary("Adds an entry at the end of a stream.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey()
                                .readWrite()
                                .update()
                                .notes("UPDATE instead of INSERT because of the optional trimming feature"))
                        .history(
                                "6.2.0",
                                "Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option.")
                        .history("7.0.0", "Added support for the `<ms>-*` explicit ID form.")
                        .tips("nondeterministic_output")
                        .handler(StreamCommands::xadd),
                command("XDEL")
                        .syntax("key id...")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(1) for each single item to delete in the stream, regardless of the stream size.")
                        .summary("Deletes entries by id.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().delete())
                        .handler(StreamCommands::xdel),
                command("XLEN")
                        .syntax("key")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(1)")
                        .summary("Counts the entries of a stream.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(StreamCommands::xlen),
                command("XRANGE")
                        .syntax("key start end [COUNT count:int]")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(N) with N being the number of elements being returned. If N is constant (e.g. "
                                + "always asking for the first 10 elements with COUNT), you can consider it O(1).")
                        .summary("Reads the entries between two ids.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("6.2.0", "Added exclusive ranges.")
                        .handler(c -> range(c, false)),
                command("XREAD")
                        .syntax("[COUNT count:int] [BLOCK milliseconds:int] STREAMS <streams: key... id...>")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity(
                                "For each stream mentioned: O(N) with N being the number of elements being returned,"
                                        + " it means that XREAD-ing with a fixed COUNT is O(1). Note that when the BLOCK"
                                        + " option is used, XADD will pay O(M) time in order to serve the M clients"
                                        + " blocked on the stream getting new data.")
                        .summary("Reads what came to streams behind an id, and can wait for it.")
                        .flags(BLOCKING, READONLY)
                        .keys(keyAfter("STREAMS", 1).to(-1).limit(2).readOnly().access())
                        .keyFinder(KeyFinders::xread)
                        .handler(StreamReader::xread),
                command("XREVRANGE")
                        .syntax("key end start [COUNT count:int]")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(N) with N being the number of elements returned. If N is constant (e.g. always "
                                + "asking for the first 10 elements with COUNT), you can consider it O(1).")
                        .summary("Reads the entries between two ids, the last one first.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("6.2.0", "Added exclusive ranges.")
                        .handler(c -> range(c, true)),
                command("XSETID")
                        .syntax("key last-id [ENTRIESADDED entries_added:int]@7.0.0 [MAXDELETEDID "
                                + "max_deleted_entry_id]@7.0.0")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(1)")
                        .summary("Sets what a stream remembers: its last id, for the use of replicas and files.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("7.0.0", "Added the `entries_added` and `max_deleted_entry_id` arguments.")
                        .handler(StreamCommands::xsetid),
                command("XTRIM")
                        .syntax("key <trim: <strategy: MAXLEN | MINID@6.2.0> [operator: equal='=' | approximately='~'] "
                                + "threshold [LIMIT count:int]@6.2.0>")
                        .group(CommandGroup.STREAM)
                        .since("5.0.0")
                        .complexity("O(N), with N being the number of evicted entries. Constant times are very small"
                                + " however, since entries are organized in macro nodes containing multiple"
                                + " entries that can be released with a single deallocation.")
                        .summary("Removes entries from the beginning of a stream.")
                        .flags(WRITE)
                        .keys(firstKey().readWrite().delete())
                        .history("6.2.0", "Added the `MINID` trimming strategy and the `LIMIT` option.")
                        .tips("nondeterministic_output")
                        .handler(StreamCommands::xtrim));
    }

    private static void xadd(Context context) {
        StreamTrimArguments options = StreamTrimArguments.parse(context, true);
        int idAt = context.args().position();
        int fieldsAt = idAt + 1;
        int words = context.argc() - fieldsAt;
        if (words < 2 || words % 2 == 1) {
            throw new RedisError("ERR wrong number of arguments for 'xadd' command");
        }
        byte[] word = context.arg(idAt);
        boolean automatic = StreamArguments.is(word, '*') || StreamId.asksForSeq(word);
        if (!automatic && StreamArguments.id(word).isZero()) {
            throw new RedisError("ERR The ID specified in XADD must be greater than 0-0");
        }
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, StreamValue.class);
        if (entry == null && options.noMakeStream()) {
            context.reply().nil();
            return;
        }
        StreamTrimArguments.checkSize(context.argv(), fieldsAt);
        StreamValue stream = entry == null ? new StreamValue() : StreamArguments.of(entry);
        StreamId id = newId(context, stream, word);
        if (entry == null) {
            entry = context.put(key, null, stream);
        }
        stream.append(
                id,
                context.argv(),
                fieldsAt,
                context.config().streamNodeMaxBytes(),
                context.config().streamNodeMaxEntries());
        StreamTrim trim = options.trim();
        long trimmed = trim == null ? 0 : stream.trim(trim);
        context.work(1 + trimmed);
        context.modified(entry, EventType.STREAM, "xadd", 1);
        if (trimmed > 0) {
            context.notify(EventType.STREAM, "xtrim", key);
        }
        if (context.engine().propagation().isActive()) {
            byte[][] effect = options.exact(context.argv(), stream);
            if (automatic) {
                effect = effect.clone();
                effect[idAt] = id.toBytes();
            }
            context.propagateAs(effect);
        }
        context.signalReady(key);
        StreamReplies.id(context.reply(), id);
    }

    private static StreamId newId(Context context, StreamValue stream, byte[] word) {
        StreamId last = stream.lastId();
        if (last.equals(StreamId.MAX)) {
            throw new RedisError("ERR The stream has exhausted the last possible ID, unable to add more items");
        }
        StreamId id;
        if (StreamArguments.is(word, '*')) {
            id = stream.idFor(context.now());
        } else if (StreamId.asksForSeq(word)) {
            long ms = StreamArguments.idWithoutSeq(word).ms();
            id = ms != last.ms() ? new StreamId(ms, 0) : last.seq() == -1 ? null : last.next();
        } else {
            id = StreamArguments.id(word);
        }
        if (id == null || !id.isAfter(last)) {
            throw new RedisError("ERR The ID specified in XADD is equal or smaller than the target stream top item");
        }
        return id;
    }

    private static void xtrim(Context context) {
        StreamTrimArguments options = StreamTrimArguments.parse(context, false);
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, StreamValue.class);
        StreamTrim trim = options.trim();
        if (entry == null || trim == null) {
            context.reply().integer(0);
            return;
        }
        StreamValue stream = StreamArguments.of(entry);
        long removed = stream.trim(trim);
        context.work(removed);
        if (removed > 0) {
            context.propagateAs(options.exact(context.argv(), stream));
            context.modified(entry, EventType.STREAM, "xtrim", removed);
        }
        context.reply().integer(removed);
    }

    private static void xlen(Context context) {
        StreamValue stream = StreamArguments.read(context, context.arg(1));
        context.reply().integer(stream == null ? 0 : stream.length());
    }

    private static void range(Context context, boolean backwards) {
        StreamId start = StreamArguments.intervalStart(context.arg(backwards ? 3 : 2));
        StreamId end = StreamArguments.intervalEnd(context.arg(backwards ? 2 : 3));
        Arguments args = context.args();
        args.seek(4);
        long count = -1;
        while (args.hasNext()) {
            if (args.remaining() < 2 || !args.option("COUNT")) {
                throw RedisError.SYNTAX;
            }
            count = Math.max(0, args.longValue());
        }
        StreamValue stream = StreamArguments.read(context, context.arg(1));
        if (stream == null) {
            context.reply().emptyArray();
        } else if (count == 0) {
            context.reply().nilArray();
        } else {
            StreamCursor cursor = stream.cursor(start, end, backwards);
            StreamReplies.entries(context.reply(), cursor, Math.max(0, count));
            context.work(cursor.visited());
        }
    }

    private static void xdel(Context context) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, StreamValue.class);
        if (entry == null) {
            context.reply().integer(0);
            return;
        }
        List<StreamId> ids = StreamArguments.ids(context, 2);
        int deleted = StreamArguments.of(entry).delete(ids);
        context.work(ids.size());
        if (deleted > 0) {
            context.modified(entry, EventType.STREAM, "xdel", deleted);
        }
        context.reply().integer(deleted);
    }

    private static void xsetid(Context context) {
        StreamId id = StreamArguments.id(context.arg(2));
        Arguments args = context.args();
        args.seek(3);
        long added = -1;
        StreamId maxDeleted = StreamId.MIN;
        while (args.hasNext()) {
            boolean more = args.remaining() > 1;
            if (more && args.option("ENTRIESADDED")) {
                added = args.longValue();
                if (added < 0) {
                    throw new RedisError("ERR entries_added must be positive");
                }
            } else if (more && args.option("MAXDELETEDID")) {
                maxDeleted = StreamArguments.id(args.next());
                if (maxDeleted.isAfter(id)) {
                    throw new RedisError(
                            "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
                }
            } else {
                throw RedisError.SYNTAX;
            }
        }
        KeyEntry entry = context.writeEntry(context.arg(1), StreamValue.class);
        if (entry == null) {
            throw RedisError.NO_SUCH_KEY;
        }
        StreamValue stream = StreamArguments.of(entry);
        checkNotBehind(stream, id, added);
        stream.setLastId(id);
        if (added != -1) {
            stream.setEntriesAdded(added);
        }
        if (!maxDeleted.isZero()) {
            stream.setMaxDeletedId(maxDeleted);
        }
        context.addDirty(1);
        context.notify(EventType.STREAM, "xsetid", context.arg(1));
        context.reply().ok();
    }

    private static void checkNotBehind(StreamValue stream, StreamId id, long added) {
        @Nullable StreamId last = stream.lastLiveId();
        if (last != null && last.isAfter(id)) {
            throw new RedisError("ERR The ID specified in XSETID is smaller than the target stream top item");
        }
        if (added != -1 && stream.length() > added) {
            throw new RedisError("ERR The entries_added specified in XSETID is smaller than the target stream length");
        }
    }
}
