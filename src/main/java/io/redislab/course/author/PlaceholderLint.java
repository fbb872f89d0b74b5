package io.redislab.course.author;

import io.redislab.course.Course;
import io.redislab.course.yaml.Faults;
import io.redislab.course.yaml.Source;
import io.redislab.course.yaml.YamlText;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Looks at every {@code {{…}}} of an exercise: in commands, names and replies it must be one that can be filled in, in every
 * variant; in texts for the learner nothing is filled in.
 */
final class PlaceholderLint {
    /** Keys with texts for the learner. */
    private static final Set<String> TEXTS = Set.of(
            "title", "task", "message", "advice", "nudge", "concept", "shape", "worked", "question", "answer", "note");

    /** With so many variants' values the checks are tried. */
    private static final int MAX_WORLDS = 50;

    private static final Pattern WORDS = Pattern.compile("\\W+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)\\}\\}");

    private final Course course;
    private final String file;
    private final Source source;

    PlaceholderLint(Course course, String file, Faults faults) {
        this.course = course;
        this.file = file;
        this.source = new Source(file, 1, faults);
    }

    void run() {
        // What keeps the file from being read is reported by those who need more of it.
        course.text(file)
                .filter(text -> text.contains("{{"))
                .flatMap(text -> YamlText.read(text, new Source(file, 1, new Faults())))
                .ifPresent(this::exercise);
    }

    private void exercise(Node exercise) {
        Map<String, String> base = values(value(exercise, "vars"), Map.of());
        List<Map<String, String>> worlds = new ArrayList<>(List.of(base));
        for (Node variant : items(value(exercise, "variants"))) {
            Map<String, String> own = values(value(variant, "vars"), base);
            if (worlds.size() < MAX_WORLDS) {
                worlds.add(own);
            }
            value(variant, "setup").ifPresent(setup -> filledIn(setup, List.of(own)));
        }
        for (String key : List.of("setup", "requirements", "mistakes")) {
            value(exercise, key).ifPresent(node -> filledIn(node, key.equals("setup") ? List.of(base) : worlds));
        }
        texts(exercise, base.keySet());
    }

    /** Values such as variables may have; of those that are drawn the smallest. */
    private static Map<String, String> values(Optional<Node> vars, Map<String, String> base) {
        Map<String, String> values = new HashMap<>(base);
        vars.ifPresent(node -> entries(node).forEach(entry -> {
            String value = text(entry.getValueNode())
                    .or(() -> value(entry.getValueNode(), "integer")
                            .flatMap(PlaceholderLint::text)
                            .map(range -> range.replaceFirst("\\.\\..*", ""))
                            .map(least -> least.isEmpty() ? "1" : least))
                    .or(() -> items(value(entry.getValueNode(), "pick")).stream()
                            .findFirst()
                            .flatMap(PlaceholderLint::text))
                    .orElse("word");
            text(entry.getKeyNode()).ifPresent(name -> values.put(name, value));
        }));
        return values;
    }

    // ---- where values are put in ----

    private void filledIn(Node node, List<Map<String, String>> worlds) {
        if (node instanceof ScalarNode scalar) {
            worlds.forEach(values -> filledIn(scalar, values));
        }
        items(Optional.of(node)).forEach(item -> filledIn(item, worlds));
        for (NodeTuple entry : entries(node)) {
            if (!TEXTS.contains(text(entry.getKeyNode()).orElse(""))) {
                filledIn(entry.getKeyNode(), worlds);
                filledIn(entry.getValueNode(), worlds);
            }
        }
    }

    private void filledIn(ScalarNode scalar, Map<String, String> values) {
        try {
            // What {{i}} is in a command that is repeated.
            new Scope(values).with("i", "1").expand(scalar.getValue(), source.where(scalar));
        } catch (FaultyExercise e) {
            source.error(
                    scalar,
                    "variable",
                    String.valueOf(e.getMessage()),
                    values.isEmpty()
                            ? "define it in vars:"
                            : "there are: "
                                    + String.join(
                                            ", ",
                                            values.keySet().stream().sorted().toList()));
        }
    }

    // ---- where none are ----

    private void texts(Node node, Set<String> names) {
        items(Optional.of(node)).forEach(item -> texts(item, names));
        for (NodeTuple entry : entries(node)) {
            Node value = entry.getValueNode();
            if (value instanceof ScalarNode scalar
                    && TEXTS.contains(text(entry.getKeyNode()).orElse(""))) {
                text(scalar, names);
            } else {
                texts(value, names);
            }
        }
    }

    private void text(ScalarNode scalar, Set<String> names) {
        Matcher placeholder = PLACEHOLDER.matcher(scalar.getValue());
        while (placeholder.find()) {
            if (WORDS.splitAsStream(placeholder.group(1)).anyMatch(names::contains)) {
                source.error(
                        scalar,
                        "variable",
                        placeholder.group() + " stands in a text, where learners read it as it is",
                        "write the value of the example, or say it without");
            }
        }
    }

    // ---- nodes ----

    private static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static List<Node> items(Optional<Node> node) {
        return node.orElse(null) instanceof SequenceNode list ? list.getValue() : List.of();
    }

    private static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private static Optional<Node> value(Node node, String key) {
        return entries(node).stream()
                .filter(entry -> text(entry.getKeyNode()).filter(key::equals).isPresent())
                .map(NodeTuple::getValueNode)
                .findFirst();
    }
}
