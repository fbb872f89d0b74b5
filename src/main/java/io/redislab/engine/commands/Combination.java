package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Doubles;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.Value;
import io.redislab.resp.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Union, intersection or difference of several sorted sets and sets; the members of a set have the score 1. */
final class Combination {
    enum Kind {
        UNION,
        INTERSECTION,
        DIFFERENCE
    }

    /** What becomes of the result, which decides on the options. */
    enum Use {
        REPLY,
        STORE,
        COUNT
    }

    private enum Aggregate {
        SUM,
        MIN,
        MAX;

        double of(double a, double b) {
            return switch (this) {
                case SUM -> numberOrZero(a + b);
                case MIN -> b < a ? b : a;
                case MAX -> b > a ? b : a;
            };
        }
    }

    /** One of the inputs; a key that is not there is an empty one. */
    private static final class Source {
        private final @Nullable Value value;
        private double weight = 1;

        Source(@Nullable Value value) {
            this.value = value;
        }

        int size() {
            if (value instanceof SortedSetValue sorted) {
                return sorted.size();
            }
            return value instanceof SetValue set ? set.size() : 0;
        }

        /** The member's score without the weight, NaN when it is not there. */
        double score(byte[] member) {
            if (value instanceof SortedSetValue sorted) {
                return sorted.score(member);
            }
            return value instanceof SetValue set && set.contains(member) ? 1 : Double.NaN;
        }

        void forEach(SortedSetValue.Visitor visitor) {
            if (value instanceof SortedSetValue sorted) {
                sorted.forEach(visitor);
            } else if (value instanceof SetValue set) {
                set.forEach(new Unscored(visitor));
            }
        }
    }

    /** The members of a plain set. */
    private record Unscored(SortedSetValue.Visitor visitor) implements ElementSink {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            visitor.visit(Arrays.copyOfRange(buffer, offset, offset + length), 1);
        }

        @Override
        public void integer(long value) {
            visitor.visit(Numbers.longToBytes(value), 1);
        }
    }

    private final Context context;
    private final Kind kind;
    private final List<Source> sources = new ArrayList<>();
    private Aggregate aggregate = Aggregate.SUM;
    private boolean withScores;
    /** 0 for none. */
    private long limit;

    private Combination(Context context, Kind kind) {
        this.context = context;
        this.kind = kind;
    }

    /** Reads from the number of keys on, and looks the keys up. */
    static Combination parse(Context context, Kind kind, Use use) {
        Combination combination = new Combination(context, kind);
        combination.readKeys(context.args());
        combination.readOptions(context.args(), use);
        return combination;
    }

    private void readKeys(Arguments args) {
        long count = args.longValue();
        if (count < 1) {
            throw new RedisError(
                    "ERR at least 1 input key is needed for '" + context.spec().name() + "' command");
        }
        if (count > args.remaining()) {
            throw RedisError.SYNTAX;
        }
        for (long i = 0; i < count; i++) {
            KeyEntry entry = context.read(args.key());
            Value value = entry == null ? null : entry.value();
            if (value != null && !(value instanceof SortedSetValue) && !(value instanceof SetValue)) {
                throw RedisError.WRONG_TYPE;
            }
            sources.add(new Source(value));
        }
    }

    private void readOptions(Arguments args, Use use) {
        boolean weighted = kind != Kind.DIFFERENCE && use != Use.COUNT;
        while (args.hasNext()) {
            if (weighted && args.remaining() > sources.size() && args.option("WEIGHTS")) {
                for (Source source : sources) {
                    source.weight = Doubles.parse(args.next(), new RedisError("ERR weight value is not a float"));
                }
            } else if (weighted && args.remaining() >= 2 && args.option("AGGREGATE")) {
                aggregate = readAggregate(args);
            } else if (use == Use.REPLY && args.option("WITHSCORES")) {
                withScores = true;
            } else if (use == Use.COUNT && args.remaining() >= 2 && args.option("LIMIT")) {
                limit = args.longBetween(0, Long.MAX_VALUE, new RedisError("ERR LIMIT can't be negative"));
            } else {
                throw RedisError.SYNTAX;
            }
        }
    }

    private static Aggregate readAggregate(Arguments args) {
        if (args.option("SUM")) {
            return Aggregate.SUM;
        } else if (args.option("MIN")) {
            return Aggregate.MIN;
        } else if (args.option("MAX")) {
            return Aggregate.MAX;
        }
        throw RedisError.SYNTAX;
    }

    boolean withScores() {
        return withScores;
    }

    /** Infinity times zero and the sum of both infinities count as 0. */
    private static double numberOrZero(double score) {
        return Double.isNaN(score) ? 0 : score;
    }

    /** The result as a new skip list. */
    SortedSetValue combine() {
        SortedSetValue result = SortedSetValue.createSkipList();
        switch (kind) {
            case UNION -> unite(result);
            case INTERSECTION -> {
                bySize();
                sources.get(0).forEach((member, score) -> {
                    double sum = intersect(member, score);
                    if (!Double.isNaN(sum)) {
                        result.put(member, sum, 0, 0);
                    }
                });
            }
            case DIFFERENCE -> subtract(result);
        }
        return result;
    }

    /** Smallest first. */
    private void bySize() {
        sources.sort(Comparator.comparingInt(Source::size));
    }

    private void unite(SortedSetValue result) {
        // In Redis' order, since sums of doubles depend on it.
        bySize();
        Map<ByteKey, Double> scores = new LinkedHashMap<>();
        for (Source source : sources) {
            context.work(source.size());
            source.forEach((member, score) ->
                    scores.merge(new ByteKey(member), numberOrZero(source.weight * score), aggregate::of));
        }
        scores.forEach((member, score) -> result.put(member.bytes(), score, 0, 0));
    }

    /** The score of a member of the first source in the intersection, NaN when it is not in all of them. */
    private double intersect(byte[] member, double score) {
        Source first = sources.get(0);
        double sum = numberOrZero(first.weight * score);
        for (int i = 1; i < sources.size(); i++) {
            Source source = sources.get(i);
            double other = source.score(member);
            context.work(1);
            if (Double.isNaN(other)) {
                return Double.NaN;
            }
            sum = aggregate.of(sum, source.weight * other);
        }
        return sum;
    }

    long countIntersection() {
        bySize();
        long[] count = {0};
        sources.get(0).forEach((member, score) -> {
            if ((limit == 0 || count[0] < limit) && !Double.isNaN(intersect(member, score))) {
                count[0]++;
            }
        });
        return count[0];
    }

    private void subtract(SortedSetValue result) {
        Source first = sources.get(0);
        for (Source source : sources.subList(1, sources.size())) {
            if (first.value == source.value) {
                return;
            }
        }
        context.work(first.size());
        first.forEach((member, score) -> {
            for (Source source : sources.subList(1, sources.size())) {
                if (!Double.isNaN(source.score(member))) {
                    return;
                }
            }
            result.put(member, score, 0, 0);
        });
    }
}
