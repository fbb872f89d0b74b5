package io.redislab.engine.persistence.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum at the end of RDB files and DUMP payloads: CRC-64 with Jones' polynomial, reflected, starting at 0. Takes
 * eight bytes a step with eight tables ("slicing by 8", Kounavis and Berry, 2005).
 */
public final class Crc64 {
    /** 0xad93d23594c935a9 with its bits reversed. */
    private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;

    private static final long[] TABLES = tables();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Crc64() {}

    private static long[] tables() {
        long[] tables = new long[8 * 256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
            tables[i] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = before >>> 8 ^ tables[(int) before & 0xFF];
        }
        return tables;
    }

    /** The checksum {@code crc} of earlier bytes, continued over these; 0 to begin. */
    public static long update(long crc, byte[] bytes, int offset, int length) {
        long c = crc;
        int i = offset;
        int end = offset + length;
        for (; i + 8 <= end; i += 8) {
            c ^= (long) LONGS.get(bytes, i);
            long next = 0;
            for (int k = 0; k < 8; k++) {
                next ^= TABLES[(7 - k) * 256 + (int) (c >>> 8 * k & 0xFF)];
            }
            c = next;
        }
        for (; i < end; i++) {
            c = c >>> 8 ^ TABLES[(int) (c ^ bytes[i]) & 0xFF];
        }
        return c;
    }
}
