package io.redislab.grading;

/** A fault of the exercise, never of the learner: its set-up does not run, a probe is wrong, a variable is missing. */
public final class FaultyExercise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Where where;

    public FaultyExercise(Where where, String message) {
        super(message);
        this.where = where;
    }

    public Where where() {
        return where == null ? Where.NOWHERE : where;
    }
}
