package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.commands.GeoArguments.Extent;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.GeoHash;
import io.redislab.engine.value.GeoHash.Cell;
import io.redislab.engine.value.GeoHash.Point;
import io.redislab.engine.value.ScoreRange;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.resp.ReplySink;
import io.redislab.resp.WireText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search for places: GEOSEARCH, GEORADIUS and their kind, from the arguments to the reply or the stored result. */
final class GeoSearch {
    /** Which words a command takes. */
    enum Kind {
        /** GEORADIUS and GEORADIUSBYMEMBER: position and radius stand before the options; STORE key, STOREDIST key. */
        RADIUS,
        /** Their forms that only read. */
        RADIUS_READ_ONLY,
        /** GEOSEARCH. */
        SEARCH,
        /** GEOSEARCHSTORE. */
        SEARCH_STORE;

        boolean isSearch() {
            return this == SEARCH || this == SEARCH_STORE;
        }
    }

    private enum Order {
        NONE,
        ASCENDING,
        DESCENDING
    }

    /** @param distance from the centre in metres */
    private record Place(byte[] member, double score, Point point, double distance) {}

    private final Context context;
    private final Kind kind;
    private final @Nullable SortedSetValue set;
    private @Nullable Point center;
    private @Nullable Extent extent;
    private boolean fromMember;
    private boolean withDistance;
    private boolean withHash;
    private boolean withCoordinates;
    private Order order = Order.NONE;
    private boolean any;
    /** 0 for all. */
    private long count;

    private byte @Nullable [] destination;
    private boolean storesDistance;

    /** @param set null when the key is not there: then all results are empty, but the arguments are checked */
    private GeoSearch(Context context, Kind kind, @Nullable SortedSetValue set) {
        this.context = context;
        this.kind = kind;
        this.set = set;
    }

    /** GEORADIUS: key longitude latitude radius unit. */
    static void aroundPoint(Context context, Kind kind) {
        Arguments args = context.args();
        GeoSearch search = new GeoSearch(context, kind, context.readValue(args.key(), SortedSetValue.class));
        search.center = GeoArguments.point(args);
        search.extent = Extent.circle(args);
        search.run();
    }

    /** GEORADIUSBYMEMBER: key member radius unit. */
    static void aroundMember(Context context, Kind kind) {
        Arguments args = context.args();
        SortedSetValue set = context.readValue(args.key(), SortedSetValue.class);
        GeoSearch search = new GeoSearch(context, kind, set);
        byte[] member = args.next();
        if (set == null) {
            args.seek(5);
        } else {
            search.center = GeoArguments.placeOf(set, member);
            search.extent = Extent.circle(args);
        }
        search.run();
    }

    static void search(Context context) {
        SortedSetValue set = context.readValue(context.args().key(), SortedSetValue.class);
        new GeoSearch(context, Kind.SEARCH, set).run();
    }

    static void searchAndStore(Context context) {
        byte[] destination = context.args().key();
        SortedSetValue set = context.readValue(context.args().key(), SortedSetValue.class);
        GeoSearch search = new GeoSearch(context, Kind.SEARCH_STORE, set);
        search.destination = destination;
        search.run();
    }

    private void run() {
        readOptions(context.args());
        check();
        GeoArea area = center == null || extent == null ? null : extent.around(center);
        List<Place> places = set == null || area == null ? List.of() : find(set, area);
        if (destination != null) {
            store(destination, places);
        } else {
            reply(places);
        }
    }

    private void readOptions(Arguments args) {
        while (args.hasNext()) {
            int following = args.remaining() - 1;
            if (args.option("WITHDIST")) {
                withDistance = true;
            } else if (args.option("WITHHASH")) {
                withHash = true;
            } else if (args.option("WITHCOORD")) {
                withCoordinates = true;
            } else if (args.option("ANY")) {
                any = true;
            } else if (args.option("ASC")) {
                order = Order.ASCENDING;
            } else if (args.option("DESC")) {
                order = Order.DESCENDING;
            } else if (following >= 1 && args.option("COUNT")) {
                count = args.longValue();
                if (count <= 0) {
                    throw new RedisError("ERR COUNT must be > 0");
                }
            } else if (!(kind.isSearch() ? readSearchOption(args, following) : readStoreOption(args, following))) {
                throw RedisError.SYNTAX;
            }
        }
    }

    private boolean readStoreOption(Arguments args, int following) {
        if (kind == Kind.RADIUS_READ_ONLY || following < 1) {
            return false;
        }
        boolean distances = args.option("STOREDIST");
        if (!distances && !args.option("STORE")) {
            return false;
        }
        storesDistance = distances;
        destination = args.key();
        return true;
    }

    private boolean readSearchOption(Arguments args, int following) {
        boolean hasPoint = center != null && !fromMember;
        boolean hasBox = extent != null && extent.isBox();
        boolean hasCircle = extent != null && !extent.isBox();
        if (kind == Kind.SEARCH_STORE && args.option("STOREDIST")) {
            storesDistance = true;
        } else if (following >= 1 && !hasPoint && args.option("FROMMEMBER")) {
            byte[] member = args.next();
            center = set == null ? null : GeoArguments.placeOf(set, member);
            fromMember = true;
        } else if (following >= 2 && !fromMember && args.option("FROMLONLAT")) {
            center = GeoArguments.point(args);
        } else if (following >= 2 && !hasBox && args.option("BYRADIUS")) {
            extent = Extent.circle(args);
        } else if (following >= 3 && !hasCircle && args.option("BYBOX")) {
            extent = Extent.box(args);
        } else {
            return false;
        }
        return true;
    }

    private void check() {
        if (destination != null && (withDistance || withHash || withCoordinates)) {
            String what = kind == Kind.SEARCH_STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS";
            throw new RedisError("ERR " + what + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        }
        String name = WireText.ofC(context.arg(0));
        if (kind.isSearch() && center == null && !fromMember) {
            throw new RedisError("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + name);
        }
        if (kind.isSearch() && extent == null) {
            throw new RedisError("ERR exactly one of BYRADIUS and BYBOX can be specified for " + name);
        }
        if (any && count == 0) {
            throw new RedisError("ERR the ANY argument requires COUNT argument");
        }
    }

    /** The places to return, in order. */
    private List<Place> find(SortedSetValue places, GeoArea area) {
        long enough = any ? count : Long.MAX_VALUE;
        List<Place> found = new ArrayList<>();
        for (Cell cell : area.cells()) {
            if (found.size() >= enough) {
                break;
            }
            collect(places, cell.scores(), area, enough, found);
        }
        Comparator<Place> nearest = Comparator.comparingDouble(Place::distance);
        if (order == Order.DESCENDING) {
            found.sort(nearest.reversed());
        } else if (order == Order.ASCENDING || (count > 0 && !any)) {
            found.sort(nearest);
        }
        return count > 0 && count < found.size() ? found.subList(0, (int) count) : found;
    }

    private void collect(SortedSetValue places, ScoreRange scores, GeoArea area, long enough, List<Place> found) {
        SortedSetCursor cursor = places.firstIn(scores);
        if (cursor == null) {
            return;
        }
        do {
            double score = cursor.score();
            if (!scores.belowMax(score)) {
                break;
            }
            context.work(1);
            Point point = GeoHash.decode(score);
            if (area.contains(point)) {
                found.add(new Place(cursor.member(), score, point, GeoArea.distance(area.center(), point)));
            }
        } while (found.size() < enough && cursor.next());
    }

    private double inUnit(Place place) {
        return extent == null ? place.distance : place.distance / extent.unit();
    }

    private void store(byte[] key, List<Place> places) {
        context.reply().integer(places.size());
        if (places.isEmpty()) {
            StoredResult.remove(context, key);
            return;
        }
        SortedSetValue result = SortedSetValue.createSkipList();
        for (Place place : places) {
            result.put(place.member, storesDistance ? inUnit(place) : place.score, 0, 0);
        }
        result.convertToPackIfSmall(
                context.config().zsetMaxListpackEntries(), context.config().zsetMaxListpackValue());
        StoredResult.store(context, key, result, EventType.ZSET, kind.isSearch() ? "geosearchstore" : "georadiusstore");
        context.addDirty(places.size() - 1L);
    }

    private void reply(List<Place> places) {
        ReplySink reply = context.reply();
        reply.array(places.size());
        int details = (withDistance ? 1 : 0) + (withHash ? 1 : 0) + (withCoordinates ? 1 : 0);
        for (Place place : places) {
            if (details > 0) {
                reply.array(1 + details);
            }
            reply.bulk(place.member);
            if (withDistance) {
                distance(reply, inUnit(place));
            }
            if (withHash) {
                reply.integer((long) place.score);
            }
            if (withCoordinates) {
                point(reply, place.point);
            }
        }
    }

    static void point(ReplySink reply, Point point) {
        reply.array(2);
        reply.plainDouble(point.longitude());
        reply.plainDouble(point.latitude());
    }

    /** A distance with four digits after the point. */
    static void distance(ReplySink reply, double distance) {
        double scaled = Math.rint(distance * 10_000);
        // What fits no 64-bit integer becomes the lowest one, as on x86-64.
        long tenThousandths = scaled >= 0x1p63 || Double.isNaN(scaled) ? Long.MIN_VALUE : (long) scaled;
        reply.bulk(BigDecimal.valueOf(tenThousandths, 4).toPlainString());
    }
}
