package io.redislab.course.yaml;

import io.redislab.grading.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The kinds of values that course files are made of. */
public final class Types {
    private static final int MAX_ITEMS = 2000;

    private Types() {}

    /** Reads the text of a scalar; empty when it is not what is wanted. */
    public interface Reader<T> {
        Optional<T> read(ScalarNode node, Source source);
    }

    /** A type of one value. */
    public static <T> Type<T> scalar(String describe, Map<String, Object> schema, Reader<T> reader) {
        return new Type<>() {
            @Override
            public Optional<T> read(Node node, Source source) {
                if (!(node instanceof ScalarNode scalar) || isNull(scalar)) {
                    source.error(node, "type", "here belongs " + describe, "");
                    return Optional.empty();
                }
                return reader.read(scalar, source);
            }

            @Override
            public String describe() {
                return describe;
            }

            @Override
            public Map<String, Object> schema() {
                return schema;
            }
        };
    }

    private static boolean isNull(ScalarNode node) {
        return node.getTag().equals(Tag.NULL) && node.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private static <T> Optional<T> wrong(ScalarNode node, Source source, String wanted, String advice) {
        source.error(node, "type", "here belongs " + wanted + ", not '" + shortened(node.getValue()) + "'", advice);
        return Optional.empty();
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= 40 ? line : line.substring(0, 38) + " …";
    }

    private static Map<String, Object> pattern(String regex) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("string", "number"));
        schema.put("pattern", regex);
        return schema;
    }

    /** Any text that is not empty. */
    public static final Type<String> TEXT = scalar(
            "a text",
            Map.of("type", List.of("string", "number", "boolean")),
            (node, source) -> node.getValue().isBlank()
                    ? wrong(node, source, "a text", "it is empty")
                    : Optional.of(node.getValue()));

    /** A text that may be empty: a value in Redis. */
    public static final Type<String> VALUE = scalar(
            "a value",
            Map.of("type", List.of("string", "number", "boolean")),
            (node, source) -> Optional.of(node.getValue()));

    /** Some lines of Markdown. */
    public static final Type<String> MARKDOWN = scalar(
            "Markdown",
            Map.of("type", List.of("string", "number", "boolean")),
            (node, source) -> node.getValue().isBlank()
                    ? wrong(node, source, "Markdown", "it is empty")
                    : Optional.of(node.getValue().strip()));

    /**
     * Commands, one a line, {@code #} starting a comment. In quotes or below a {@code |}: a bare scalar would have YAML
     * read things into it.
     */
    public static final Type<List<String>> COMMANDS =
            scalar("commands, one a line, below a |", Map.of("type", "string"), (node, source) -> quoted(node, source)
                    .map(text -> text.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList())
                    .filter(lines -> !lines.isEmpty()
                            || wrong(node, source, "commands", "there are none").isPresent()));

    /** One command, in quotes or below a {@code |}. */
    public static final Type<String> COMMAND =
            scalar("a command, in quotes", Map.of("type", "string"), (node, source) -> quoted(node, source)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty() && text.indexOf('\n') < 0
                            || wrong(node, source, "one command", "it has one line")
                                    .isPresent()));

    private static Optional<String> quoted(ScalarNode node, Source source) {
        if (node.getScalarStyle() == ScalarStyle.PLAIN) {
            source.error(
                    node,
                    "bare-command",
                    "a command must not stand bare in YAML",
                    "put it in single quotes, or below a |");
            return Optional.empty();
        }
        return Optional.of(node.getValue());
    }

    public static final Type<Boolean> BOOLEAN = scalar(
            "yes or no", Map.of("enum", List.of("yes", "no", true, false)), (node, source) -> switch (node.getValue()
                    .toLowerCase(Locale.ROOT)) {
                case "yes", "true" -> Optional.of(true);
                case "no", "false" -> Optional.of(false);
                default -> wrong(node, source, "yes or no", "");
            });

    /** An integer between two bounds. */
    public static Type<Integer> integer(int min, int max) {
        String describe = "a number from " + min + " to " + max;
        return scalar(describe, Map.of("type", "integer", "minimum", min, "maximum", max), (node, source) -> {
            try {
                int value = Integer.parseInt(node.getValue());
                if (value >= min && value <= max) {
                    return Optional.of(value);
                }
            } catch (NumberFormatException e) {
                // Reported below, like a number out of bounds.
            }
            return wrong(node, source, describe, "");
        });
    }

    public static final Type<Range> RANGE = scalar(
            "a number or a range such as 1..10, 5.. or ..5",
            pattern("^-?[0-9.]*(\\.\\.)?-?[0-9.]*$"),
            (node, source) -> Range.parse(node.getValue())
                    .or(() -> wrong(node, source, "a number or a range", "write 5, 1..10, 5.. or ..5")));

    /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}. */
    public static final Type<Duration> DURATION = scalar(
            "a time such as 500ms, 30s, 5m, 2h or 1d", pattern("^[0-9]+(ms|s|m|h|d)$"), (node, source) -> duration(
                            node.getValue())
                    .or(() -> wrong(node, source, "a time", "write 500ms, 30s, 5m, 2h or 1d")));

    /** A time as {@link #DURATION} has it, or nothing. */
    public static Optional<Duration> duration(String text) {
        String unit = text.replaceFirst("^[0-9]{1,9}", "");
        String digits = text.substring(0, text.length() - unit.length());
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        long n = Long.parseLong(digits);
        return switch (unit) {
            case "ms" -> Optional.of(Duration.ofMillis(n));
            case "s" -> Optional.of(Duration.ofSeconds(n));
            case "m" -> Optional.of(Duration.ofMinutes(n));
            case "h" -> Optional.of(Duration.ofHours(n));
            case "d" -> Optional.of(Duration.ofDays(n));
            default -> Optional.empty();
        };
    }

    /** A text of a certain form. */
    public static Type<String> form(String describe, String regex) {
        return scalar(
                describe,
                pattern("^(" + regex + ")$"),
                (node, source) -> node.getValue().matches(regex)
                        ? Optional.of(node.getValue())
                        : wrong(node, source, describe, ""));
    }

    /** The name of a file in a known folder: no path, so it can't lead out of the course. */
    public static Type<String> fileName(String suffixes) {
        String describe = "a file name ending in " + suffixes.replace("|", " or ");
        return scalar(describe, Map.of("type", "string"), (node, source) -> {
            String name = node.getValue();
            if (name.contains("/") || name.contains("\\") || name.startsWith(".")) {
                source.error(node, "path", "'" + shortened(name) + "' leads out of its folder", "name a file, no path");
                return Optional.empty();
            }
            return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.(" + suffixes + ")")
                    ? Optional.of(name)
                    : wrong(node, source, describe, "letters, digits, dots and dashes");
        });
    }

    /** One of some words. */
    public static Type<String> oneOf(String... words) {
        List<String> all = List.of(words);
        String describe = "one of " + String.join(", ", all);
        return scalar(
                describe,
                Map.of("enum", all),
                (node, source) -> all.contains(node.getValue())
                        ? Optional.of(node.getValue())
                        : wrong(
                                node,
                                source,
                                describe,
                                Suggestion.closest(node.getValue(), all)
                                        .map(meant -> "did you mean '" + meant + "'?")
                                        .orElse("")));
    }

    /** One of an enum's names, written in lower case. */
    public static <E extends Enum<E>> Type<E> oneOf(Class<E> type) {
        E[] values = type.getEnumConstants();
        Type<String> words = oneOf(Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
        return map(words, word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
    }

    public static <A, B> Type<B> map(Type<A> type, java.util.function.Function<A, B> change) {
        return new Type<>() {
            @Override
            public Optional<B> read(Node node, Source source) {
                return type.read(node, source).map(change);
            }

            @Override
            public String describe() {
                return type.describe();
            }

            @Override
            public Map<String, Object> schema() {
                return type.schema();
            }
        };
    }

    /** A list with at least {@code min} items; where some have faults, it is read as the list of the others. */
    public static <T> Type<List<T>> list(Type<T> item, int min) {
        return new Type<>() {
            @Override
            public Optional<List<T>> read(Node node, Source source) {
                if (!(node instanceof SequenceNode sequence)) {
                    source.error(node, "type", "here belongs " + describe(), "start each item with a dash: - …");
                    return Optional.empty();
                }
                List<Node> nodes = sequence.getValue();
                if (nodes.size() < min || nodes.size() > MAX_ITEMS) {
                    source.error(
                            node,
                            "length",
                            "here belong " + min + " to " + MAX_ITEMS + " items, not " + nodes.size(),
                            "");
                    return Optional.empty();
                }
                List<T> items = new ArrayList<>();
                for (Node each : nodes) {
                    item.read(each, source).ifPresent(items::add);
                }
                return items.isEmpty() && !nodes.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(items));
            }

            @Override
            public String describe() {
                return "a list: " + item.describe();
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("type", "array", "items", item.schema(), "minItems", min);
            }
        };
    }

    /** One item, or a list of them. */
    public static <T> Type<List<T>> oneOrMore(Type<T> item) {
        Type<List<T>> many = list(item, 1);
        return new Type<>() {
            @Override
            public Optional<List<T>> read(Node node, Source source) {
                return node instanceof SequenceNode
                        ? many.read(node, source)
                        : item.read(node, source).map(List::of);
            }

            @Override
            public String describe() {
                return item.describe() + ", or a list of such";
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("anyOf", List.of(item.schema(), many.schema()));
            }
        };
    }

    /** A mapping with free keys. */
    public static <T> Type<Map<String, T>> mapping(Type<String> key, Type<T> value) {
        return new Type<>() {
            @Override
            public Optional<Map<String, T>> read(Node node, Source source) {
                if (!(node instanceof MappingNode mapping)) {
                    source.error(node, "type", "here belongs " + describe(), "write name: value");
                    return Optional.empty();
                }
                int before = source.faults().errors();
                Map<String, T> map = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    Optional<String> name = key.read(tuple.getKeyNode(), source);
                    Optional<T> read = value.read(tuple.getValueNode(), source);
                    if (name.isPresent() && read.isPresent() && map.put(name.get(), read.get()) != null) {
                        source.error(
                                tuple.getKeyNode(),
                                "duplicate-key",
                                "'" + name.get() + "' stands here twice",
                                "remove one");
                    }
                }
                return source.faults().errors() > before ? Optional.empty() : Optional.of(map);
            }

            @Override
            public String describe() {
                return "names, each with " + value.describe();
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("type", "object", "additionalProperties", value.schema());
            }
        };
    }

    /** A mapping whose first known key decides what it is. */
    public static <T> Type<T> union(String name, Map<String, Shape<? extends T>> shapes) {
        return new Type<>() {
            @Override
            public Optional<T> read(Node node, Source source) {
                List<String> words = node instanceof MappingNode mapping
                        ? mapping.getValue().stream()
                                .map(tuple -> tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "")
                                .toList()
                        : List.of();
                for (Map.Entry<String, Shape<? extends T>> shape : shapes.entrySet()) {
                    if (words.contains(shape.getKey())) {
                        return shape.getValue().read(node, source).map(value -> value);
                    }
                }
                String advice = words.stream()
                        .flatMap(word -> Suggestion.closest(word, shapes.keySet()).stream())
                        .findFirst()
                        .map(meant -> "did you mean '" + meant + "'?")
                        .orElse("it has one of these keys: " + String.join(", ", shapes.keySet()));
                source.error(node, "kind", "this is no " + name, advice);
                return Optional.empty();
            }

            @Override
            public String describe() {
                return "a " + name;
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of(
                        "anyOf", shapes.values().stream().map(Shape::schema).collect(Collectors.toList()));
            }
        };
    }

    /** A type that is declared later: types may contain themselves. */
    public static <T> Type<T> later(String describe, String definition, Supplier<Type<T>> type) {
        return new Type<>() {
            @Override
            public Optional<T> read(Node node, Source source) {
                return type.get().read(node, source);
            }

            @Override
            public String describe() {
                return describe;
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("$ref", "#/$defs/" + definition);
            }
        };
    }
}
