package io.redislab.engine.commands;

import io.redislab.engine.RedisError;
import io.redislab.engine.command.Doubles;
import io.redislab.engine.value.LexRange;
import io.redislab.engine.value.LexRange.Bound;
import io.redislab.engine.value.LexRange.Kind;
import io.redislab.engine.value.ScoreRange;
import java.util.Arrays;

/** Reads ranges of scores and of members: {@code 1 (5}, {@code [a +}. */
final class RangeArguments {
    private RangeArguments() {}

    /** @throws RedisError ERR min or max is not a float */
    static ScoreRange scores(byte[] min, byte[] max) {
        boolean minExclusive = startsWith(min, '(');
        boolean maxExclusive = startsWith(max, '(');
        double from = Doubles.parseLoosely(min, minExclusive ? 1 : 0);
        double to = Doubles.parseLoosely(max, maxExclusive ? 1 : 0);
        if (Double.isNaN(from) || Double.isNaN(to)) {
            throw new RedisError("ERR min or max is not a float");
        }
        return new ScoreRange(from, minExclusive, to, maxExclusive);
    }

    /** @throws RedisError ERR min or max not valid string range item */
    static LexRange members(byte[] min, byte[] max) {
        return new LexRange(bound(min), bound(max));
    }

    private static Bound bound(byte[] word) {
        boolean alone = word.length == 1 || (word.length > 1 && word[1] == 0);
        if (startsWith(word, '-') && alone) {
            return Bound.NEGATIVE_INFINITY;
        } else if (startsWith(word, '+') && alone) {
            return Bound.POSITIVE_INFINITY;
        } else if (startsWith(word, '[')) {
            return new Bound(Kind.INCLUSIVE, Arrays.copyOfRange(word, 1, word.length));
        } else if (startsWith(word, '(')) {
            return new Bound(Kind.EXCLUSIVE, Arrays.copyOfRange(word, 1, word.length));
        }
        throw new RedisError("ERR min or max not valid string range item");
    }

    private static boolean startsWith(byte[] word, char first) {
        return word.length > 0 && word[0] == first;
    }
}
