package io.redislab.engine.value;

/** Scores from a minimum to a maximum, each of them within the range or just outside of it. */
public record ScoreRange(double min, boolean minExclusive, double max, boolean maxExclusive) {
    /** Both ends are part of the range. */
    public static ScoreRange closed(double min, double max) {
        return new ScoreRange(min, false, max, false);
    }

    public boolean aboveMin(double score) {
        return minExclusive ? score > min : score >= min;
    }

    public boolean belowMax(double score) {
        return maxExclusive ? score < max : score <= max;
    }

    public boolean contains(double score) {
        return aboveMin(score) && belowMax(score);
    }

    /** No score is in it. */
    public boolean isEmpty() {
        return min > max || (min == max && (minExclusive || maxExclusive));
    }
}
