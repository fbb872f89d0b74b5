package io.redislab.lua;

/**
 * Finds the sizes of a table's two parts by Lua 5.1's rule: the array part is the largest power of two of which more
 * than half would be in use.
 */
final class TableSizes {
    static final int MAX_BITS = 26;
    private static final int MAX_ARRAY = 1 << MAX_BITS;

    /** How many indexes lie above 2^(i-1) and up to 2^i. */
    private final int[] slices = new int[MAX_BITS + 1];

    private int indexes;
    private int total;
    private int inArray;

    static int ceilLog2(int x) {
        return x <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(x - 1);
    }

    void addIndex(int index) {
        slices[ceilLog2(index)]++;
        indexes++;
        total++;
    }

    void addKey(Object key) {
        if (key instanceof Double d) {
            int k = (int) d.doubleValue();
            if (k == d && k > 0 && k <= MAX_ARRAY) {
                addIndex(k);
                return;
            }
        }
        total++;
    }

    /** The size for the array part; asked before {@link #hashSize}. */
    int arraySize() {
        int sum = 0;
        int best = 0;
        inArray = 0;
        long power = 1;
        for (int i = 0; i <= MAX_BITS && power / 2 < indexes; i++, power *= 2) {
            sum += slices[i];
            if (slices[i] > 0 && sum > power / 2) {
                best = (int) power;
                inArray = sum;
            }
            if (sum == indexes) {
                break;
            }
        }
        return best;
    }

    /** How many keys are left for the hash part. */
    int hashSize() {
        return total - inArray;
    }
}
