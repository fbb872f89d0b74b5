package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.MAY_REPLICATE;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.PUBSUB;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;

import io.redislab.engine.Context;
import io.redislab.engine.Glob;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.pubsub.SubscriptionType;
import io.redislab.engine.value.ByteKey;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channels: subscribing, publishing, and who listens. A subscription is confirmed by one message for each name. */
public final class PubSubCommands {
    public static final String NAMES =
            "psubscribe publish pubsub punsubscribe spublish ssubscribe subscribe sunsubscribe " + "unsubscribe";

    private PubSubCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("PSUBSCRIBE")
                        .syntax("<pattern: pattern>...")
                        .group(CommandGroup.PUBSUB)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of patterns the client is already subscribed to.")
                        .summary("Subscribes to all channels whose names match a pattern.")
                        .flags(PUBSUB, NOSCRIPT, LOADING, STALE, SENTINEL)
                        .handler(c -> subscribe(c, SubscriptionType.PATTERN)),
                command("PUBLISH")
                        .syntax("channel message")
                        .group(CommandGroup.PUBSUB)
                        .since("2.0.0")
                        .complexity("O(N+M) where N is the number of clients subscribed to the receiving channel and M "
                                + "is the total number of subscribed patterns (by any client).")
                        .summary("Sends a message to all who listen to a channel now.")
                        .flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE, SENTINEL)
                        .handler(PubSubCommands::publish),
                command("PUBSUB")
                        .group(CommandGroup.PUBSUB)
                        .since("2.8.0")
                        .complexity("Depends on subcommand.")
                        .summary("Tells who listens to what.")
                        .categories()
                        .subcommands(
                                command("CHANNELS")
                                        .syntax("[pattern]")
                                        .since("2.8.0")
                                        .complexity("O(N) where N is the number of active channels, and assuming "
                                                + "constant time pattern matching (relatively short channels and "
                                                + "patterns)")
                                        .summary("Lists the channels that somebody is subscribed to.")
                                        .flags(PUBSUB, LOADING, STALE)
                                        .handler(c ->
                                                channels(c, c.engine().pubSub().channels())),
                                command("HELP")
                                        .since("6.2.0")
                                        .complexity("O(1)")
                                        .summary("Lists the subcommands.")
                                        .flags(LOADING, STALE)
                                        .categories()
                                        .handler(CommandReplies::help),
                                command("NUMPAT")
                                        .since("2.8.0")
                                        .complexity("O(1)")
                                        .summary("Counts the patterns that somebody is subscribed to.")
                                        .flags(PUBSUB, LOADING, STALE)
                                        .handler(PubSubCommands::numpat),
                                command("NUMSUB")
                                        .syntax("[channel...]")
                                        .since("2.8.0")
                                        .complexity(
                                                "O(N) for the NUMSUB subcommand, where N is the number of requested "
                                                        + "channels")
                                        .summary("Counts the subscribers of channels, those by pattern excepted.")
                                        .flags(PUBSUB, LOADING, STALE)
                                        .handler(c -> subscribers(
                                                c, c.engine().pubSub().channels())),
                                command("SHARDCHANNELS")
                                        .syntax("[pattern]")
                                        .since("7.0.0")
                                        .complexity("O(N) where N is the number of active shard channels, and assuming "
                                                + "constant time pattern matching (relatively short shard channels).")
                                        .summary("Lists the shard channels that somebody is subscribed to.")
                                        .flags(PUBSUB, LOADING, STALE)
                                        .handler(c ->
                                                channels(c, c.engine().pubSub().shardChannels())),
                                command("SHARDNUMSUB")
                                        .syntax("[shardchannel...]")
                                        .since("7.0.0")
                                        .complexity("O(N) for the SHARDNUMSUB subcommand, where N is the number of "
                                                + "requested shard channels")
                                        .summary("Counts the subscribers of shard channels.")
                                        .flags(PUBSUB, LOADING, STALE)
                                        .handler(c -> subscribers(
                                                c, c.engine().pubSub().shardChannels()))),
                command("PUNSUBSCRIBE")
                        .syntax("[pattern...]")
                        .group(CommandGroup.PUBSUB)
                        .since("2.0.0")
                        .complexity(
                                "O(N+M) where N is the number of patterns the client is already subscribed and M is "
                                        + "the number of total patterns subscribed in the system (by any client).")
                        .summary("Ends subscriptions by pattern: those named, or all.")
                        .flags(PUBSUB, NOSCRIPT, LOADING, STALE, SENTINEL)
                        .handler(c -> unsubscribe(c, SubscriptionType.PATTERN)),
                command("SPUBLISH")
                        .syntax("shardchannel message")
                        .group(CommandGroup.PUBSUB)
                        .since("7.0.0")
                        .complexity("O(N) where N is the number of clients subscribed to the receiving shard channel.")
                        .summary("Sends a message to all who listen to a shard channel now.")
                        .flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
                        .keys(firstKey().notKey())
                        .handler(PubSubCommands::spublish),
                command("SSUBSCRIBE")
                        .syntax("shardchannel...")
                        .group(CommandGroup.PUBSUB)
                        .since("7.0.0")
                        .complexity("O(N) where N is the number of shard channels to subscribe to.")
                        .summary("Subscribes to shard channels.")
                        .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                        .keys(firstKey().to(-1).notKey())
                        .handler(c -> subscribe(c, SubscriptionType.SHARD_CHANNEL)),
                command("SUBSCRIBE")
                        .syntax("channel...")
                        .group(CommandGroup.PUBSUB)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of channels to subscribe to.")
                        .summary("Subscribes to channels.")
                        .flags(PUBSUB, NOSCRIPT, LOADING, STALE, SENTINEL)
                        .handler(c -> subscribe(c, SubscriptionType.CHANNEL)),
                command("SUNSUBSCRIBE")
                        .syntax("[shardchannel...]")
                        .group(CommandGroup.PUBSUB)
                        .since("7.0.0")
                        .complexity("O(N) where N is the number of clients already subscribed to a shard channel.")
                        .summary("Ends subscriptions to shard channels: those named, or all.")
                        .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                        .keys(firstKey().to(-1).notKey())
                        .handler(c -> unsubscribe(c, SubscriptionType.SHARD_CHANNEL)),
                command("UNSUBSCRIBE")
                        .syntax("[channel...]")
                        .group(CommandGroup.PUBSUB)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of clients already subscribed to a channel.")
                        .summary("Ends subscriptions to channels: those named, or all.")
                        .flags(PUBSUB, NOSCRIPT, LOADING, STALE, SENTINEL)
                        .handler(c -> unsubscribe(c, SubscriptionType.CHANNEL)));
    }

    private static void subscribe(Context context, SubscriptionType type) {
        // Redis lets a transaction subscribe, for old clients' sake, except to shard channels.
        boolean allowed = context.mayBlock() || (context.insideExec() && type != SubscriptionType.SHARD_CHANNEL);
        if (!allowed) {
            throw new RedisError(
                    "ERR " + type.subscribed().toUpperCase(Locale.ROOT) + " isn't allowed for a DENY BLOCKING client");
        }
        Session session = context.session();
        Arguments args = context.args();
        while (args.hasNext()) {
            byte[] name = args.next();
            context.engine().pubSub().subscribe(type, session, name);
            confirm(context, type, type.subscribed(), name);
        }
    }

    private static void unsubscribe(Context context, SubscriptionType type) {
        Session session = context.session();
        List<byte[]> names = new ArrayList<>();
        Arguments args = context.args();
        if (args.hasNext()) {
            while (args.hasNext()) {
                names.add(args.next());
            }
        } else {
            session.subscriptions().of(type).forEach(name -> names.add(name.bytes()));
        }
        for (byte[] name : names) {
            context.engine().pubSub().unsubscribe(type, session, name);
            confirm(context, type, type.unsubscribed(), name);
        }
        if (names.isEmpty()) {
            confirm(context, type, type.unsubscribed(), null);
        }
    }

    private static void confirm(Context context, SubscriptionType type, String what, byte @Nullable [] name) {
        // As a push it comes even to who wants no replies.
        ReplySink reply = context.session().isMuted() ? context.session().pushSink() : context.reply();
        reply.push(3);
        reply.bulk(what);
        if (name == null) {
            reply.nil();
        } else {
            reply.bulk(name);
        }
        reply.integer(context.session().subscriptions().count(type));
    }

    private static void publish(Context context) {
        long receivers = context.engine().pubSub().publish(context.arg(1), context.arg(2));
        published(context, receivers);
    }

    private static void spublish(Context context) {
        long receivers = context.engine().pubSub().publishShard(context.arg(1), context.arg(2));
        published(context, receivers);
    }

    private static void published(Context context, long receivers) {
        context.engine().propagation().addForReplicas(context.session().database(), context.argv());
        context.work(receivers);
        context.reply().integer(receivers);
    }

    private static void channels(Context context, Map<ByteKey, Set<Session>> all) {
        if (context.argc() > 3) {
            throw CommandReplies.wrongSubcommand(context);
        }
        byte[] pattern = context.args().hasNext() ? context.args().next() : null;
        List<byte[]> found = new ArrayList<>();
        for (ByteKey channel : all.keySet()) {
            if (pattern == null || Glob.matches(pattern, channel.bytes())) {
                found.add(channel.bytes());
            }
        }
        context.work(all.size());
        context.reply().array(found.size());
        found.forEach(context.reply()::bulk);
    }

    private static void subscribers(Context context, Map<ByteKey, Set<Session>> all) {
        Arguments args = context.args();
        ReplySink reply = context.reply();
        reply.array(2 * args.remaining());
        while (args.hasNext()) {
            byte[] channel = args.next();
            Set<Session> sessions = all.get(new ByteKey(channel));
            reply.bulk(channel);
            reply.integer(sessions == null ? 0 : sessions.size());
        }
    }

    private static void numpat(Context context) {
        context.reply().integer(context.engine().pubSub().patterns().size());
    }
}
