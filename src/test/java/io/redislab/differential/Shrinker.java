package io.redislab.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a case small that still disagrees, by leaving out ever smaller parts.
 *
 * @see <a href="https://doi.org/10.1109/32.988498">A. Zeller, R. Hildebrandt: Simplifying and isolating failure-inducing
 *     input</a>
 */
final class Shrinker {
    private static final int MAX_TRIES = 400;

    private final RealSide real;
    private int tries;

    Shrinker(RealSide real) {
        this.real = real;
    }

    /** A case and how it disagrees. */
    record Found(List<Step> steps, Duel.Difference difference) {
        /** As a transcript with the disagreement at the end. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            steps.forEach(step -> text.append(step).append('\n'));
            return text.append(difference).append('\n').toString();
        }
    }

    Found shrink(List<Step> steps, Duel.Difference first) throws IOException {
        Found best = new Found(steps.subList(0, Math.min(steps.size(), first.index() + 1)), first);
        int parts = 2;
        while (best.steps.size() > 1 && tries < MAX_TRIES) {
            int size = Math.max(1, (best.steps.size() + parts - 1) / parts);
            Found smaller = without(best, size);
            if (smaller != null) {
                best = smaller;
                parts = Math.max(2, parts - 1);
            } else if (size == 1) {
                break;
            } else {
                parts = Math.min(best.steps.size(), parts * 2);
            }
        }
        return best;
    }

    private @Nullable Found without(Found best, int size) throws IOException {
        for (int from = 0; from < best.steps.size() && tries < MAX_TRIES; from += size) {
            List<Step> rest = new ArrayList<>(best.steps.subList(0, from));
            rest.addAll(best.steps.subList(Math.min(from + size, best.steps.size()), best.steps.size()));
            tries++;
            Duel.Difference difference = Duel.play(rest, real, true);
            if (difference != null) {
                return new Found(rest, difference);
            }
        }
        return null;
    }
}
