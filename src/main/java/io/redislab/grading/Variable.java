package io.redislab.grading;

import java.util.List;

/** The value of a variable in a variant: fixed, or drawn from the seed. */
public sealed interface Variable {
    record Fixed(String text) implements Variable {}

    record IntegerIn(long min, long max) implements Variable {}

    record Pick(List<String> from) implements Variable {
        public Pick {
            from = List.copyOf(from);
        }
    }

    /** A word of {@code length} lower-case letters. */
    record Word(int length) implements Variable {}
}
