package io.redislab.course.author;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Adds to a list in a YAML file and leaves all else, comments too, as it was. */
final class YamlList {
    private YamlList() {}

    /**
     * The text with an item more at the end of the list of a key.
     *
     * @param item its lines, without dash and indentation
     * @return empty when there is no such list with a dash a line
     */
    static Optional<String> append(String text, String key, String item) {
        Optional<SequenceNode> found = find(text, key);
        if (found.isEmpty() || found.get().getFlowStyle() == org.yaml.snakeyaml.DumperOptions.FlowStyle.FLOW) {
            return Optional.empty();
        }
        int end = text.offsetByCodePoints(0, found.get().getEndMark().getIndex());
        String before = text.substring(0, end).stripTrailing();
        String indent = " ".repeat(found.get().getStartMark().getColumn());
        String lines = item.strip().replace("\n", "\n" + indent + "  ");
        String after = text.substring(before.length()).stripLeading();
        return Optional.of(before + "\n" + indent + "- " + lines + "\n" + after);
    }

    private static Optional<SequenceNode> find(String text, String key) {
        try {
            Node root = new Yaml().compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(key)
                            && tuple.getValueNode() instanceof SequenceNode list) {
                        return Optional.of(list);
                    }
                }
            }
            return Optional.empty();
        } catch (YAMLException e) {
            // The file is broken, which lint says; nothing can be added to it.
            return Optional.empty();
        }
    }
}
