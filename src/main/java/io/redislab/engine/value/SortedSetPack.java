package io.redislab.engine.value;

import io.redislab.resp.Numbers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a sorted set does while it is a listpack: members and scores alternate, in order. A position is a member's; a score
 * that is an integer of up to 62 bits is stored as one, any other as text.
 */
final class SortedSetPack {
    private static final double MAX_INTEGER = 0x1p62;

    private SortedSetPack() {}

    static int find(Listpack pack, byte[] member) {
        return pack.find(pack.first(), member, 1);
    }

    static int size(Listpack pack) {
        return pack.count() / 2;
    }

    static int next(Listpack pack, int p) {
        return pack.next(pack.next(p));
    }

    static int previous(Listpack pack, int p) {
        int score = pack.previous(p);
        return score == Listpack.NONE ? score : pack.previous(score);
    }

    static int last(Listpack pack) {
        int score = pack.last();
        return score == Listpack.NONE ? score : pack.previous(score);
    }

    /** The score of the member at {@code p}. */
    static double score(Listpack pack, int p) {
        int at = pack.next(p);
        return pack.isInteger(at) ? pack.integer(at) : parse(pack.get(at));
    }

    private static double parse(byte[] text) {
        String number = new String(text, StandardCharsets.ISO_8859_1);
        return switch (number) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number);
        };
    }

    static boolean isNumber(byte[] text) {
        try {
            return !Double.isNaN(parse(text));
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    /** Adds a member that is not there, in its place. */
    static void insert(Listpack pack, byte[] member, double score) {
        for (int p = pack.first(); p != Listpack.NONE; p = next(pack, p)) {
            double other = score(pack, p);
            if (other > score || (other == score && pack.compare(p, member) > 0)) {
                pack.insertBefore(p, member);
                if (isInteger(score)) {
                    pack.insertAfter(p, (long) score);
                } else {
                    pack.insertAfter(p, Numbers.formatDouble(score));
                }
                return;
            }
        }
        append(pack, member, score);
    }

    /** Adds a member that stands behind all others. */
    static void append(Listpack pack, byte[] member, double score) {
        pack.append(member);
        if (isInteger(score)) {
            pack.append((long) score);
        } else {
            pack.append(Numbers.formatDouble(score));
        }
    }

    private static boolean isInteger(double score) {
        return Math.abs(score) <= MAX_INTEGER && score == (long) score;
    }

    static int rank(Listpack pack, int position) {
        int rank = 0;
        for (int p = pack.first(); p != position; p = next(pack, p)) {
            rank++;
        }
        return rank;
    }

    static int firstIn(Listpack pack, ScoreRange range) {
        if (range.isEmpty()) {
            return Listpack.NONE;
        }
        for (int p = pack.first(); p != Listpack.NONE; p = next(pack, p)) {
            double score = score(pack, p);
            if (range.aboveMin(score)) {
                return range.belowMax(score) ? p : Listpack.NONE;
            }
        }
        return Listpack.NONE;
    }

    static int lastIn(Listpack pack, ScoreRange range) {
        if (range.isEmpty()) {
            return Listpack.NONE;
        }
        for (int p = last(pack); p != Listpack.NONE; p = previous(pack, p)) {
            double score = score(pack, p);
            if (range.belowMax(score)) {
                return range.aboveMin(score) ? p : Listpack.NONE;
            }
        }
        return Listpack.NONE;
    }

    private static boolean mayHold(Listpack pack, LexRange range) {
        return !pack.isEmpty()
                && !range.isEmpty()
                && range.aboveMin(pack, last(pack))
                && range.belowMax(pack, pack.first());
    }

    static int firstIn(Listpack pack, LexRange range) {
        if (!mayHold(pack, range)) {
            return Listpack.NONE;
        }
        for (int p = pack.first(); p != Listpack.NONE; p = next(pack, p)) {
            if (range.aboveMin(pack, p)) {
                return range.belowMax(pack, p) ? p : Listpack.NONE;
            }
        }
        return Listpack.NONE;
    }

    static int lastIn(Listpack pack, LexRange range) {
        if (!mayHold(pack, range)) {
            return Listpack.NONE;
        }
        for (int p = last(pack); p != Listpack.NONE; p = previous(pack, p)) {
            if (range.belowMax(pack, p)) {
                return range.aboveMin(pack, p) ? p : Listpack.NONE;
            }
        }
        return Listpack.NONE;
    }

    /** How many members from {@code p} on are in the range. */
    static int countIn(Listpack pack, int from, ScoreRange range) {
        int count = 0;
        for (int p = from; p != Listpack.NONE && range.belowMax(score(pack, p)); p = next(pack, p)) {
            count++;
        }
        return count;
    }

    static int countIn(Listpack pack, int from, LexRange range) {
        int count = 0;
        for (int p = from; p != Listpack.NONE && range.belowMax(pack, p); p = next(pack, p)) {
            count++;
        }
        return count;
    }

    static @Nullable SortedSetCursor cursor(Listpack pack, int p) {
        return p == Listpack.NONE ? null : new SortedSetCursor(pack, p);
    }
}
