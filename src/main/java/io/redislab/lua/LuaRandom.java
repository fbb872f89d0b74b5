package io.redislab.lua;

/**
 * The generator behind {@code math.random}: the 48-bit linear congruence of drand48, of which the upper 31 bits are
 * given, so that every machine draws the same numbers from the same seed.
 */
public final class LuaRandom {
    private static final long MASK = (1L << 48) - 1;
    private long x = 0x1234_abcd_330eL;

    public void seed(int seed) {
        x = ((long) seed << 16 | 0x330e) & MASK;
    }

    /** The next number, from 0 to 2^31 - 1. */
    public int next() {
        x = (x * 0x5_deec_e66dL + 0xb) & MASK;
        return (int) (x >>> 17);
    }
}
