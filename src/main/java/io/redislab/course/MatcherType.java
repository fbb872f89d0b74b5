package io.redislab.course;

import static io.redislab.course.yaml.Shape.optional;

import io.redislab.course.yaml.Shape;
import io.redislab.course.yaml.Shape.Key;
import io.redislab.course.yaml.Source;
import io.redislab.course.yaml.Type;
import io.redislab.course.yaml.Types;
import io.redislab.grading.Matcher;
import io.redislab.grading.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What a reply must be, as an author writes it: a value for that very value (a bare number also matches the same number
 * written otherwise, the bare word {@code nil} matches no value), a list for these items in this order, a mapping for
 * anything else.
 */
final class MatcherType implements Type<Matcher> {
    static final MatcherType MATCHER = new MatcherType();

    private static final Type<Matcher> SELF = Types.later("what a reply must be", "any-reply", () -> MATCHER);
    private static final Type<List<Matcher>> MATCHERS = Types.list(SELF, 0);

    private static final Key<String> ERROR =
            optional("error", Types.TEXT, "An error whose text fits: `*` stands for anything.");
    private static final Key<String> LIKE = optional("like", Types.VALUE, "A text that fits: `*` stands for anything.");
    private static final Key<Range> RANGE = optional("range", Types.RANGE, "A number within the range.");
    private static final Key<Range> SIZE = optional("size", Types.RANGE, "As many items.");
    private static final Key<List<Matcher>> ANY_ORDER =
            optional("any-order", MATCHERS, "Exactly these items, in whatever order.");
    private static final Key<List<Matcher>> HAS =
            optional("has", MATCHERS, "All of these among the values; in a text, all of these as parts of it.");
    private static final Key<Map<String, Matcher>> PAIRS =
            optional("pairs", Types.mapping(Types.VALUE, SELF), "Exactly these names with these values.");
    private static final Key<Map<String, Matcher>> SOME_PAIRS = optional(
            "some-pairs", Types.mapping(Types.VALUE, SELF), "These names with these values, and maybe others.");
    private static final Key<Matcher> NOT = optional("not", SELF, "Anything but this.");
    private static final Key<List<Matcher>> ANY = optional("any", MATCHERS, "One of these.");

    static final Shape<Matcher> SHAPE = Shape.checked(
            "reply",
            "What a reply must be, when a value or a list can't say it. Several keys must hold together.",
            List.of(ERROR, LIKE, RANGE, SIZE, ANY_ORDER, HAS, PAIRS, SOME_PAIRS, NOT, ANY),
            MatcherType::build);

    private MatcherType() {}

    private static Optional<Matcher> build(Shape.Fields fields) {
        List<Matcher> all = new ArrayList<>();
        fields.find(ERROR).ifPresent(glob -> all.add(new Matcher.Failing(glob)));
        fields.find(LIKE).ifPresent(glob -> all.add(new Matcher.Like(glob)));
        fields.find(RANGE).ifPresent(range -> all.add(new Matcher.In(range)));
        fields.find(SIZE).ifPresent(range -> all.add(new Matcher.Size(range)));
        fields.find(ANY_ORDER).ifPresent(items -> all.add(new Matcher.Items(items, false)));
        fields.find(HAS).ifPresent(items -> all.add(new Matcher.Has(items)));
        fields.find(PAIRS).ifPresent(pairs -> all.add(new Matcher.Pairs(pairs, true)));
        fields.find(SOME_PAIRS).ifPresent(pairs -> all.add(new Matcher.Pairs(pairs, false)));
        fields.find(NOT).ifPresent(matcher -> all.add(new Matcher.Not(matcher)));
        fields.find(ANY).ifPresent(matchers -> all.add(new Matcher.Any(matchers)));
        if (all.isEmpty()) {
            fields.source().error(fields.node(), "empty", "this says nothing about the reply", "name what it must be");
            return Optional.empty();
        }
        return Optional.of(all.size() == 1 ? all.get(0) : new Matcher.Both(all));
    }

    @Override
    public Optional<Matcher> read(Node node, Source source) {
        if (node instanceof ScalarNode scalar) {
            boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
            if (plain && scalar.getValue().equals("nil")) {
                return Optional.of(new Matcher.Nil());
            }
            if (plain && scalar.getTag().equals(Tag.NULL)) {
                source.error(node, "type", "here belongs what the reply must be", "write nil for no value");
                return Optional.empty();
            }
            boolean numeric =
                    plain && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT));
            return Optional.of(new Matcher.Is(scalar.getValue(), numeric));
        }
        if (node instanceof SequenceNode) {
            return MATCHERS.read(node, source).map(items -> new Matcher.Items(items, true));
        }
        if (node instanceof MappingNode) {
            return SHAPE.read(node, source);
        }
        source.error(node, "type", "here belongs what the reply must be", "");
        return Optional.empty();
    }

    @Override
    public String describe() {
        return "a reply (a value, a list or a mapping)";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "anyOf",
                List.of(
                        Map.of("type", List.of("string", "number", "boolean")),
                        Map.of("type", "array", "items", SELF.schema()),
                        SHAPE.schema()));
    }
}
