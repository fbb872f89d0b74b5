package io.redislab.engine.acl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** What was refused of late, newest first. Refusals that are alike within a minute are one entry with a count. */
public final class AclLog {
    /** How many of the newest entries are compared with a new one. */
    private static final int COMPARED = 10;

    private static final long SAME_MILLIS = 60_000;

    /** Where a refused call came from. */
    public enum Origin {
        TOPLEVEL("toplevel"),
        MULTI("multi"),
        SCRIPT("lua");

        private final String wireName;

        Origin(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /**
     * One line of ACL LOG.
     *
     * @param object the command, key, channel or AUTH
     * @param millis when it happened last: Unix time in ms
     * @param client the last one who tried, as in CLIENT LIST
     */
    public record Entry(
            long count, Denied.Reason reason, Origin origin, String object, String user, long millis, String client) {
        private boolean isLike(Entry other) {
            return reason == other.reason
                    && origin == other.origin
                    && Math.abs(millis - other.millis) <= SAME_MILLIS
                    && object.equals(other.object)
                    && user.equals(other.user);
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** @param maxLength how many entries are kept */
    void add(Entry added, long maxLength) {
        int compared = 0;
        for (Iterator<Entry> known = entries.iterator(); known.hasNext() && compared < COMPARED; compared++) {
            Entry entry = known.next();
            if (entry.isLike(added)) {
                known.remove();
                entries.addFirst(new Entry(
                        entry.count() + 1,
                        added.reason(),
                        added.origin(),
                        added.object(),
                        added.user(),
                        added.millis(),
                        added.client()));
                return;
            }
        }
        entries.addFirst(added);
        while (entries.size() > maxLength) {
            entries.removeLast();
        }
    }

    /** The newest entries, at most so many. */
    public List<Entry> newest(long count) {
        List<Entry> newest = new ArrayList<>();
        for (Entry entry : entries) {
            if (newest.size() >= count) {
                break;
            }
            newest.add(entry);
        }
        return newest;
    }

    public void clear() {
        entries.clear();
    }
}
