package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.Crash;
import io.redislab.engine.RedisError;
import io.redislab.engine.clients.SocketBuffers;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Doubles;
import io.redislab.engine.config.ConfigAccess;
import io.redislab.engine.config.MemorySize;
import io.redislab.engine.value.Quicklist;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** The subcommands of DEBUG that concern the server as a whole. */
final class DebugServer {
    private DebugServer() {}

    static void sleep(Context c) {
        double seconds = Doubles.parseOrNan(c.arg(2));
        if (seconds > 0) {
            c.engine().sleep((long) (seconds * 1e9));
        }
        c.reply().ok();
    }

    /** As C reads a number: what is none is 0. */
    private static boolean isOn(Context c) {
        return isOn(c.arg(2));
    }

    private static boolean isOn(byte[] bytes) {
        String word = new String(bytes, StandardCharsets.ISO_8859_1);
        return word.matches("[+-]?0*[1-9].*");
    }

    static void aofFlushSleep(Context c) {
        c.engine().persistence().aof().setFlushDelay(c.args().longValue());
        c.reply().ok();
    }

    static void activeExpire(Context c) {
        c.keyspace().setActiveExpiry(isOn(c));
        c.reply().ok();
    }

    static void skipChecksums(Context c) {
        c.engine().persistence().setSkipsChecksums(isOn(c));
        c.reply().ok();
    }

    static void scriptsMayAll(Context c) {
        c.engine().scripting().setAllowsAllCommands(isOn(c));
        c.reply().ok();
    }

    static void pauseCron(Context c) {
        c.engine().setCronPaused(isOn(c));
        c.reply().ok();
    }

    static void packedThreshold(Context c) {
        OptionalLong bytes = MemorySize.parse(new String(c.arg(2), StandardCharsets.ISO_8859_1));
        if (bytes.isEmpty() || bytes.getAsLong() < 0 || bytes.getAsLong() > 1L << 32) {
            throw new RedisError("ERR argument must be a memory value bigger than 1 and smaller than 4gb");
        }
        int threshold = (int) Math.min(bytes.getAsLong(), Quicklist.DEFAULT_PACKED_THRESHOLD);
        c.keyspace().setListPackedThreshold(threshold == 0 ? Quicklist.DEFAULT_PACKED_THRESHOLD : threshold);
        c.reply().ok();
    }

    static void replyBuffer(Context c) {
        SocketBuffers.Settings settings = c.engine().clientEviction().bufferSettings();
        Arguments args = c.args();
        if (args.option("RESIZING")) {
            settings.setResizing(isOn(args.next()));
        } else if (!args.option("PEAK-RESET-TIME")) {
            throw DebugCommand.unknown(c);
        } else if (args.option("NEVER")) {
            settings.setResetMillis(-1);
        } else if (args.option("RESET")) {
            settings.restoreResetMillis();
        } else {
            settings.setResetMillis(args.longValue());
        }
        c.reply().ok();
    }

    static void changeReplicationId(Context c) {
        c.engine().log().notice("Changing replication IDs after receiving change-repl-id");
        c.engine().replication().changeId();
        c.reply().ok();
    }

    static void log(Context c) {
        c.engine().log().warning("DEBUG LOG: " + new String(c.arg(2), StandardCharsets.UTF_8));
        c.reply().ok();
    }

    /** Takes a number, which without a cluster changes nothing in Redis either. */
    static void integerWithoutEffect(Context c) {
        c.args().longValue();
        c.reply().ok();
    }

    static void restart(Context c) {
        if (c.argc() == 3) {
            c.args().longValue();
        }
        throw new RedisError("ERR failed to restart the server. Check server logs.");
    }

    static void segfault(Context c) {
        c.engine().end().crash(Crash.segmentationFault());
    }

    static void panic(Context c) {
        c.engine().end().crash(Crash.panic("called by DEBUG"));
    }

    static void failAssertion(Context c) {
        c.engine().end().crash(Crash.failedAssertion("1 == 2"));
    }

    static void outOfMemory(Context c) {
        c.engine().end().crash(Crash.outOfMemory(Long.MAX_VALUE));
    }

    static void clientEviction(Context c) {
        if (c.config().maxmemoryClients() == 0) {
            throw new RedisError("ERR maxmemory-clients is disabled.");
        }
        long[] count = new long[20];
        long[] bytes = new long[20];
        c.engine().sessions().forEach(session -> {
            long memory = session.countedMemory();
            int bucket = Math.max(0, Math.min(18, 63 - Long.numberOfLeadingZeros(memory | 1) - 15));
            count[bucket]++;
            bytes[bucket] += memory;
        });
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 19; i++) {
            text.append(String.format("Bucket %2d - tot-cli-mem: %10d clients: %d%n", i, bytes[i], count[i]));
        }
        c.reply().verbatim("txt", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void rewriteConfiguration(Context c) {
        ConfigAccess.rewrite(c.config(), c.engine().acl().configLines(), true);
        c.reply().ok();
    }

    static void reload(Context c) {
        boolean merge = false;
        boolean flush = true;
        boolean save = true;
        while (c.args().hasNext()) {
            if (c.args().option("MERGE")) {
                merge = true;
            } else if (c.args().option("NOFLUSH")) {
                flush = false;
            } else if (c.args().option("NOSAVE")) {
                save = false;
            } else {
                throw new RedisError("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
            }
        }
        RedisError failure = c.engine().persistence().reload(save, flush, merge);
        if (failure != null) {
            throw failure;
        }
        c.reply().ok();
    }

    static void loadAof(Context c) {
        c.engine().persistence().loadAof();
        c.reply().ok();
    }
}
