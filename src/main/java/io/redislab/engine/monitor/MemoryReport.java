package io.redislab.engine.monitor;

import io.redislab.engine.Engine;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.MemoryModel;
import io.redislab.engine.keyspace.MemoryModel.Part;
import java.util.ArrayList;
import java.util.List;

/** Where memory goes, in bytes, as Redis would report it: for INFO, MEMORY STATS and MEMORY DOCTOR. */
public record MemoryReport(
        long used,
        long peak,
        long clients,
        long backlog,
        long replicaBuffers,
        long aofBuffer,
        long scripts,
        long functions,
        long keys,
        List<DatabaseOverhead> databases) {
    /** Redis' allocator works on pages, of which the last of each size class is partly filled. */
    private static final long PAGE = 4096;

    private static final long PARTLY_FILLED = 144 << 10;
    /** Pages that the allocator has got and not yet given back, and what the program itself takes. */
    private static final long KEPT_PAGES = 2_670_592;

    /** The table of functions, when there are none. */
    private static final long FUNCTION_TABLE = 200;

    private static final long PROGRAM = 7_860_224;

    /** What the tables of a database take besides keys and values. */
    public record DatabaseOverhead(int database, long main, long expires) {}

    public static MemoryReport of(Engine engine) {
        MemoryModel model = engine.memory();
        List<DatabaseOverhead> databases = new ArrayList<>();
        long keys = 0;
        for (Database database : engine.keyspace().databases()) {
            if (database.size() > 0) {
                keys += database.size();
                databases.add(
                        new DatabaseOverhead(database.index(), database.mainOverhead(), database.expiresOverhead()));
            }
        }
        return new MemoryReport(
                model.used(),
                model.peak(),
                model.of(Part.CLIENTS),
                model.of(Part.BACKLOG),
                model.of(Part.REPLICA_BUFFERS),
                model.of(Part.AOF_BUFFER),
                model.of(Part.SCRIPTS),
                FUNCTION_TABLE + model.of(Part.FUNCTIONS),
                keys,
                databases);
    }

    public long startup() {
        return MemoryModel.STARTUP;
    }

    /** All that is not keys and values. */
    public long overhead() {
        long sum = startup() + clients + backlog + replicaBuffers + aofBuffer + scripts + functions;
        for (DatabaseOverhead database : databases) {
            sum += database.main() + database.expires();
        }
        return sum;
    }

    public long dataset() {
        return used - overhead();
    }

    public double datasetPercent() {
        return 100.0 * dataset() / netUsage();
    }

    private long netUsage() {
        return Math.max(1, used - startup());
    }

    public long bytesPerKey() {
        return keys == 0 ? 0 : netUsage() / keys;
    }

    public double peakPercent() {
        return 100.0 * used / peak;
    }

    // The allocator is modelled: what is counted as used, in pages, as an early jemalloc of a real server holds it.

    public long active() {
        return (used + PARTLY_FILLED + PAGE - 1) / PAGE * PAGE;
    }

    public long resident() {
        return (peak + PARTLY_FILLED + KEPT_PAGES + PAGE - 1) / PAGE * PAGE;
    }

    public long rss() {
        return resident() + PROGRAM;
    }

    public double allocatorFragmentation() {
        return (double) active() / used;
    }

    public long allocatorFragmentationBytes() {
        return active() - used;
    }

    public double allocatorRss() {
        return (double) resident() / active();
    }

    public long allocatorRssBytes() {
        return resident() - active();
    }

    public double rssOverhead() {
        return (double) rss() / resident();
    }

    public long rssOverheadBytes() {
        return rss() - resident();
    }

    public double fragmentation() {
        return (double) rss() / used;
    }

    public long fragmentationBytes() {
        return rss() - used;
    }

    /** MALLOC-STATS: the figures of the modelled allocator. */
    public String allocatorText() {
        return "___ Begin allocator statistics (modelled) ___\n"
                + "Allocated: " + used + ", active: " + active() + ", resident: " + resident() + ", peak allocated: "
                + peak
                + "\nPage size: " + PAGE + "\n"
                + "--- End allocator statistics ---\n";
    }
}
