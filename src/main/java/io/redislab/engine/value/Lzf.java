package io.redislab.engine.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compression in the LZF format, which RDB files use. The stream is a row of pieces, each led by a control byte c:
 *
 * <ul>
 *   <li>c &lt; 32: c + 1 literal bytes follow;
 *   <li>otherwise a copy from earlier output: its length minus 2 in c's upper three bits (7: the next byte is to be
 *       added), its distance minus 1 in c's lower five bits and the byte after.
 * </ul>
 *
 * <p>The compressor takes, at each place, the latest earlier occurrence of the next three bytes that its table knows.
 *
 * @see <a href="http://oldhome.schmorp.de/marc/liblzf.html">LibLZF</a>
 */
public final class Lzf {
    private static final int MAX_LITERALS = 32;
    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MAX_MATCH = 7 + 255 + 2;
    private static final int MIN_MATCH = 3;

    private Lzf() {}

    /**
     * Compresses bytes.
     *
     * @param limit the most bytes that the result may have
     * @return null when they do not suffice
     */
    public static byte @Nullable [] compress(byte[] in, int length, int limit) {
        int bits = tableBits(length);
        int[] latest = new int[1 << bits];
        byte[] out = new byte[Math.max(0, limit)];
        int o = 0;
        int literalStart = 0;
        int i = 0;
        while (i + MIN_MATCH <= length) {
            int slot = hash(in, i, bits);
            int candidate = latest[slot] - 1;
            latest[slot] = i + 1;
            if (candidate < 0 || i - candidate > MAX_DISTANCE || !sameThree(in, candidate, i)) {
                i++;
                continue;
            }
            int most = Math.min(MAX_MATCH, length - i);
            int match = MIN_MATCH;
            while (match < most && in[candidate + match] == in[i + match]) {
                match++;
            }
            int distance = i - candidate - 1;
            int stored = match - 2;
            o = writeLiterals(in, literalStart, i, out, o);
            if (o < 0 || o + (stored < 7 ? 2 : 3) > out.length) {
                return null;
            }
            if (stored < 7) {
                out[o++] = (byte) (stored << 5 | distance >> 8);
            } else {
                out[o++] = (byte) (7 << 5 | distance >> 8);
                out[o++] = (byte) (stored - 7);
            }
            out[o++] = (byte) distance;
            int end = i + match;
            for (i++; i < end; i++) {
                if (i + MIN_MATCH <= length) {
                    latest[hash(in, i, bits)] = i + 1;
                }
            }
            literalStart = end;
        }
        o = writeLiterals(in, literalStart, length, out, o);
        return o < 0 ? null : Arrays.copyOf(out, o);
    }

    private static int tableBits(int length) {
        int bits = 8;
        while (bits < 14 && 1 << bits < length) {
            bits++;
        }
        return bits;
    }

    private static int hash(byte[] in, int at, int bits) {
        int three = (in[at] & 0xFF) | (in[at + 1] & 0xFF) << 8 | (in[at + 2] & 0xFF) << 16;
        return (three * 0x9E3779B1) >>> (32 - bits);
    }

    private static boolean sameThree(byte[] in, int a, int b) {
        return in[a] == in[b] && in[a + 1] == in[b + 1] && in[a + 2] == in[b + 2];
    }

    /** Returns where the output goes on, -1 when it is full. */
    private static int writeLiterals(byte[] in, int from, int to, byte[] out, int outAt) {
        int o = outAt;
        int i = from;
        while (i < to) {
            int run = Math.min(MAX_LITERALS, to - i);
            if (o + 1 + run > out.length) {
                return -1;
            }
            out[o++] = (byte) (run - 1);
            System.arraycopy(in, i, out, o, run);
            o += run;
            i += run;
        }
        return o;
    }

    /**
     * Undoes {@link #compress} and what liblzf does.
     *
     * @param size how many bytes it must give
     * @return null when the input is damaged
     */
    public static byte @Nullable [] decompress(byte[] in, int size) {
        byte[] out = new byte[size];
        int i = 0;
        int o = 0;
        while (i < in.length) {
            int control = in[i++] & 0xFF;
            if (control < MAX_LITERALS) {
                int run = control + 1;
                if (i + run > in.length || o + run > size) {
                    return null;
                }
                System.arraycopy(in, i, out, o, run);
                i += run;
                o += run;
                continue;
            }
            int match = control >> 5;
            if (match == 7) {
                if (i >= in.length) {
                    return null;
                }
                match += in[i++] & 0xFF;
            }
            match += 2;
            if (i >= in.length) {
                return null;
            }
            int from = o - ((control & 0x1F) << 8 | (in[i++] & 0xFF)) - 1;
            if (from < 0 || o + match > size) {
                return null;
            }
            // Byte by byte: a copy may reach into what it writes itself.
            for (int end = o + match; o < end; o++) {
                out[o] = out[from++];
            }
        }
        return o == size ? out : null;
    }
}
