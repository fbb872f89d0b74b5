package io.redislab.engine.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrigonometryTest {
    private static final MathContext DIGITS = new MathContext(50);

    /** The Taylor series of the sine, or of the cosine from 0 on, with fifty digits. */
    private static double series(double x, int first) {
        BigDecimal square = new BigDecimal(x).pow(2, DIGITS).negate();
        BigDecimal term = first == 1 ? new BigDecimal(x) : BigDecimal.ONE;
        BigDecimal sum = term;
        for (int n = first; n < 80; n += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf((n + 1L) * (n + 2)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.doubleValue();
    }

    @Test
    void sineAndCosineAreRoundedCorrectly() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            double x = (random.nextDouble() - 0.5) * 2 * Math.PI * (i % 4 == 0 ? 1e-4 : 1);
            assertEquals(series(x, 1), Trigonometry.sin(x), () -> "sin " + x);
            assertEquals(series(x, 0), Trigonometry.cos(x), () -> "cos " + x);
        }
        assertEquals(0.0, Trigonometry.sin(0));
        assertEquals(1.0, Trigonometry.cos(0));
        assertEquals(1.0, Trigonometry.sin(Math.PI / 2));
    }

    @Test
    void arcSineIsTheInverseOfTheSine() {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            double x = random.nextDouble() * (i % 4 == 0 ? 1e-4 : 1);
            double y = Trigonometry.asin(x);
            double slope = Math.sqrt(1 - x * x);
            assertTrue(Math.abs(series(y, 1) - x) <= Math.ulp(y) * slope + Math.ulp(x), () -> "asin " + x);
        }
        assertEquals(Math.PI / 2, Trigonometry.asin(1));
        assertEquals(0.0, Trigonometry.asin(0));
        assertTrue(Double.isNaN(Trigonometry.asin(1.0000000000000002)));
    }
}
