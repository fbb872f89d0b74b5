package io.redislab.engine.commands;

import io.redislab.engine.value.GeoHash;
import io.redislab.engine.value.GeoHash.Cell;
import io.redislab.engine.value.GeoHash.Point;
import java.util.ArrayList;
import java.util.List;

/** A circle or a box around a place, in metres on the globe, and the cells of the geohash grid that cover it. */
sealed interface GeoArea {
    /** The mean radius that Redis takes, in metres. */
    double EARTH_RADIUS = 6372797.560856;

    /** Half of the equator on the Mercator map, in metres. */
    double MERCATOR_MAX = 20037726.37;

    Point center();

    /** Half of the width, in metres. */
    double halfWidth();

    /** Half of the height, in metres. */
    double halfHeight();

    /** From the centre to what is farthest away, in metres. */
    double reach();

    boolean contains(Point point);

    record Circle(Point center, double radius) implements GeoArea {
        @Override
        public double halfWidth() {
            return radius;
        }

        @Override
        public double halfHeight() {
            return radius;
        }

        @Override
        public double reach() {
            return radius;
        }

        @Override
        public boolean contains(Point point) {
            return !(roughDistance(center, point) > radius);
        }
    }

    /**
     * A box between two parallels and, at each latitude, so wide.
     *
     * @param unit metres of the unit that width and height are given in
     */
    record Box(Point center, double width, double height, double unit) implements GeoArea {
        @Override
        public double halfWidth() {
            return unit * (width / 2);
        }

        @Override
        public double halfHeight() {
            return unit * (height / 2);
        }

        @Override
        public double reach() {
            return Math.sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2)) * unit;
        }

        @Override
        public boolean contains(Point point) {
            if (meridianDistance(point.latitude(), center.latitude()) > height * unit / 2) {
                return false;
            }
            Point sameLatitude = new Point(center.longitude(), point.latitude());
            return !(roughDistance(point, sameLatitude) > width * unit / 2);
        }
    }

    private static double meridianDistance(double latitude1, double latitude2) {
        return EARTH_RADIUS * Math.abs(radians(latitude2) - radians(latitude1));
    }

    /** The great-circle distance in metres, by the haversine formula. */
    static double distance(Point a, Point b) {
        double v = Trigonometry.sin((radians(b.longitude()) - radians(a.longitude())) / 2);
        if (v == 0) {
            return meridianDistance(a.latitude(), b.latitude());
        }
        double latitude1 = radians(a.latitude());
        double latitude2 = radians(b.latitude());
        double u = Trigonometry.sin((latitude2 - latitude1) / 2);
        double cosines = Trigonometry.cos(latitude1) * Trigonometry.cos(latitude2);
        return 2.0 * EARTH_RADIUS * Trigonometry.asin(Math.sqrt(u * u + cosines * v * v));
    }

    /** As {@link #distance}, in a tenth of the time, but not right to the last digit. */
    private static double roughDistance(Point a, Point b) {
        double v = Math.sin((radians(b.longitude()) - radians(a.longitude())) / 2);
        if (v == 0) {
            return meridianDistance(a.latitude(), b.latitude());
        }
        double latitude1 = radians(a.latitude());
        double latitude2 = radians(b.latitude());
        double u = Math.sin((latitude2 - latitude1) / 2);
        return 2.0 * EARTH_RADIUS * Math.asin(Math.sqrt(u * u + Math.cos(latitude1) * Math.cos(latitude2) * v * v));
    }

    private static double radians(double degrees) {
        return degrees * (Math.PI / 180.0);
    }

    private static double degrees(double radians) {
        return radians / (Math.PI / 180.0);
    }

    /** The bounds in degrees. */
    record Bounds(double west, double south, double east, double north) {
        static Bounds of(GeoArea area) {
            double latitude = area.center().latitude();
            double longitude = area.center().longitude();
            double up = degrees(area.halfHeight() / EARTH_RADIUS);
            // The parallel that is nearer to the pole: there a degree is shorter.
            double edge = latitude < 0 ? latitude - up : latitude + up;
            double aside = degrees(area.halfWidth() / EARTH_RADIUS / Trigonometry.cos(radians(edge)));
            return new Bounds(longitude - aside, latitude - up, longitude + aside, latitude + up);
        }
    }

    /**
     * Up to nine cells that cover the area: the one around its centre, and of the neighbours those that are needed. Their
     * size is the smallest that suffices. In Redis' order, which the order of unsorted results follows.
     */
    default List<Cell> cells() {
        Bounds bounds = Bounds.of(this);
        int steps = steps(reach(), center().latitude());
        Cell middle = Cell.of(center(), steps);
        boolean tooSmall = middle.moved(0, 1).north() < bounds.north
                || middle.moved(0, -1).south() > bounds.south
                || middle.moved(1, 0).east() < bounds.east
                || middle.moved(-1, 0).west() > bounds.west;
        if (tooSmall && steps > 1) {
            steps--;
            middle = Cell.of(center(), steps);
        }
        boolean all = steps < 2;
        // Bounds that are no numbers, as of an infinite radius, exclude nothing.
        boolean north = all || !(middle.north() > bounds.north);
        boolean south = all || !(middle.south() < bounds.south);
        boolean east = all || !(middle.east() > bounds.east);
        boolean west = all || !(middle.west() < bounds.west);
        List<Cell> cells = new ArrayList<>(9);
        cells.add(middle);
        addIf(north, cells, middle.moved(0, 1));
        addIf(south, cells, middle.moved(0, -1));
        addIf(east, cells, middle.moved(1, 0));
        addIf(west, cells, middle.moved(-1, 0));
        addIf(north && east, cells, middle.moved(1, 1));
        addIf(north && west, cells, middle.moved(-1, 1));
        addIf(south && east, cells, middle.moved(1, -1));
        addIf(south && west, cells, middle.moved(-1, -1));
        return cells;
    }

    /** Where cells are half the world wide, neighbours on both sides are the same one. */
    private static void addIf(boolean needed, List<Cell> cells, Cell cell) {
        boolean again = cells.size() > 1 && cells.get(cells.size() - 1).equals(cell);
        if (needed && !again) {
            cells.add(cell);
        }
    }

    /** How often the world is halved, so that three cells side by side are wide enough. */
    private static int steps(double metres, double latitude) {
        if (metres == 0) {
            return GeoHash.STEPS;
        }
        int steps = -1;
        for (double width = metres; width < MERCATOR_MAX; width *= 2) {
            steps++;
        }
        // Towards the poles the cells become narrower.
        double fromEquator = Math.abs(latitude);
        steps -= fromEquator > 80 ? 2 : fromEquator > 66 ? 1 : 0;
        return Math.max(1, Math.min(GeoHash.STEPS, steps));
    }
}
