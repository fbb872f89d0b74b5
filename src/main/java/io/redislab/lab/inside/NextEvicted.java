package io.redislab.lab.inside;

import io.redislab.engine.Engine;
import io.redislab.engine.config.MaxmemoryPolicy;
import io.redislab.engine.keyspace.AccessClock;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which keys the memory limit would take first, and why. */
public final class NextEvicted {
    private static final int SHOWN = 5;
    /** In a large world only so many keys are looked at. */
    private static final int MAX_LOOKED_AT = 200_000;

    private NextEvicted() {}

    /** @param order the greater the sooner */
    private record Place(String name, long order, String why) {}

    /** Lines that are safe for a terminal. */
    public static List<String> of(Engine engine, int width) {
        Drawing drawing = new Drawing(width);
        long limit = engine.config().maxmemory();
        long used = engine.usedMemory();
        MaxmemoryPolicy policy = engine.config().maxmemoryPolicy();
        drawing.line(
                limit == 0
                        ? "There is no limit (maxmemory 0), so no key goes. " + Drawing.bytes(used) + " are used."
                        : Drawing.bytes(used) + " of " + Drawing.bytes(limit) + " are used (maxmemory), policy "
                                + engine.config().get("maxmemory-policy") + ".");
        if (policy == MaxmemoryPolicy.NOEVICTION) {
            drawing.line("Under noeviction no key goes: at the limit writes get an error.");
            return drawing.lines();
        }
        List<Place> places = places(engine, policy);
        if (places.isEmpty()) {
            drawing.line(
                    policy.isVolatile()
                            ? "No key expires, and only such keys may go: at the limit writes get an error."
                            : "There is no key.");
            return drawing.lines();
        }
        if (policy.isRandom()) {
            drawing.line("Any of " + Drawing.count(places.size(), "key", "keys") + " may go: it is left to chance.");
            return drawing.lines();
        }
        places.sort(Comparator.comparingLong(Place::order).reversed());
        for (int i = 0; i < Math.min(SHOWN, places.size()); i++) {
            drawing.line(
                    (i + 1) + ". " + places.get(i).name() + "  " + places.get(i).why());
        }
        drawing.line("Redis looks at " + engine.config().get("maxmemory-samples")
                + " keys at a time (maxmemory-samples) and takes the best of");
        drawing.line("what it has seen: among few keys the first of these goes.");
        return drawing.lines();
    }

    private static List<Place> places(Engine engine, MaxmemoryPolicy policy) {
        List<Place> places = new ArrayList<>();
        AccessClock access = engine.keyspace().access();
        for (Database database : engine.keyspace().databases()) {
            long cursor = 0;
            do {
                cursor = database.keys().scan(cursor, entry -> {
                    if (entry.isVolatile() || !policy.isVolatile()) {
                        places.add(place(engine, database, entry, policy, access));
                    }
                });
            } while (cursor != 0 && places.size() < MAX_LOOKED_AT);
        }
        return places;
    }

    private static Place place(
            Engine engine, Database database, KeyEntry entry, MaxmemoryPolicy policy, AccessClock access) {
        String name =
                Drawing.shown(entry.key(), 40) + (database.index() == 0 ? "" : " in database " + database.index());
        if (policy == MaxmemoryPolicy.VOLATILE_TTL) {
            long left = database.expireAt(entry.key()) - engine.now();
            return new Place(name, -left, "expires in " + left / 1000 + " s");
        } else if (policy.isLfu()) {
            int counter = access.decayed(entry);
            return new Place(name, 255L - counter, "used seldom: its counter is " + counter + " of 255");
        }
        long idle = access.idleMillis(entry) / 1000;
        return new Place(name, idle, "not used for " + idle + " s");
    }
}
