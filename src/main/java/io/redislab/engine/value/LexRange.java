package io.redislab.engine.value;

import java.util.Arrays;

/** Members from a minimum to a maximum, in the order of their bytes. */
public record LexRange(Bound min, Bound max) {
    /** What an end of the range is. */
    public enum Kind {
        /** Before all members. */
        NEGATIVE_INFINITY,
        /** This member is part of the range. */
        INCLUSIVE,
        /** This member is just outside of the range. */
        EXCLUSIVE,
        /** Behind all members. */
        POSITIVE_INFINITY
    }

    /** An end of the range; the member counts for INCLUSIVE and EXCLUSIVE only. */
    public record Bound(Kind kind, byte[] member) {
        private static final byte[] NONE = {};
        public static final Bound NEGATIVE_INFINITY = new Bound(Kind.NEGATIVE_INFINITY, NONE);
        public static final Bound POSITIVE_INFINITY = new Bound(Kind.POSITIVE_INFINITY, NONE);

        /**
         * As a minimum: whether it lets a member in.
         *
         * @param comparison of that member with this bound's one
         */
        boolean letsInFrom(int comparison) {
            return switch (kind) {
                case NEGATIVE_INFINITY -> true;
                case INCLUSIVE -> comparison >= 0;
                case EXCLUSIVE -> comparison > 0;
                case POSITIVE_INFINITY -> false;
            };
        }

        /** As a maximum, likewise. */
        boolean letsInTo(int comparison) {
            return switch (kind) {
                case NEGATIVE_INFINITY -> false;
                case INCLUSIVE -> comparison <= 0;
                case EXCLUSIVE -> comparison < 0;
                case POSITIVE_INFINITY -> true;
            };
        }
    }

    public boolean aboveMin(byte[] member) {
        return min.letsInFrom(Arrays.compareUnsigned(member, min.member));
    }

    public boolean belowMax(byte[] member) {
        return max.letsInTo(Arrays.compareUnsigned(member, max.member));
    }

    boolean aboveMin(Listpack pack, int p) {
        return min.letsInFrom(pack.compare(p, min.member));
    }

    boolean belowMax(Listpack pack, int p) {
        return max.letsInTo(pack.compare(p, max.member));
    }

    /** No member is in it. */
    public boolean isEmpty() {
        int kinds = min.kind.compareTo(max.kind);
        if (min.kind == Kind.NEGATIVE_INFINITY
                || min.kind == Kind.POSITIVE_INFINITY
                || max.kind == Kind.NEGATIVE_INFINITY
                || max.kind == Kind.POSITIVE_INFINITY) {
            return kinds >= 0;
        }
        int comparison = Arrays.compareUnsigned(min.member, max.member);
        return comparison > 0 || (comparison == 0 && (min.kind == Kind.EXCLUSIVE || max.kind == Kind.EXCLUSIVE));
    }
}
