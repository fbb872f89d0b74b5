package io.redislab.engine.monitor;

import io.redislab.engine.Context;
import io.redislab.engine.config.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The calls that took longer than {@code slowlog-log-slower-than}, the newest first. */
public final class SlowLog {
    private static final int MAX_WORDS = 32;
    private static final int MAX_WORD = 128;

    private final Configuration config;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextId;

    /**
     * A slow call.
     *
     * @param time Unix time in seconds
     * @param words of the call, shortened; secrets are redacted
     * @param address of the client
     * @param name of the client
     */
    public record Entry(long id, long time, long micros, byte[][] words, String address, byte[] name) {}

    SlowLog(Configuration config) {
        this.config = config;
    }

    void record(Context context, long micros) {
        long threshold = config.slowlogLogSlowerThan();
        if (threshold < 0) {
            return;
        }
        if (micros >= threshold) {
            entries.addFirst(new Entry(
                    nextId++,
                    context.now() / 1000,
                    micros,
                    shorten(context.shownArgv()),
                    MonitorFeed.address(context.session()),
                    context.session().name()));
        }
        while (entries.size() > config.slowlogMaxLen()) {
            entries.removeLast();
        }
    }

    private static byte[][] shorten(byte[][] argv) {
        byte[][] words = new byte[Math.min(argv.length, MAX_WORDS)][];
        for (int i = 0; i < words.length; i++) {
            if (i == MAX_WORDS - 1 && argv.length > MAX_WORDS) {
                words[i] = text("... (" + (argv.length - MAX_WORDS + 1) + " more arguments)");
            } else if (argv[i].length > MAX_WORD) {
                String start = new String(argv[i], 0, MAX_WORD, StandardCharsets.ISO_8859_1);
                words[i] = text(start + "... (" + (argv[i].length - MAX_WORD) + " more bytes)");
            } else {
                words[i] = argv[i];
            }
        }
        return words;
    }

    private static byte[] text(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    public int size() {
        return entries.size();
    }

    public Iterator<Entry> newestFirst() {
        return entries.iterator();
    }

    public void clear() {
        entries.clear();
    }
}
