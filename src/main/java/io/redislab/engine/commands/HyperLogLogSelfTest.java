package io.redislab.engine.commands;

import io.redislab.engine.RedisError;
import io.redislab.engine.value.HyperLogLog;
import java.util.random.RandomGenerator;

/** PFSELFTEST: both forms must agree with each other and, within the expected error, with the truth. */
final class HyperLogLogSelfTest {
    private static final int LARGEST = 1_000_000;

    /** The standard error is 1.04 / √registers; so many times it is as good as impossible. */
    private static final int TOLERANCE = 6;

    private HyperLogLogSelfTest() {}

    /** @throws RedisError TESTFAILED with what is wrong */
    static void run(RandomGenerator random, int sparseMaxBytes) {
        HyperLogLog dense = HyperLogLog.of(HyperLogLog.create(), sparseMaxBytes);
        HyperLogLog sparse = HyperLogLog.of(HyperLogLog.create(), sparseMaxBytes);
        dense.makeDense();
        long seed = random.nextLong();
        int checkpoint = 1;
        for (int i = 1; i <= LARGEST; i++) {
            byte[] element = element(i ^ seed);
            dense.add(element);
            sparse.add(element);
            if (i == checkpoint) {
                check(dense, sparse, checkpoint, sparseMaxBytes);
                checkpoint *= 10;
            }
        }
    }

    private static byte[] element(long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }

    private static void check(HyperLogLog dense, HyperLogLog sparse, int truth, int sparseMaxBytes) {
        if (truth < sparseMaxBytes / 2 && sparse.isDense()) {
            throw new RedisError("TESTFAILED sparse encoding not used");
        }
        long estimate = dense.count();
        if (estimate != sparse.count()) {
            throw new RedisError("TESTFAILED dense/sparse disagree");
        }
        double expected = 1.04 / Math.sqrt(HyperLogLog.REGISTERS) * TOLERANCE * truth;
        // Among ten elements one collision is not so rare.
        double allowed = truth == 10 ? 1 : Math.ceil(expected);
        if (Math.abs(estimate - truth) > allowed) {
            throw new RedisError("TESTFAILED Too big error. card:" + truth + " abserr:" + Math.abs(estimate - truth));
        }
    }
}
