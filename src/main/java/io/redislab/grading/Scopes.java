package io.redislab.grading;

import java.util.Map;

/** Values for variables, the same for the same seed. */
final class Scopes {
    private Scopes() {}

    static Scope of(Map<String, Variable> variables, long seed) {
        return of(Scope.EMPTY, variables, seed);
    }

    static Scope of(Scope base, Map<String, Variable> variables, long seed) {
        Scope scope = base;
        for (Map.Entry<String, Variable> each : variables.entrySet()) {
            scope = scope.with(each.getKey(), draw(each.getKey(), each.getValue(), seed));
        }
        return scope;
    }

    private static String draw(String name, Variable variable, long seed) {
        Draw draw = new Draw(seed * 0x9e3779b97f4a7c15L + name.hashCode());
        if (variable instanceof Variable.IntegerIn in) {
            return Long.toString(in.min() + draw.below(in.max() - in.min() + 1));
        } else if (variable instanceof Variable.Pick pick) {
            return pick.from().get((int) draw.below(pick.from().size()));
        } else if (variable instanceof Variable.Word word) {
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < word.length(); i++) {
                letters.append((char) ('a' + draw.below(26)));
            }
            return letters.toString();
        }
        return ((Variable.Fixed) variable).text();
    }

    /** SplitMix64 (Steele, Lea and Flood, 2014): a few lines, and the same numbers on every Java. */
    private static final class Draw {
        private long state;

        private Draw(long seed) {
            state = seed;
        }

        private long below(long bound) {
            state += 0x9e3779b97f4a7c15L;
            long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return Long.remainderUnsigned(z ^ (z >>> 31), bound);
        }
    }
}
