package io.redislab.engine.command;

import java.util.List;

/**
 * The key positions as Redis before 7.0 gave them: one range that covers what it can of the key specs.
 *
 * @param first 0 when there is none
 * @param last relative to the end when negative
 * @param movable whether there are keys that the range does not cover
 */
public record LegacyRange(int first, int last, int step, boolean movable) {
    private static final LegacyRange NONE = new LegacyRange(0, 0, 0, false);

    static LegacyRange of(List<KeySpec> specs) {
        if (specs.isEmpty()) {
            return NONE;
        }
        if (specs.size() == 1) {
            KeySpec only = specs.get(0);
            if (only.begin() == KeySpec.Begin.INDEX && only.find() == KeySpec.Find.RANGE) {
                int last = only.lastKey() < 0 ? only.lastKey() : only.index() + only.lastKey();
                return new LegacyRange(only.index(), last, only.step(), only.has(KeySpec.INCOMPLETE));
            }
        }
        boolean movable = false;
        int first = Integer.MAX_VALUE;
        int last = 0;
        int previousLast = 0;
        for (KeySpec spec : specs) {
            boolean plain = spec.begin() == KeySpec.Begin.INDEX
                    && spec.find() == KeySpec.Find.RANGE
                    && spec.step() == 1
                    && (previousLast == 0 || previousLast == spec.index() - 1);
            if (!plain) {
                movable = true;
                continue;
            }
            movable |= spec.has(KeySpec.INCOMPLETE);
            first = Math.min(first, spec.index());
            int absolute = spec.lastKey() < 0 ? spec.lastKey() : spec.lastKey() + spec.index();
            // A negative last key reaches further than any position, hence the unsigned comparison.
            last = Integer.compareUnsigned(last, absolute) >= 0 ? last : absolute;
            previousLast = last;
        }
        return first == Integer.MAX_VALUE ? new LegacyRange(0, 0, 0, true) : new LegacyRange(first, last, 1, movable);
    }
}
