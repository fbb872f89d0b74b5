package io.redislab.course;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What decides whether a step or an exercise is still the one that was passed. */
final class Fingerprint {
    /** What the learner does in a step; other words, hints and notes for authors make no other step of it. */
    static final List<String> STEP = List.of("kind", "task", "setup", "question", "checks");

    static final List<String> EXERCISE =
            List.of("clock", "task", "vars", "setup", "functions", "requirements", "variants");

    /** Keys within these that change nothing for the learner. */
    private static final Set<String> IGNORED = Set.of("title", "advice", "covers", "why", "weight", "stage");

    private Fingerprint() {}

    /** The same for the same values of these keys, however they are written. */
    static String of(Node node, List<String> keys) {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(key)) {
                        append(key, text);
                        append(tuple.getValueNode(), text);
                    }
                }
            }
        }
        return hash(text.toString());
    }

    private static void append(Node node, StringBuilder text) {
        if (node instanceof MappingNode mapping) {
            text.append('{');
            for (NodeTuple tuple : mapping.getValue()) {
                boolean ignored = tuple.getKeyNode() instanceof ScalarNode name && IGNORED.contains(name.getValue());
                if (!ignored) {
                    append(tuple.getKeyNode(), text);
                    append(tuple.getValueNode(), text);
                }
            }
            text.append('}');
        } else if (node instanceof SequenceNode sequence) {
            text.append('[');
            sequence.getValue().forEach(item -> append(item, text));
            text.append(']');
        } else if (node instanceof ScalarNode scalar) {
            append(scalar.getValue(), text);
        }
    }

    private static void append(String value, StringBuilder text) {
        text.append(value.length()).append(':').append(value);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
