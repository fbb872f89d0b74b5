package io.redislab.engine.commands;

import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.value.ScoreChange;
import io.redislab.engine.value.ScoreChange.Comparison;

/**
 * The options of ZADD.
 *
 * @param onlyNew NX
 * @param onlyPresent XX
 * @param comparison GT or LT
 * @param countUpdates CH
 * @param increment INCR
 */
record AddOptions(
        boolean onlyNew, boolean onlyPresent, Comparison comparison, boolean countUpdates, boolean increment) {
    /** Reads from the word behind the key on, and leaves the cursor at the first score. */
    static AddOptions parse(Arguments args, boolean increments) {
        args.next();
        boolean onlyNew = false;
        boolean onlyPresent = false;
        boolean greater = false;
        boolean less = false;
        boolean countUpdates = false;
        boolean increment = increments;
        while (args.hasNext()) {
            if (args.option("NX")) {
                onlyNew = true;
            } else if (args.option("XX")) {
                onlyPresent = true;
            } else if (args.option("CH")) {
                countUpdates = true;
            } else if (args.option("INCR")) {
                increment = true;
            } else if (args.option("GT")) {
                greater = true;
            } else if (args.option("LT")) {
                less = true;
            } else {
                break;
            }
        }
        if (args.remaining() == 0 || args.remaining() % 2 != 0) {
            throw RedisError.SYNTAX;
        }
        if (onlyNew && onlyPresent) {
            throw new RedisError("ERR XX and NX options at the same time are not compatible");
        }
        if ((greater && onlyNew) || (less && onlyNew) || (greater && less)) {
            throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
        }
        if (increment && args.remaining() > 2) {
            throw new RedisError("ERR INCR option supports a single increment-element pair");
        }
        Comparison comparison = greater ? Comparison.GREATER : less ? Comparison.LESS : Comparison.ALWAYS;
        return new AddOptions(onlyNew, onlyPresent, comparison, countUpdates, increment);
    }

    ScoreChange change() {
        return new ScoreChange(onlyNew, onlyPresent, comparison, increment);
    }
}
