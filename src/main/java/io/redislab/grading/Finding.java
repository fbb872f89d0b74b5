package io.redislab.grading;

/**
 * Why a check does not hold, as texts that are safe to show.
 *
 * @param subject what was looked at, as in {@code game:leaderboard, player2}
 */
public record Finding(Where where, String subject, String expected, String actual) {
    /** The same, with words on what the examiner had made happen before, as in {@code , after a restart}. */
    Finding seen(String when) {
        return when.isEmpty() ? this : new Finding(where, subject + when, expected, actual);
    }

    /** One line. */
    public String sentence() {
        return subject + ": " + actual + ", expected " + expected;
    }
}
