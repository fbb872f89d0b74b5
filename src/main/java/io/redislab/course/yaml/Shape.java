package io.redislab.course.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A mapping with known keys. The same declaration reads it, reports what is unknown, missing or wrong, and makes the
 * reference of keys and the JSON Schema.
 */
public final class Shape<R> implements Type<R> {
    /** A key of a shape. */
    public static final class Key<T> {
        private final String name;
        private final Type<T> type;
        private final boolean required;
        private final String doc;

        private Key(String name, Type<T> type, boolean required, String doc) {
            this.name = name;
            this.type = type;
            this.required = required;
            this.doc = doc;
        }

        public String name() {
            return name;
        }

        public Type<T> type() {
            return type;
        }

        public boolean isRequired() {
            return required;
        }

        public String doc() {
            return doc;
        }
    }

    private final String name;
    private final String doc;
    private final Map<String, Key<?>> keys;
    private final Function<Fields, Optional<R>> builder;
    private final boolean tolerant;

    private Shape(String name, String doc, List<Key<?>> keys, Function<Fields, Optional<R>> builder, boolean tolerant) {
        this.name = name;
        this.doc = doc;
        this.tolerant = tolerant;
        this.keys = new LinkedHashMap<>();
        keys.forEach(key -> this.keys.put(key.name, key));
        this.builder = builder;
    }

    public static <T> Key<T> required(String name, Type<T> type, String doc) {
        return new Key<>(name, type, true, doc);
    }

    public static <T> Key<T> optional(String name, Type<T> type, String doc) {
        return new Key<>(name, type, false, doc);
    }

    /** A shape whose builder can't fail. */
    public static <R> Shape<R> of(String name, String doc, List<Key<?>> keys, Function<Fields, R> builder) {
        return new Shape<>(name, doc, keys, fields -> Optional.of(builder.apply(fields)), false);
    }

    /** A shape whose builder reports faults of its own and is empty then. */
    public static <R> Shape<R> checked(
            String name, String doc, List<Key<?>> keys, Function<Fields, Optional<R>> builder) {
        return new Shape<>(name, doc, keys, builder, false);
    }

    /**
     * The same shape, but built from what could be read when the rest has faults, as long as no required key is among it: so
     * that one fault hides no other. {@link Fields#isWhole} tells the builder.
     */
    public Shape<R> tolerant() {
        return new Shape<>(name, doc, keys(), builder, true);
    }

    public String name() {
        return name;
    }

    public String doc() {
        return doc;
    }

    public List<Key<?>> keys() {
        return List.copyOf(keys.values());
    }

    /** The values that were read. */
    public static final class Fields {
        private final Node node;
        private final Source source;
        private final Map<String, Object> values = new HashMap<>();
        private final Map<String, Node> nodes = new HashMap<>();
        /** Keys that were probably meant by unknown ones; to report them as missing too would be noise. */
        private final Set<String> misspelt = new HashSet<>();

        private boolean whole;

        private Fields(Node node, Source source) {
            this.node = node;
            this.source = source;
        }

        public Node node() {
            return node;
        }

        /** Where the value of a key stands, or the mapping itself if the key is absent. */
        public Node node(Key<?> key) {
            return nodes.getOrDefault(key.name, node);
        }

        public Source source() {
            return source;
        }

        /** Whether everything could be read. */
        public boolean isWhole() {
            return whole;
        }

        public boolean has(Key<?> key) {
            return values.containsKey(key.name);
        }

        /** The value of a required key. */
        public <T> T get(Key<T> key) {
            return find(key).orElseThrow(() -> new IllegalStateException(key.name + " was not read"));
        }

        public <T> T get(Key<T> key, T fallback) {
            return find(key).orElse(fallback);
        }

        // Only Shape.read puts values in, and it takes them from the key's own type.
        @SuppressWarnings("unchecked")
        public <T> Optional<T> find(Key<T> key) {
            return Optional.ofNullable((T) values.get(key.name));
        }
    }

    @Override
    public Optional<R> read(Node node, Source source) {
        if (!(node instanceof MappingNode mapping)) {
            source.error(node, "mapping", "here belongs " + describe() + ": keys with values", known());
            return Optional.empty();
        }
        int before = source.faults().errors();
        Fields fields = new Fields(node, source);
        for (NodeTuple tuple : mapping.getValue()) {
            readEntry(tuple, fields, source);
        }
        List<String> missing = new ArrayList<>();
        for (Key<?> key : keys.values()) {
            if (key.required && !fields.nodes.containsKey(key.name) && !fields.misspelt.contains(key.name)) {
                missing.add(key.name);
            }
        }
        if (!missing.isEmpty()) {
            source.error(
                    node, "missing-key", name + " has no " + String.join(", ", missing), keys.get(missing.get(0)).doc);
        }
        fields.whole = source.faults().errors() == before;
        return fields.whole || tolerant && hasRequired(fields) ? builder.apply(fields) : Optional.empty();
    }

    private boolean hasRequired(Fields fields) {
        return keys.values().stream().allMatch(key -> !key.required || fields.has(key));
    }

    private void readEntry(NodeTuple tuple, Fields fields, Source source) {
        Node keyNode = tuple.getKeyNode();
        String word = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
        Key<?> key = keys.get(word);
        if (key == null) {
            Optional<String> closest = Suggestion.closest(word, keys.keySet());
            closest.ifPresent(fields.misspelt::add);
            String advice =
                    closest.map(meant -> "did you mean '" + meant + "'?").orElse(known());
            source.error(keyNode, "unknown-key", name + " has no key '" + word + "'", advice);
            return;
        }
        if (fields.nodes.put(word, tuple.getValueNode()) != null) {
            source.error(keyNode, "duplicate-key", "the key '" + word + "' stands here twice", "remove one");
            return;
        }
        key.type.read(tuple.getValueNode(), source).ifPresent(value -> fields.values.put(word, value));
    }

    private String known() {
        return "keys: " + String.join(", ", keys.keySet());
    }

    @Override
    public String describe() {
        return (name.matches("[aeiou].*") ? "an " : "a ") + name;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("$ref", "#/$defs/" + name.replace(' ', '-'));
    }

    /** The schema of the mapping itself, to which {@link #schema} refers. */
    public Map<String, Object> definition() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>();
        for (Key<?> key : keys.values()) {
            Map<String, Object> property = new TreeMap<>(key.type.schema());
            property.put("description", key.doc);
            properties.put(key.name, property);
            if (key.required) {
                needed.add(key.name);
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("description", doc);
        schema.put("properties", properties);
        schema.put("required", needed);
        schema.put("additionalProperties", false);
        return schema;
    }
}
