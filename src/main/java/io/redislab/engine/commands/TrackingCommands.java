package io.redislab.engine.commands;

import static io.redislab.engine.commands.ClientCommands.own;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.clients.ClientTracking;
import io.redislab.engine.clients.Tracking;
import io.redislab.engine.clients.TrackingOptions;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.Declaration;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subcommands of CLIENT for client-side caching. */
final class TrackingCommands {
    private TrackingCommands() {}

    static List<Declaration> subcommands() {
        return List.of(
                own("CACHING", "6.0.0", TrackingCommands::caching)
                        .syntax("<mode: YES | NO>")
                        .summary("Chooses whether what the next command reads is tracked."),
                own("GETREDIR", "6.0.0", TrackingCommands::getRedir)
                        .summary("Tells which connection gets this one's invalidations."),
                own("TRACKING", "6.0.0", TrackingCommands::tracking)
                        .syntax("<status: ON | OFF> [REDIRECT client-id:int] [PREFIX prefix]... [BCAST]"
                                + " [OPTIN] [OPTOUT] [NOLOOP]")
                        .complexity("O(1). Some options may introduce additional complexity.")
                        .summary("Lets the server tell when keys change that the connection has read."),
                own("TRACKINGINFO", "6.2.0", TrackingCommands::trackingInfo)
                        .summary("Shows what the connection has chosen with CLIENT TRACKING."));
    }

    private static void tracking(Context c) {
        TrackingOptions options = options(c);
        Session session = c.session();
        if (Ascii.equalsIgnoreCase(c.arg(2), "on")) {
            c.engine().tracking().enable(session, options);
        } else if (Ascii.equalsIgnoreCase(c.arg(2), "off")) {
            c.engine().tracking().disable(session);
        } else {
            throw RedisError.SYNTAX;
        }
        c.reply().ok();
    }

    private static TrackingOptions options(Context c) {
        Arguments args = c.args();
        args.seek(3);
        boolean broadcast = false;
        boolean optIn = false;
        boolean optOut = false;
        boolean noLoop = false;
        long redirect = 0;
        List<byte[]> prefixes = new ArrayList<>();
        while (args.hasNext()) {
            if (args.remaining() > 1 && args.option("REDIRECT")) {
                redirect = redirect(c, redirect);
            } else if (args.option("BCAST")) {
                broadcast = true;
            } else if (args.option("OPTIN")) {
                optIn = true;
            } else if (args.option("OPTOUT")) {
                optOut = true;
            } else if (args.option("NOLOOP")) {
                noLoop = true;
            } else if (args.remaining() > 1 && args.option("PREFIX")) {
                prefixes.add(args.next());
            } else {
                throw RedisError.SYNTAX;
            }
        }
        return new TrackingOptions(broadcast, optIn, optOut, noLoop, redirect, prefixes);
    }

    private static long redirect(Context c, long before) {
        if (before != 0) {
            throw new RedisError("ERR A client can only redirect to a single other client");
        }
        long redirect = c.args().longValue();
        if (c.engine().session(redirect) == null) {
            throw new RedisError("ERR The client ID you want redirect to does not exist");
        }
        return redirect;
    }

    private static void caching(Context c) {
        if (c.session().tracking() == null) {
            throw new RedisError(
                    "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
                            + " OPTOUT mode enabled");
        }
        if (Ascii.equalsIgnoreCase(c.arg(2), "yes")) {
            ClientTracking.setCaching(c.session(), true);
        } else if (Ascii.equalsIgnoreCase(c.arg(2), "no")) {
            ClientTracking.setCaching(c.session(), false);
        } else {
            throw RedisError.SYNTAX;
        }
        c.reply().ok();
    }

    private static void getRedir(Context c) {
        Tracking tracking = c.session().tracking();
        c.reply().integer(tracking == null ? -1 : tracking.redirect());
    }

    private static void trackingInfo(Context c) {
        Tracking tracking = c.session().tracking();
        ReplySink reply = c.reply();
        List<String> flags = flags(tracking);
        reply.map(3);
        reply.bulk("flags");
        reply.set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("redirect");
        reply.integer(tracking == null ? -1 : tracking.redirect());
        reply.bulk("prefixes");
        if (tracking == null) {
            reply.emptyArray();
        } else {
            reply.array(tracking.prefixes().size());
            tracking.prefixes().forEach(reply::bulk);
        }
    }

    private static List<String> flags(@Nullable Tracking tracking) {
        if (tracking == null) {
            return List.of("off");
        }
        List<String> flags = new ArrayList<>();
        flags.add("on");
        addIf(flags, tracking.isBroadcast(), "bcast");
        addIf(flags, tracking.isOptIn(), "optin");
        addIf(flags, tracking.isOptIn() && tracking.isCaching(), "caching-yes");
        addIf(flags, tracking.isOptOut(), "optout");
        addIf(flags, tracking.isOptOut() && tracking.isCaching(), "caching-no");
        addIf(flags, tracking.isNoLoop(), "noloop");
        addIf(flags, tracking.isRedirectBroken(), "broken_redirect");
        return flags;
    }

    private static void addIf(List<String> flags, boolean holds, String flag) {
        if (holds) {
            flags.add(flag);
        }
    }
}
