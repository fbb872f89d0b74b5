package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.PROTECTED;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandHandler;
import io.redislab.engine.command.Declaration;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** DEBUG: which subcommands there are. What they do is in {@link DebugServer}, {@link DebugData} and {@link DebugReplies}. */
public final class DebugCommand {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "debug";

    private static final int ANY = Integer.MAX_VALUE;

    /**
     * A subcommand.
     *
     * @param min words of the whole call, at least
     * @param max words of the whole call, at most
     */
    private record Sub(String name, String syntax, String summary, int min, int max, CommandHandler handler) {}

    private static final List<Sub> SUBCOMMANDS = List.of(
            new Sub(
                    "CHANGE-REPL-ID",
                    "",
                    "Begins another history of replication.",
                    2,
                    2,
                    DebugServer::changeReplicationId),
            new Sub("CLIENT-EVICTION", "", "Shows clients by memory.", 2, 2, DebugServer::clientEviction),
            new Sub(
                    "CONFIG-REWRITE-FORCE-ALL",
                    "",
                    "Writes all parameters into the configuration file.",
                    2,
                    2,
                    DebugServer::rewriteConfiguration),
            new Sub(
                    "CRASH-AND-RECOVER",
                    "[<milliseconds>]",
                    "Restarts the server without saving.",
                    2,
                    3,
                    DebugServer::restart),
            new Sub("DIGEST", "", "Shows what stands for all data.", 2, 2, DebugData::digest),
            new Sub(
                    "DIGEST-VALUE",
                    "<key> [<key> ...]",
                    "Shows what stands for values.",
                    2,
                    ANY,
                    DebugData::digestValue),
            new Sub(
                    "DROP-CLUSTER-PACKET-FILTER",
                    "<type>",
                    "Drops packets of a cluster.",
                    3,
                    3,
                    DebugServer::integerWithoutEffect),
            new Sub(
                    "AOF-FLUSH-SLEEP",
                    "<microsec>",
                    "Lets every write to the AOF wait so long.",
                    3,
                    3,
                    DebugServer::aofFlushSleep),
            new Sub("ERROR", "<string>", "Replies an error.", 3, 3, DebugReplies::error),
            new Sub(
                    "HTSTATS",
                    "<db>",
                    "Shows how full the tables of a database are.",
                    3,
                    3,
                    DebugData::tableStatistics),
            new Sub(
                    "HTSTATS-KEY",
                    "<key>",
                    "Shows how full the table of a value is.",
                    3,
                    3,
                    DebugData::tableStatisticsOfKey),
            new Sub("LISTPACK", "<key>", "Prints a listpack to the log.", 3, 3, DebugData::listpack),
            new Sub("LOADAOF", "", "Writes, empties and loads the append-only file.", 2, 2, DebugServer::loadAof),
            new Sub("LOG", "<message>", "Writes to the log.", 3, 3, DebugServer::log),
            new Sub("OBJECT", "<key>", "Shows the inside of a value.", 3, 3, DebugData::object),
            new Sub("OOM", "", "Ends the server as if memory were used up.", 2, 2, DebugServer::outOfMemory),
            new Sub("PANIC", "", "Ends the server as after an error of its own.", 2, 2, DebugServer::panic),
            new Sub("ASSERT", "", "Ends the server as after a failed assertion.", 2, 2, DebugServer::failAssertion),
            new Sub("SEGFAULT", "", "Ends the server as after an invalid access.", 2, 2, DebugServer::segfault),
            new Sub("PAUSE-CRON", "<0|1>", "Stops the periodic work.", 3, 3, DebugServer::pauseCron),
            new Sub("POPULATE", "<count> [<prefix>] [<size>]", "Creates strings.", 3, 5, DebugData::populate),
            new Sub("PROTOCOL", "<type>", "Replies an example of a type.", 3, 3, DebugReplies::protocol),
            new Sub("QUICKLIST", "<key> [<0|1>]", "Prints a quicklist to the log.", 3, 4, DebugData::quicklist),
            new Sub(
                    "QUICKLIST-PACKED-THRESHOLD",
                    "<size>",
                    "From which size elements of lists stand alone; 0 for the default.",
                    3,
                    3,
                    DebugServer::packedThreshold),
            new Sub(
                    "RELOAD",
                    "[MERGE] [NOFLUSH] [NOSAVE]",
                    "Saves the data, empties and loads.",
                    2,
                    ANY,
                    DebugServer::reload),
            new Sub(
                    "REPLYBUFFER",
                    "PEAK-RESET-TIME <NEVER|RESET|time> | RESIZING <0|1>",
                    "When reply buffers change their size.",
                    4,
                    4,
                    DebugServer::replyBuffer),
            new Sub("RESTART", "[<milliseconds>]", "Restarts the server.", 2, 3, DebugServer::restart),
            new Sub("SDSLEN", "<key>", "Shows lengths of key and value.", 3, 3, DebugData::stringLengths),
            new Sub(
                    "SET-ACTIVE-EXPIRE",
                    "<0|1>",
                    "Whether keys expire that nobody asks for.",
                    3,
                    3,
                    DebugServer::activeExpire),
            new Sub(
                    "SET-DISABLE-DENY-SCRIPTS",
                    "<0|1>",
                    "Whether scripts may call everything.",
                    3,
                    3,
                    DebugServer::scriptsMayAll),
            new Sub(
                    "SET-SKIP-CHECKSUM-VALIDATION",
                    "<0|1>",
                    "Whether checksums don't matter.",
                    3,
                    3,
                    DebugServer::skipChecksums),
            new Sub("SLEEP", "<seconds>", "Does nothing for so long.", 3, 3, DebugServer::sleep),
            new Sub("STRUCTSIZE", "", "Shows sizes of Redis' structures.", 2, 2, DebugReplies::structureSizes));

    private DebugCommand() {}

    public static List<Declaration> commands() {
        return List.of(command("DEBUG")
                .group(CommandGroup.SERVER)
                .since("1.0.0")
                .complexity("Depends on subcommand.")
                .summary("Looks into the server, and makes it misbehave: for tests.")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE, PROTECTED)
                .arity(-2)
                .internal()
                .handler(DebugCommand::debug));
    }

    private static void debug(Context c) {
        byte[] name = c.arg(1);
        if (c.argc() == 2 && Ascii.equalsIgnoreCase(name, "HELP")) {
            help(c);
            return;
        }
        for (Sub sub : SUBCOMMANDS) {
            if (c.argc() >= sub.min() && c.argc() <= sub.max() && Ascii.equalsIgnoreCase(name, sub.name())) {
                c.args().seek(2);
                sub.handler().execute(c);
                return;
            }
        }
        throw unknown(c);
    }

    static RedisError unknown(Context c) {
        return new RedisError("ERR unknown subcommand or wrong number of arguments for '"
                + new String(c.arg(1), StandardCharsets.ISO_8859_1) + "'. Try DEBUG HELP.");
    }

    private static void help(Context c) {
        c.reply().array(2 * SUBCOMMANDS.size() + 3);
        c.reply().status("DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (Sub sub : SUBCOMMANDS) {
            c.reply().status(sub.syntax().isEmpty() ? sub.name() : sub.name() + " " + sub.syntax());
            c.reply().status("    " + sub.summary());
        }
        c.reply().status("HELP");
        c.reply().status("    Prints this help.");
    }
}
