package io.redislab.engine.commands;

import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.value.GeoHash;
import io.redislab.engine.value.GeoHash.Point;
import io.redislab.engine.value.SortedSetValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads places, units and distances. */
final class GeoArguments {
    private GeoArguments() {}

    /** A longitude and a latitude. @throws RedisError when they are no numbers or can't be stored */
    static Point point(Arguments args) {
        double longitude = args.doubleValue();
        double latitude = args.doubleValue();
        Point point = new Point(longitude, latitude);
        if (!point.isValid()) {
            throw new RedisError(
                    "ERR invalid longitude,latitude pair " + sixDigits(longitude) + "," + sixDigits(latitude));
        }
        return point;
    }

    /** C's {@code %f}. */
    private static String sixDigits(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String text = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        return value < 0 && !text.startsWith("-") ? "-" + text : text;
    }

    /** Where a member is. @throws RedisError when it is not there */
    static Point placeOf(SortedSetValue set, byte[] member) {
        double score = set.score(member);
        if (Double.isNaN(score)) {
            throw new RedisError("ERR could not decode requested zset member");
        }
        return GeoHash.decode(score);
    }

    /** Metres of a unit. */
    static double unit(byte[] word) {
        if (Ascii.equalsIgnoreCase(word, "m")) {
            return 1;
        } else if (Ascii.equalsIgnoreCase(word, "km")) {
            return 1000;
        } else if (Ascii.equalsIgnoreCase(word, "ft")) {
            return 0.3048;
        } else if (Ascii.equalsIgnoreCase(word, "mi")) {
            return 1609.34;
        }
        throw new RedisError("ERR unsupported unit provided. please use M, KM, FT, MI");
    }

    /**
     * What a search looks into, without the place that it is around.
     *
     * @param unit metres of the unit that lengths are given in
     */
    record Extent(boolean isBox, double width, double height, double unit) {
        /** A radius and its unit. */
        static Extent circle(Arguments args) {
            double radius = args.doubleValue(new RedisError("ERR need numeric radius"));
            if (radius < 0) {
                throw new RedisError("ERR radius cannot be negative");
            }
            return new Extent(false, radius, radius, GeoArguments.unit(args.next()));
        }

        /** Width, height and their unit. */
        static Extent box(Arguments args) {
            double width = args.doubleValue(new RedisError("ERR need numeric width"));
            double height = args.doubleValue(new RedisError("ERR need numeric height"));
            if (width < 0 || height < 0) {
                throw new RedisError("ERR height or width cannot be negative");
            }
            return new Extent(true, width, height, GeoArguments.unit(args.next()));
        }

        GeoArea around(Point center) {
            return isBox ? new GeoArea.Box(center, width, height, unit) : new GeoArea.Circle(center, width * unit);
        }
    }
}
