package io.redislab.engine.commands;

/**
 * Sine, cosine and arc sine of a double, rounded correctly. Java's own are allowed to be off by one in the last place, and
 * so differ from C's in one of ten distances; here all is computed with twice the digits, as sums of two doubles.
 *
 * @see <a href="https://doi.org/10.1007/BF01397083">T. J. Dekker: A floating-point technique for extending the available
 *     precision</a>
 */
final class Trigonometry {
    /** π/2 = HALF_PI + HALF_PI_LOW + HALF_PI_LOWEST. */
    private static final double HALF_PI = 1.5707963267948966;

    private static final double HALF_PI_LOW = 6.123233995736766E-17;
    private static final double HALF_PI_LOWEST = -1.4973849048591698E-33;

    /** 1/n!, up to where it no longer counts for arguments up to π/4. */
    private static final Twofold[] INVERSE_FACTORIALS = inverseFactorials(28);

    private Trigonometry() {}

    /** An unevaluated sum; the lower part is less than half a unit in the last place of the higher one. */
    private record Twofold(double high, double low) {
        static Twofold sum(double a, double b) {
            double high = a + b;
            double part = high - a;
            return new Twofold(high, (a - (high - part)) + (b - part));
        }

        private static Twofold normal(double high, double low) {
            double sum = high + low;
            return new Twofold(sum, low - (sum - high));
        }

        Twofold plus(Twofold other) {
            Twofold sum = sum(high, other.high);
            return normal(sum.high, sum.low + low + other.low);
        }

        Twofold times(Twofold other) {
            double product = high * other.high;
            double error = Math.fma(high, other.high, -product);
            return normal(product, error + (high * other.low + low * other.high));
        }

        Twofold dividedBy(Twofold other) {
            double first = high / other.high;
            Twofold rest = plus(other.times(new Twofold(-first, 0)));
            return sum(first, rest.high / other.high);
        }

        Twofold negated() {
            return new Twofold(-high, -low);
        }
    }

    private static Twofold[] inverseFactorials(int count) {
        Twofold[] result = new Twofold[count];
        result[0] = new Twofold(1, 0);
        for (int n = 1; n < count; n++) {
            result[n] = result[n - 1].dividedBy(new Twofold(n, 0));
        }
        return result;
    }

    /** @param x radians, up to a few turns */
    static double sin(double x) {
        return x == 0 ? x : turned(x, 0).high;
    }

    /** @param x radians, up to a few turns */
    static double cos(double x) {
        return turned(x, 1).high;
    }

    static double asin(double x) {
        double near = StrictMath.asin(x);
        if (Double.isNaN(near) || near == 0) {
            return near;
        }
        // One step of Newton's method doubles the digits.
        Twofold error = turned(near, 0).negated().plus(new Twofold(x, 0));
        return new Twofold(near, 0).plus(error.dividedBy(turned(near, 1))).high;
    }

    /** The sine of {@code x} and so many quarters of a turn. */
    private static Twofold turned(double x, int quarters) {
        double turns = Math.rint(x / HALF_PI);
        Twofold rest = Twofold.sum(Math.fma(-turns, HALF_PI, x), 0)
                .plus(new Twofold(-turns, 0).times(new Twofold(HALF_PI_LOW, HALF_PI_LOWEST)));
        int quarter = (int) turns + quarters & 3;
        Twofold value = series(rest, quarter & 1);
        return quarter < 2 ? value : value.negated();
    }

    /** The Taylor series of the sine or, from 1 on instead of x, of the cosine. */
    private static Twofold series(Twofold x, int first) {
        Twofold square = x.times(x).negated();
        int last = (INVERSE_FACTORIALS.length - 2) / 2 * 2 + 1 - first;
        Twofold sum = INVERSE_FACTORIALS[last];
        for (int n = last - 2; n >= 0; n -= 2) {
            sum = sum.times(square).plus(INVERSE_FACTORIALS[n]);
        }
        return first == 0 ? sum.times(x) : sum;
    }
}
