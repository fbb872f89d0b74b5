package io.redislab.engine.value;

/**
 * Places as scores: the world from -180 to 180 degrees of longitude and -85.05112878 to 85.05112878 of latitude is halved
 * 26 times in both directions, and the bits of column and row alternate in 52 bits, the column's first. So the places of
 * any cell, whatever its size, have neighbouring scores.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Geohash">Geohash</a>
 */
public final class GeoHash {
    public static final double MAX_LONGITUDE = 180;
    public static final double MAX_LATITUDE = 85.05112878;

    /** Halvings in each direction. */
    public static final int STEPS = 26;

    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";

    private GeoHash() {}

    /** A place in degrees. */
    public record Point(double longitude, double latitude) {
        /** Whether it can be stored. */
        public boolean isValid() {
            return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
        }
    }

    /**
     * One of the cells that 2^steps columns and as many rows make.
     *
     * @param column from the west; 2^steps is possible for a place at 180 degrees
     * @param row from the south
     */
    public record Cell(int steps, long column, long row) {
        /** The cell that such a place is in. */
        public static Cell of(Point point, int steps) {
            return of(point, steps, MAX_LATITUDE);
        }

        private static Cell of(Point point, int steps, double maxLatitude) {
            double x = (point.longitude + MAX_LONGITUDE) / (2 * MAX_LONGITUDE);
            double y = (point.latitude + maxLatitude) / (2 * maxLatitude);
            long size = 1L << steps;
            return new Cell(steps, (long) (x * size), (long) (y * size));
        }

        /** The cell so many columns east and rows north of this one; the world goes on at its edges. */
        public Cell moved(int columns, int rows) {
            long mask = (1L << steps) - 1;
            return new Cell(
                    steps, columns == 0 ? column : column + columns & mask, rows == 0 ? row : row + rows & mask);
        }

        long bits() {
            return spread(column) << 1 | spread(row);
        }

        /** The scores of the places in it. */
        public ScoreRange scores() {
            int shift = 2 * (STEPS - steps);
            return new ScoreRange(bits() << shift, false, bits() + 1 << shift, true);
        }

        public double west() {
            return longitude(column);
        }

        public double east() {
            return longitude(column + 1);
        }

        public double south() {
            return latitude(row);
        }

        public double north() {
            return latitude(row + 1);
        }

        private double longitude(long at) {
            return -MAX_LONGITUDE + (double) (at & 0xFFFFFFFFL) / (1L << steps) * (2 * MAX_LONGITUDE);
        }

        private double latitude(long at) {
            return -MAX_LATITUDE + (double) (at & 0xFFFFFFFFL) / (1L << steps) * (2 * MAX_LATITUDE);
        }
    }

    /** The score of a valid place. */
    public static long encode(Point point) {
        return Cell.of(point, STEPS).bits();
    }

    /** The middle of the cell that a score stands for; for any score. */
    public static Point decode(double score) {
        long bits = toUnsigned(score);
        Cell cell = new Cell(STEPS, gather(bits >>> 1), gather(bits));
        return new Point(
                clamp((cell.west() + cell.east()) / 2, MAX_LONGITUDE),
                clamp((cell.south() + cell.north()) / 2, MAX_LATITUDE));
    }

    private static double clamp(double value, double max) {
        return Math.max(-max, Math.min(max, value));
    }

    /** As a C compiler for x86-64 turns doubles into unsigned integers. */
    private static long toUnsigned(double score) {
        if (score < 0x1p63) {
            return (long) score;
        }
        return score < 0x1p64 ? (long) (score - 0x1p63) ^ Long.MIN_VALUE : 0;
    }

    /** The geohash that other programs use, for latitudes from -90 to 90: 11 letters, of which the last is always 0. */
    public static String toText(Point point) {
        long bits = Cell.of(point, STEPS, 90).bits();
        StringBuilder text = new StringBuilder(11);
        for (int shift = 2 * STEPS - 5; shift >= 0; shift -= 5) {
            text.append(ALPHABET.charAt((int) (bits >> shift) & 31));
        }
        return text.append(ALPHABET.charAt(0)).toString();
    }

    /** Puts a zero between any two bits of the lower 32. */
    private static long spread(long value) {
        long bits = value & 0xFFFFFFFFL;
        bits = (bits | bits << 16) & 0x0000FFFF0000FFFFL;
        bits = (bits | bits << 8) & 0x00FF00FF00FF00FFL;
        bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0FL;
        bits = (bits | bits << 2) & 0x3333333333333333L;
        return (bits | bits << 1) & 0x5555555555555555L;
    }

    /** Takes every second bit, from the lowest on. */
    private static long gather(long value) {
        long bits = value & 0x5555555555555555L;
        bits = (bits | bits >>> 1) & 0x3333333333333333L;
        bits = (bits | bits >>> 2) & 0x0F0F0F0F0F0F0F0FL;
        bits = (bits | bits >>> 4) & 0x00FF00FF00FF00FFL;
        bits = (bits | bits >>> 8) & 0x0000FFFF0000FFFFL;
        return (bits | bits >>> 16) & 0xFFFFFFFFL;
    }
}
