package io.redislab.grading;

import io.redislab.client.Connection;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at one key, and says as exactly as it can what differs. */
final class KeyChecker {
    private final Connection connection;
    private final Scope scope;

    KeyChecker(Connection connection, Scope scope) {
        this.connection = connection;
        this.scope = scope;
    }

    Optional<Finding> run(Check.Key check) {
        Checker.select(connection, check.database());
        try {
            return look(check);
        } finally {
            Checker.select(connection, 0);
        }
    }

    private Optional<Finding> look(Check.Key check) {
        String key = scope.expand(check.key(), check.where());
        String type = ReplyText.scalar(connection.call("TYPE", key)).orElse("?");
        boolean wantsNone = check.type().equals(Optional.of("none"));
        if (wantsNone) {
            return type.equals("none") ? Optional.empty() : found(check, key, "no such key", "there is a " + type);
        }
        if (type.equals("none")) {
            return found(check, key, check.type().map(t -> "a " + t).orElse("a key"), "there is no such key");
        }
        if (check.type().isPresent() && !check.type().get().equals(type)) {
            return found(check, key, "a " + check.type().get(), "it is a " + type);
        }
        return value(check, key, type)
                .or(() -> size(check, key, type))
                .or(() -> ttl(check, key))
                .or(() -> encoding(check, key));
    }

    private static Optional<Finding> found(Check.Key check, String subject, String expected, String actual) {
        return Optional.of(
                new Finding(check.where(), Printable.line(subject), ReplyText.cut(expected), ReplyText.cut(actual)));
    }

    private Optional<Finding> size(Check.Key check, String key, String type) {
        if (check.size().isEmpty()) {
            return Optional.empty();
        }
        String command =
                switch (type) {
                    case "string" -> "STRLEN";
                    case "hash" -> "HLEN";
                    case "list" -> "LLEN";
                    case "set" -> "SCARD";
                    case "zset" -> "ZCARD";
                    default -> "XLEN";
                };
        long size = connection.call(command, key) instanceof Reply.Int n ? n.value() : -1;
        String what = type.equals("string") ? " bytes" : " elements";
        return check.size().get().contains(size)
                ? Optional.empty()
                : found(check, key, check.size().get() + what, "it has " + size);
    }

    private Optional<Finding> ttl(Check.Key check, String key) {
        if (check.ttl().isEmpty()) {
            return Optional.empty();
        }
        long ms = connection.call("PTTL", key) instanceof Reply.Int n ? n.value() : -1;
        String actual = ms < 0 ? "it never expires" : "it expires in " + (ms + 999) / 1000 + " s";
        if (check.ttl().get() instanceof Check.Ttl.Seconds seconds) {
            boolean within = ms >= 0 && seconds.range().contains(Math.ceil(ms / 1000.0));
            return within ? Optional.empty() : found(check, key, "it expires in " + seconds.range() + " s", actual);
        }
        return ms < 0 ? Optional.empty() : found(check, key, "it never expires", actual);
    }

    private Optional<Finding> encoding(Check.Key check, String key) {
        if (check.encoding().isEmpty()) {
            return Optional.empty();
        }
        Reply reply = connection.call("OBJECT", "ENCODING", key);
        Matcher matcher = check.encoding().get();
        return matcher.matches(reply, scope, check.where())
                ? Optional.empty()
                : found(check, key + ", its encoding", matcher.describe(scope, check.where()), ReplyText.show(reply));
    }

    private Optional<Finding> value(Check.Key check, String key, String type) {
        if (check.value().isPresent()) {
            Optional<Finding> finding = compare(check, key, check.value().get(), read(key, type));
            if (finding.isPresent()) {
                return finding;
            }
        }
        if (check.includes().isPresent()) {
            Matcher includes = check.includes().get();
            Reply all = includes instanceof Matcher.Has ? elements(key, type) : read(key, type);
            Optional<Finding> finding = compare(check, key, includes, all);
            if (finding.isPresent()) {
                return finding;
            }
        }
        if (!check.excludes().isEmpty()) {
            List<String> all = ReplyText.leaves(elements(key, type));
            for (String excluded : check.excludes()) {
                String text = scope.expand(excluded, check.where());
                if (all.contains(text)) {
                    return found(check, key, "not " + text, "it holds " + text);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> compare(Check.Key check, String key, Matcher matcher, Reply reply) {
        if (matcher.matches(reply, scope, check.where())) {
            return Optional.empty();
        }
        if (matcher instanceof Matcher.Pairs pairs) {
            return pairs(check, key, pairs, reply);
        }
        if (matcher instanceof Matcher.Items items && !items.ordered() || matcher instanceof Matcher.Has) {
            Optional<Finding> one = elementsOf(check, key, matcher, reply);
            if (one.isPresent()) {
                return one;
            }
        }
        return found(check, key, matcher.describe(scope, check.where()), "it holds " + ReplyText.show(reply));
    }

    /** The first name whose value differs, which says more than two long lists. */
    private Optional<Finding> pairs(Check.Key check, String key, Matcher.Pairs pairs, Reply reply) {
        Map<String, Reply> actual = new LinkedHashMap<>();
        List<Reply> flat = ReplyText.items(reply).orElse(List.of());
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            actual.put(ReplyText.scalar(flat.get(i)).orElse(""), flat.get(i + 1));
        }
        for (Map.Entry<String, Matcher> pair : pairs.pairs().entrySet()) {
            String name = scope.expand(pair.getKey(), check.where());
            Reply value = actual.remove(name);
            String subject = key + ", " + name;
            String expected = pair.getValue().describe(scope, check.where());
            if (value == null) {
                return found(check, subject, expected, "it is not there");
            }
            if (!pair.getValue().matches(value, scope, check.where())) {
                return found(check, subject, expected, "it has " + ReplyText.show(value));
            }
        }
        String others =
                String.join(", ", actual.keySet().stream().map(Printable::line).toList());
        return found(check, key, "nothing else in it", "it also holds " + others);
    }

    private Optional<Finding> elementsOf(Check.Key check, String key, Matcher matcher, Reply reply) {
        List<Matcher> wanted = matcher instanceof Matcher.Items items ? items.items() : ((Matcher.Has) matcher).items();
        List<Reply> left = new ArrayList<>(ReplyText.items(reply).orElse(List.of()));
        for (Matcher each : wanted) {
            Reply hit = left.stream()
                    .filter(item -> each.matches(item, scope, check.where()))
                    .findFirst()
                    .orElse(null);
            if (hit == null) {
                return found(
                        check,
                        key,
                        each.describe(scope, check.where()) + " in it",
                        "it holds " + ReplyText.show(reply));
            }
            left.remove(hit);
        }
        if (matcher instanceof Matcher.Items && !left.isEmpty()) {
            return found(check, key, "nothing else in it", "it also holds " + ReplyText.show(new Reply.Array(left)));
        }
        return Optional.empty();
    }

    /** Everything in a key: names with values for hashes and sorted sets. */
    private Reply read(String key, String type) {
        return switch (type) {
            case "string" -> connection.call("GET", key);
            case "hash" -> connection.call("HGETALL", key);
            case "list" -> connection.call("LRANGE", key, "0", "-1");
            case "set" -> connection.call("SMEMBERS", key);
            case "zset" -> connection.call("ZRANGE", key, "0", "-1", "WITHSCORES");
            default -> connection.call("XRANGE", key, "-", "+");
        };
    }

    /** Names alone for hashes and sorted sets. */
    private Reply elements(String key, String type) {
        return switch (type) {
            case "hash" -> connection.call("HKEYS", key);
            case "zset" -> connection.call("ZRANGE", key, "0", "-1");
            default -> read(key, type);
        };
    }
}
