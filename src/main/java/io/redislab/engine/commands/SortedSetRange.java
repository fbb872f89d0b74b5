package io.redislab.engine.commands;

import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.value.LexRange;
import io.redislab.engine.value.ScoreRange;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What ZRANGE and its kind ask for: ranks, scores or members from one end to another, in order or backwards. */
final class SortedSetRange {
    /** What a command leaves open. */
    enum Rule {
        /** ZRANGE. */
        ANY,
        /** ZRANGESTORE: without WITHSCORES. */
        STORED,
        REVERSED_RANKS,
        SCORES,
        REVERSED_SCORES,
        MEMBERS,
        REVERSED_MEMBERS
    }

    private enum By {
        RANK,
        SCORE,
        MEMBER
    }

    private static final ScoreRange NO_SCORES = ScoreRange.closed(0, 0);

    private final boolean withScores;
    private final boolean reversed;
    private long start;
    private long stop;
    private ScoreRange scores = NO_SCORES;
    private @Nullable LexRange members;
    private final By by;
    private long offset;
    /** Negative for no limit. */
    private long limit = -1;

    /** Reads both ends and the options. */
    static SortedSetRange parse(Arguments args, Rule rule) {
        return new SortedSetRange(args, rule);
    }

    private SortedSetRange(Arguments args, Rule rule) {
        byte[] first = args.next();
        byte[] second = args.next();
        boolean open = rule == Rule.ANY || rule == Rule.STORED;
        By chosen = null;
        boolean backwards = false;
        boolean scored = false;
        while (args.hasNext()) {
            if (rule != Rule.STORED && args.option("WITHSCORES")) {
                scored = true;
            } else if (args.remaining() >= 3 && args.option("LIMIT")) {
                offset = args.longValue();
                limit = args.longValue();
            } else if (open && !backwards && args.option("REV")) {
                backwards = true;
            } else if (open && chosen == null && args.option("BYLEX")) {
                chosen = By.MEMBER;
            } else if (open && chosen == null && args.option("BYSCORE")) {
                chosen = By.SCORE;
            } else {
                throw RedisError.SYNTAX;
            }
        }
        withScores = scored;
        by = switch (rule) {
            case ANY, STORED -> chosen == null ? By.RANK : chosen;
            case REVERSED_RANKS -> By.RANK;
            case SCORES, REVERSED_SCORES -> By.SCORE;
            case MEMBERS, REVERSED_MEMBERS -> By.MEMBER;
        };
        reversed = backwards
                || rule == Rule.REVERSED_RANKS
                || rule == Rule.REVERSED_SCORES
                || rule == Rule.REVERSED_MEMBERS;
        if (limit != -1 && by == By.RANK) {
            throw new RedisError(
                    "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
        }
        if (withScores && by == By.MEMBER) {
            throw new RedisError("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
        }
        switch (by) {
            case RANK -> {
                start = Arguments.parseLong(first, RedisError.NOT_AN_INTEGER);
                stop = Arguments.parseLong(second, RedisError.NOT_AN_INTEGER);
            }
            case SCORE ->
                scores = reversed ? RangeArguments.scores(second, first) : RangeArguments.scores(first, second);
            case MEMBER ->
                members = reversed ? RangeArguments.members(second, first) : RangeArguments.members(first, second);
        }
    }

    boolean withScores() {
        return withScores;
    }

    /** The first rank that a range from this index on has; negative indexes count from the end. */
    static int firstRank(long start, int size) {
        long first = start < 0 ? Math.max(0, size + start) : start;
        return (int) Math.min(first, Integer.MAX_VALUE);
    }

    /** The last rank that a range up to this index has; -1 when there is none. */
    static int lastRank(long stop, int size) {
        long last = stop < 0 ? Math.max(-1, size + stop) : stop;
        return (int) Math.min(last, size - 1L);
    }

    /** How many members there are, where that is known before one looks at them; else -1. */
    int count(SortedSetValue set) {
        return by == By.RANK ? Math.max(0, lastRank(stop, set.size()) - firstRank(start, set.size()) + 1) : -1;
    }

    /** Visits the members; returns how many there were. */
    int visit(SortedSetValue set, Consumer<SortedSetCursor> visitor) {
        if (by == By.RANK) {
            int count = count(set);
            int first = firstRank(start, set.size());
            int rank = reversed ? set.size() - 1 - first : first;
            return count == 0 ? 0 : visit(set.atRank(rank), count, at -> true, visitor);
        }
        if (offset > 0 && offset >= set.size()) {
            return 0;
        }
        LexRange byMember = members;
        if (byMember != null) {
            SortedSetCursor cursor = reversed ? set.lastIn(byMember) : set.firstIn(byMember);
            return visit(skip(cursor), limit, at -> at.isIn(byMember, reversed), visitor);
        }
        SortedSetCursor cursor = reversed ? set.lastIn(scores) : set.firstIn(scores);
        Predicate<SortedSetCursor> inside =
                reversed ? at -> scores.aboveMin(at.score()) : at -> scores.belowMax(at.score());
        return visit(skip(cursor), limit, inside, visitor);
    }

    private @Nullable SortedSetCursor skip(@Nullable SortedSetCursor cursor) {
        if (offset < 0) {
            return null;
        }
        for (long left = offset; cursor != null && left > 0; left--) {
            if (!cursor.advance(reversed)) {
                return null;
            }
        }
        return cursor;
    }

    private int visit(
            @Nullable SortedSetCursor cursor,
            long most,
            Predicate<SortedSetCursor> inside,
            Consumer<SortedSetCursor> visitor) {
        int count = 0;
        if (cursor != null && most != 0) {
            do {
                if (!inside.test(cursor)) {
                    break;
                }
                visitor.accept(cursor);
                count++;
            } while (count != most && cursor.advance(reversed));
        }
        return count;
    }
}
