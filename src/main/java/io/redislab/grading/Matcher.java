package io.redislab.grading;

import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a reply must look like. Texts in it may hold {@code {{variables}}}. */
public sealed interface Matcher {
    /** The fault of an unknown variable is reported at {@code where}. */
    boolean matches(Reply reply, Scope scope, Where where);

    /** What is expected, in words, for the report. */
    String describe(Scope scope, Where where);

    /** Whether it is for errors alone. */
    default boolean wantsError() {
        return this instanceof Failing;
    }

    /** This very text; {@code numeric} accepts 1950.0 for 1950 as well. */
    record Is(String text, boolean numeric) implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            Optional<String> actual = ReplyText.scalar(reply);
            String wanted = scope.expand(text, where);
            return actual.isPresent() && (actual.get().equals(wanted) || numeric && sameNumber(actual.get(), wanted));
        }

        private static boolean sameNumber(String a, String b) {
            return number(a).isPresent() && number(a).equals(number(b));
        }

        @Override
        public String describe(Scope scope, Where where) {
            return ReplyText.value(Printable.line(scope.expand(text, where)));
        }
    }

    /** No value. */
    record Nil() implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return ReplyText.isNil(reply);
        }

        @Override
        public String describe(Scope scope, Where where) {
            return "nil";
        }
    }

    /** An error whose text fits the glob. */
    record Failing(String glob) implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return reply instanceof Reply.Failure f && Glob.matches(scope.expand(glob, where), f.text());
        }

        @Override
        public String describe(Scope scope, Where where) {
            return "an error like " + Printable.line(scope.expand(glob, where));
        }
    }

    /** A text that fits the glob. */
    record Like(String glob) implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return ReplyText.scalar(reply)
                    .filter(text -> Glob.matches(scope.expand(glob, where), text))
                    .isPresent();
        }

        @Override
        public String describe(Scope scope, Where where) {
            return "something like " + Printable.line(scope.expand(glob, where));
        }
    }

    /** A number within the range. */
    record In(Range range) implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return ReplyText.scalar(reply)
                    .flatMap(Matcher::number)
                    .filter(range::contains)
                    .isPresent();
        }

        @Override
        public String describe(Scope scope, Where where) {
            return range.toString();
        }
    }

    /** As many items as the range says. */
    record Size(Range range) implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return ReplyText.items(reply)
                    .filter(all -> range.contains(all.size()))
                    .isPresent();
        }

        @Override
        public String describe(Scope scope, Where where) {
            return range + " items";
        }
    }

    /** Exactly these items, in this order, or in any. */
    record Items(List<Matcher> items, boolean ordered) implements Matcher {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            List<Reply> all = ReplyText.items(reply).orElse(null);
            if (all == null || all.size() != items.size()) {
                return false;
            }
            if (!ordered) {
                return takes(items, all, scope, where);
            }
            for (int i = 0; i < all.size(); i++) {
                if (!items.get(i).matches(all.get(i), scope, where)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String describe(Scope scope, Where where) {
            if (items.isEmpty()) {
                return "an empty list";
            }
            return items.stream().map(item -> item.describe(scope, where)).collect(Collectors.joining(", "))
                    + (ordered || items.size() < 2 ? "" : " (in any order)");
        }
    }

    /** All of these among the values, however deep; in a text: all of these as parts of it. */
    record Has(List<Matcher> items) implements Matcher {
        public Has {
            items = List.copyOf(items);
        }

        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            List<Reply> leaves = ReplyText.leaves(reply).stream()
                    .map(text -> (Reply) new Reply.Status(text))
                    .toList();
            Optional<String> text = ReplyText.scalar(reply);
            if (text.isPresent()) {
                return items.stream()
                        .allMatch(item -> item.matches(reply, scope, where)
                                || item instanceof Is is && text.get().contains(scope.expand(is.text(), where)));
            }
            return takes(items, leaves, scope, where);
        }

        @Override
        public String describe(Scope scope, Where where) {
            return items.stream()
                    .map(item -> item.describe(scope, where))
                    .collect(Collectors.joining(", ", "with ", ""));
        }
    }

    /** Names with their values, in any order: a map, or a flat list as RESP2 has it. {@code exact}: no others. */
    record Pairs(Map<String, Matcher> pairs, boolean exact) implements Matcher {
        public Pairs {
            pairs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
        }

        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            Map<String, Reply> actual = asMap(reply).orElse(null);
            if (actual == null || exact && actual.size() != pairs.size()) {
                return false;
            }
            return pairs.entrySet().stream().allMatch(pair -> {
                Reply value = actual.get(scope.expand(pair.getKey(), where));
                return value != null && pair.getValue().matches(value, scope, where);
            });
        }

        private static Optional<Map<String, Reply>> asMap(Reply reply) {
            List<Reply> all = ReplyText.items(reply).orElse(null);
            if (all == null) {
                return Optional.empty();
            }
            List<Reply> flat = new ArrayList<>();
            for (Reply item : all) {
                // RESP3 answers WITHSCORES with a pair in an array of its own.
                ReplyText.items(item)
                        .filter(pair -> pair.size() == 2)
                        .ifPresentOrElse(flat::addAll, () -> flat.add(item));
            }
            if (flat.size() % 2 != 0) {
                return Optional.empty();
            }
            Map<String, Reply> map = new LinkedHashMap<>();
            for (int i = 0; i < flat.size(); i += 2) {
                map.put(ReplyText.scalar(flat.get(i)).orElse(""), flat.get(i + 1));
            }
            return Optional.of(map);
        }

        @Override
        public String describe(Scope scope, Where where) {
            return pairs.entrySet().stream()
                    .map(pair -> Printable.line(scope.expand(pair.getKey(), where)) + " "
                            + pair.getValue().describe(scope, where))
                    .collect(Collectors.joining(", ", exact ? "" : "with ", ""));
        }
    }

    /** Anything else. */
    record Not(Matcher matcher) implements Matcher {
        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return !matcher.matches(reply, scope, where);
        }

        @Override
        public String describe(Scope scope, Where where) {
            return "anything but " + matcher.describe(scope, where);
        }
    }

    /** One of these. */
    record Any(List<Matcher> matchers) implements Matcher {
        public Any {
            matchers = List.copyOf(matchers);
        }

        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return matchers.stream().anyMatch(matcher -> matcher.matches(reply, scope, where));
        }

        @Override
        public String describe(Scope scope, Where where) {
            return matchers.stream().map(m -> m.describe(scope, where)).collect(Collectors.joining(", or "));
        }
    }

    /** All of these at once. */
    record Both(List<Matcher> matchers) implements Matcher {
        public Both {
            matchers = List.copyOf(matchers);
        }

        @Override
        public boolean matches(Reply reply, Scope scope, Where where) {
            return matchers.stream().allMatch(matcher -> matcher.matches(reply, scope, where));
        }

        @Override
        public String describe(Scope scope, Where where) {
            return matchers.stream().map(m -> m.describe(scope, where)).collect(Collectors.joining(" and "));
        }
    }

    /** A finite or infinite number as Redis writes them. */
    private static Optional<Double> number(String text) {
        if (text.equals("inf") || text.equals("-inf")) {
            return Optional.of(text.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        }
        return Range.parse(text).filter(range -> range.min() == range.max()).map(Range::min);
    }

    /** True when each matcher finds an item of its own. Greedy: an author's matchers rarely overlap. */
    private static boolean takes(List<Matcher> matchers, List<Reply> replies, Scope scope, Where where) {
        List<Reply> left = new ArrayList<>(replies);
        for (Matcher matcher : matchers) {
            int found = -1;
            for (int i = 0; i < left.size() && found < 0; i++) {
                found = matcher.matches(left.get(i), scope, where) ? i : -1;
            }
            if (found < 0) {
                return false;
            }
            left.remove(found);
        }
        return true;
    }
}
