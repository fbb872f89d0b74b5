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
 * <p>The compressor gives the bytes that liblzf gives as Redis builds it, so that DUMP and RDB files are the same: at each
 * place it takes the last occurrence of the next three bytes that its table still knows. The table has one slot for many
 * triples, holds each place outside of copies and the last two places of every copy, and never leads to the very first
 * byte; copies end before the last two bytes where they are not short.
 *
 * @see <a href="http://oldhome.schmorp.de/marc/liblzf.html">LibLZF</a>
 */
public final class Lzf {
    private static final int MAX_LITERALS = 32;
    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MAX_MATCH = 7 + 255 + 2;
    /** Up to here a copy is followed to the input's end. */
    private static final int SHORT_MATCH = 19;

    private static final int SLOTS = 1 << 16;

    private Lzf() {}

    /**
     * Compresses bytes. Who does it often keeps a {@link Compressor}.
     *
     * @param limit the most bytes that the result may have
     * @return null when they do not suffice; a few bytes below the limit it may give up as well
     */
    public static byte @Nullable [] compress(byte[] in, int length, int limit) {
        return new Compressor().compress(in, 0, length, limit);
    }

    /** Keeps its table from one input to the next. */
    public static final class Compressor {
        /** Places plus {@link #base}; what is below belongs to earlier inputs. */
        private final int[] places = new int[SLOTS];

        private int base = 1;
        private byte[] out = {};

        /**
         * Compresses a part of an array.
         *
         * @param limit the most bytes that the result may have
         * @return null when they do not suffice; a few bytes below the limit it may give up as well
         */
        public byte @Nullable [] compress(byte[] in, int offset, int length, int limit) {
            if (length == 0 || limit <= 0) {
                return length == 0 && limit >= 0 ? new byte[0] : null;
            }
            if (base > Integer.MAX_VALUE - length) {
                Arrays.fill(places, 0);
                base = 1;
            }
            if (out.length < limit + 1) {
                out = new byte[limit + 1];
            }
            int size = run(in, offset, length, limit);
            base += length;
            return size < 0 ? null : Arrays.copyOf(out, size);
        }

        /** Returns the size of the output, -1 when it is too small. */
        private int run(byte[] in, int start, int length, int limit) {
            int end = start + length;
            int o = 1;
            int literals = 0;
            int i = start;
            while (i < end - 2) {
                int slot = slot(in, i);
                int earlier = places[slot] - base + start;
                places[slot] = i - start + base;
                if (earlier <= start || i - earlier > MAX_DISTANCE || !sameThree(in, earlier, i)) {
                    if (o >= limit) {
                        return -1;
                    }
                    out[o++] = in[i++];
                    if (++literals == MAX_LITERALS) {
                        out[o - literals - 1] = MAX_LITERALS - 1;
                        literals = 0;
                        o++;
                    }
                    continue;
                }
                o = endLiterals(o, literals);
                if (o + 4 >= limit) {
                    return -1;
                }
                int match = match(in, earlier, i, end);
                o = writeCopy(o, match, i - earlier - 1);
                literals = 0;
                o++;
                i += match;
                if (i < end - 2) {
                    places[slot(in, i - 2)] = i - 2 - start + base;
                    places[slot(in, i - 1)] = i - 1 - start + base;
                }
            }
            if (o + 3 > limit) {
                return -1;
            }
            for (; i < end; i++) {
                out[o++] = in[i];
                if (++literals == MAX_LITERALS) {
                    out[o - literals - 1] = MAX_LITERALS - 1;
                    literals = 0;
                    o++;
                }
            }
            return endLiterals(o, literals);
        }

        /** Writes the control byte that was left free before a run of literals, or gives it back where there are none. */
        private int endLiterals(int o, int literals) {
            if (literals == 0) {
                return o - 1;
            }
            out[o - literals - 1] = (byte) (literals - 1);
            return o;
        }

        private int writeCopy(int at, int match, int distance) {
            int o = at;
            int stored = match - 2;
            if (stored < 7) {
                out[o++] = (byte) (stored << 5 | distance >> 8);
            } else {
                out[o++] = (byte) (7 << 5 | distance >> 8);
                out[o++] = (byte) (stored - 7);
            }
            out[o++] = (byte) distance;
            return o;
        }

        private static int match(byte[] in, int earlier, int i, int end) {
            int most = Math.min(MAX_MATCH, end - i - 2);
            most = Math.max(most > 16 ? SHORT_MATCH : 3, most);
            int match = 3;
            while (match < most && in[earlier + match] == in[i + match]) {
                match++;
            }
            return match;
        }
    }

    private static int slot(byte[] in, int at) {
        int three = (in[at] & 0xFF) << 16 | (in[at + 1] & 0xFF) << 8 | (in[at + 2] & 0xFF);
        return ((three >> 8) - three * 5) & (SLOTS - 1);
    }

    private static boolean sameThree(byte[] in, int a, int b) {
        return in[a] == in[b] && in[a + 1] == in[b + 1] && in[a + 2] == in[b + 2];
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
