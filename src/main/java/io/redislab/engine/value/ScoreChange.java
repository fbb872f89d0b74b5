package io.redislab.engine.value;

/**
 * How a sorted set's members get their scores: the conditions of ZADD, and whether a score is added to the present one.
 * Keeps the score that came out of the last change, so that a lookup serves both.
 */
public final class ScoreChange {
    /** What became of a member. */
    public enum Outcome {
        /** It is new. */
        ADDED,
        /** It has another score now. */
        UPDATED,
        /** It has this score already. */
        SAME,
        /** A condition does not hold. */
        REFUSED,
        /** The sum of present score and increment is no number; nothing was changed. */
        NOT_A_NUMBER
    }

    /** When a member that is there takes a new score. */
    public enum Comparison {
        ALWAYS,
        GREATER,
        LESS
    }

    private final boolean onlyNew;
    private final boolean onlyPresent;
    private final Comparison comparison;
    private final boolean increment;
    private double score;

    /**
     * @param onlyNew NX
     * @param onlyPresent XX
     * @param comparison GT or LT
     * @param increment INCR
     */
    public ScoreChange(boolean onlyNew, boolean onlyPresent, Comparison comparison, boolean increment) {
        this.onlyNew = onlyNew;
        this.onlyPresent = onlyPresent;
        this.comparison = comparison;
        this.increment = increment;
    }

    /** Sets scores without a condition. */
    public static ScoreChange set() {
        return new ScoreChange(false, false, Comparison.ALWAYS, false);
    }

    /** The score after the last change that was not refused. */
    public double score() {
        return score;
    }

    /** Decides on a member that is there. */
    Outcome present(double current, double given) {
        if (onlyNew) {
            return Outcome.REFUSED;
        }
        double wanted = increment ? current + given : given;
        if (Double.isNaN(wanted)) {
            return Outcome.NOT_A_NUMBER;
        }
        if ((comparison == Comparison.GREATER && wanted <= current)
                || (comparison == Comparison.LESS && wanted >= current)) {
            return Outcome.REFUSED;
        }
        score = wanted;
        return wanted == current ? Outcome.SAME : Outcome.UPDATED;
    }

    /** Decides on a member that is not there. */
    Outcome absent(double given) {
        if (onlyPresent) {
            return Outcome.REFUSED;
        }
        score = given;
        return Outcome.ADDED;
    }
}
