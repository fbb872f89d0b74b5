package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAfter;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.value.GeoHash;
import io.redislab.engine.value.GeoHash.Point;
import io.redislab.engine.value.ScoreChange.Comparison;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.resp.Numbers;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Places in sorted sets: their scores are geohashes. */
public final class GeoCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "geoadd geodist geohash geopos georadius georadius_ro georadiusbymember "
            + "georadiusbymember_ro geosearch geosearchstore";

    private GeoCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("GEOADD")
                        .syntax("key [condition: NX | XX]@6.2.0 [change=CH]@6.2.0 <longitude_latitude_member: "
                                + "longitude:double latitude:double member>...")
                        .group(CommandGroup.GEO)
                        .since("3.2.0")
                        .complexity(
                                "O(log(N)) for each item added, where N is the number of elements in the sorted set.")
                        .summary("Adds places, or moves those that are there.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().readWrite().update())
                        .history("6.2.0", "Added the `CH`, `NX` and `XX` options.")
                        .handler(GeoCommands::geoadd),
                command("GEODIST")
                        .syntax("key member1 member2 [unit: M | KM | FT | MI]")
                        .group(CommandGroup.GEO)
                        .since("3.2.0")
                        .complexity("O(log(N))")
                        .summary("Gives the distance between two places.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .handler(GeoCommands::geodist),
                command("GEOHASH")
                        .syntax("key member...")
                        .group(CommandGroup.GEO)
                        .since("3.2.0")
                        .complexity(
                                "O(log(N)) for each member requested, where N is the number of elements in the sorted "
                                        + "set.")
                        .summary("Gives the geohashes of places.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .arity(-2)
                        .handler(GeoCommands::geohash),
                command("GEOPOS")
                        .syntax("key member...")
                        .group(CommandGroup.GEO)
                        .since("3.2.0")
                        .complexity("O(N) where N is the number of members requested.")
                        .summary("Gives the longitude and latitude of places.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .arity(-2)
                        .handler(GeoCommands::geopos),
                command("GEORADIUS")
                        .syntax("key longitude:double latitude:double radius:double <unit: M | KM | FT | MI>"
                                + " [WITHCOORD] [WITHDIST] [WITHHASH] [count: COUNT count:int [ANY]@6.2.0] [order:"
                                + " ASC | DESC] [STORE key] [STOREDIST key]")
                        .group(CommandGroup.GEO)
                        .since("3.2.0")
                        .complexity(
                                "O(N+log(M)) where N is the number of elements inside the bounding box of the circular"
                                        + " area delimited by center and radius and M is the number of items inside the"
                                        + " index.")
                        .summary("Finds the places around a point; can store them.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readOnly().access(),
                                keyAfter("STORE", 6).overwrite().update(),
                                keyAfter("STOREDIST", 6).overwrite().update())
                        .keyFinder(KeyFinders::geoRadius)
                        .history("6.2.0", "Added the `ANY` option for `COUNT`.")
                        .history("7.0.0", "Added support for uppercase unit names.")
                        .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument")
                        .handler(GeoCommands::georadius),
                command("GEORADIUSBYMEMBER")
                        .syntax("key member radius:double <unit: M | KM | FT | MI> [WITHCOORD] [WITHDIST] [WITHHASH] "
                                + "[count: COUNT count:int [ANY]] [order: ASC | DESC] [STORE key] [STOREDIST key]")
                        .group(CommandGroup.GEO)
                        .since("3.2.0")
                        .complexity(
                                "O(N+log(M)) where N is the number of elements inside the bounding box of the circular"
                                        + " area delimited by center and radius and M is the number of items inside the"
                                        + " index.")
                        .summary("Finds the places around a place; can store them.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readOnly().access(),
                                keyAfter("STORE", 5).overwrite().update(),
                                keyAfter("STOREDIST", 5).overwrite().update())
                        .keyFinder(KeyFinders::geoRadius)
                        .history("7.0.0", "Added support for uppercase unit names.")
                        .deprecated(
                                "6.2.0",
                                "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments")
                        .handler(GeoCommands::georadiusbymember),
                command("GEORADIUSBYMEMBER_RO")
                        .syntax("key member radius:double <unit: M | KM | FT | MI> [WITHCOORD] [WITHDIST] [WITHHASH] "
                                + "[count: COUNT count:int [ANY]] [order: ASC | DESC]")
                        .group(CommandGroup.GEO)
                        .since("3.2.10")
                        .complexity(
                                "O(N+log(M)) where N is the number of elements inside the bounding box of the circular"
                                        + " area delimited by center and radius and M is the number of items inside the"
                                        + " index.")
                        .summary("Finds the places around a place.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments")
                        .handler(GeoCommands::georadiusbymemberRo),
                command("GEORADIUS_RO")
                        .syntax("key longitude:double latitude:double radius:double <unit: M | KM | FT | MI>"
                                + " [WITHCOORD] [WITHDIST] [WITHHASH] [count: COUNT count:int [ANY]@6.2.0] [order:"
                                + " ASC | DESC]")
                        .group(CommandGroup.GEO)
                        .since("3.2.10")
                        .complexity(
                                "O(N+log(M)) where N is the number of elements inside the bounding box of the circular"
                                        + " area delimited by center and radius and M is the number of items inside the"
                                        + " index.")
                        .summary("Finds the places around a point.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("6.2.0", "Added the `ANY` option for `COUNT`.")
                        .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument")
                        .handler(GeoCommands::georadiusRo),
                command("GEOSEARCH")
                        .syntax("key <from: FROMMEMBER member | FROMLONLAT <longitude_latitude: longitude:double"
                                + " latitude:double>> <by: <circle: BYRADIUS radius:double <unit: M | KM | FT |"
                                + " MI>> | <box: BYBOX width:double height:double <unit: M | KM | FT | MI>>>"
                                + " [order: ASC | DESC] [count: COUNT count:int [ANY]] [WITHCOORD] [WITHDIST]"
                                + " [WITHHASH]")
                        .group(CommandGroup.GEO)
                        .since("6.2.0")
                        .complexity(
                                "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area"
                                        + " around the shape provided as the filter and M is the number of items inside"
                                        + " the shape")
                        .summary("Finds the places in a circle or a box.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("7.0.0", "Added support for uppercase unit names.")
                        .handler(GeoCommands::geosearch),
                command("GEOSEARCHSTORE")
                        .syntax("destination:key source:key <from: FROMMEMBER member | FROMLONLAT <longitude_latitude:"
                                + " longitude:double latitude:double>> <by: <circle: BYRADIUS radius:double <unit:"
                                + " M | KM | FT | MI>> | <box: BYBOX width:double height:double <unit: M | KM | FT"
                                + " | MI>>> [order: ASC | DESC] [count: COUNT count:int [ANY]] [STOREDIST]")
                        .group(CommandGroup.GEO)
                        .since("6.2.0")
                        .complexity(
                                "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area"
                                        + " around the shape provided as the filter and M is the number of items inside"
                                        + " the shape")
                        .summary("Stores the places in a circle or a box.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).readOnly().access())
                        .history("7.0.0", "Added support for uppercase unit names.")
                        .handler(GeoCommands::geosearchstore));
    }

    private static void geoadd(Context context) {
        Arguments args = context.args();
        args.next();
        boolean onlyNew = false;
        boolean onlyPresent = false;
        boolean countUpdates = false;
        while (args.hasNext()) {
            if (args.option("NX")) {
                onlyNew = true;
            } else if (args.option("XX")) {
                onlyPresent = true;
            } else if (args.option("CH")) {
                countUpdates = true;
            } else {
                break;
            }
        }
        if (args.remaining() == 0 || args.remaining() % 3 != 0 || (onlyNew && onlyPresent)) {
            throw RedisError.SYNTAX;
        }
        int first = args.position();
        double[] scores = new double[args.remaining() / 3];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = GeoHash.encode(GeoArguments.point(args));
            args.next();
        }
        AddOptions options = new AddOptions(onlyNew, onlyPresent, Comparison.ALWAYS, countUpdates, false);
        if (SortedSetCommands.add(context, options, scores, first + 2, 3) > 0) {
            propagate(context, first, scores);
        }
    }

    /** The effect is that of a ZADD with the same options. */
    private static void propagate(Context context, int first, double[] scores) {
        byte[][] argv = context.argv();
        byte[][] effect = new byte[first + 2 * scores.length][];
        System.arraycopy(argv, 1, effect, 1, first - 1);
        effect[0] = "zadd".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < scores.length; i++) {
            effect[first + 2 * i] = Numbers.formatDouble(scores[i]);
            effect[first + 2 * i + 1] = argv[first + 3 * i + 2];
        }
        context.propagateAs(effect);
    }

    private static void geodist(Context context) {
        if (context.argc() > 5) {
            throw RedisError.SYNTAX;
        }
        double unit = context.argc() == 5 ? GeoArguments.unit(context.arg(4)) : 1;
        SortedSetValue set = context.readValue(context.arg(1), SortedSetValue.class);
        double from = set == null ? Double.NaN : set.score(context.arg(2));
        double to = set == null ? Double.NaN : set.score(context.arg(3));
        context.work(2);
        if (Double.isNaN(from) || Double.isNaN(to)) {
            context.reply().nil();
            return;
        }
        double metres = GeoArea.distance(GeoHash.decode(from), GeoHash.decode(to));
        GeoSearch.distance(context.reply(), metres / unit);
    }

    private static void geohash(Context context) {
        replyWithPlaces(context, ReplySink::nil, (reply, point) -> reply.bulk(GeoHash.toText(point)));
    }

    private static void geopos(Context context) {
        replyWithPlaces(context, ReplySink::nilArray, GeoSearch::point);
    }

    private static void replyWithPlaces(
            Context context, Consumer<ReplySink> missing, BiConsumer<ReplySink, Point> present) {
        SortedSetValue set = context.readValue(context.arg(1), SortedSetValue.class);
        ReplySink reply = context.reply();
        int count = context.argc() - 2;
        context.work(count);
        reply.array(count);
        for (int i = 2; i < context.argc(); i++) {
            double score = set == null ? Double.NaN : set.score(context.arg(i));
            if (Double.isNaN(score)) {
                missing.accept(reply);
            } else {
                present.accept(reply, GeoHash.decode(score));
            }
        }
    }

    private static void georadius(Context context) {
        GeoSearch.aroundPoint(context, GeoSearch.Kind.RADIUS);
    }

    private static void georadiusRo(Context context) {
        GeoSearch.aroundPoint(context, GeoSearch.Kind.RADIUS_READ_ONLY);
    }

    private static void georadiusbymember(Context context) {
        GeoSearch.aroundMember(context, GeoSearch.Kind.RADIUS);
    }

    private static void georadiusbymemberRo(Context context) {
        GeoSearch.aroundMember(context, GeoSearch.Kind.RADIUS_READ_ONLY);
    }

    private static void geosearch(Context context) {
        GeoSearch.search(context);
    }

    private static void geosearchstore(Context context) {
        GeoSearch.searchAndStore(context);
    }
}
