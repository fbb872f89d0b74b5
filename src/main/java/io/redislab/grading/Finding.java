package io.redislab.grading;

/**
 * Why a check does not hold, as texts that are safe to show.
 *
 * @param subject what was looked at, as in {@code game:leaderboard, player2}
 */
public record Finding(Where where, String subject, String expected, String actual) {
    /** One line. */
    public String sentence() {
        return subject + ": " + actual + ", expected " + expected;
    }
}
