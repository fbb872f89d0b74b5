package io.redislab.course.yaml;

import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** A kind of value: how it is read from a node, and how it is described to authors. */
public interface Type<T> {
    /** The value, or empty after a fault was reported. */
    Optional<T> read(Node node, Source source);

    /** A few words for the reference of keys, as in "a list of texts". */
    String describe();

    /** The type as a JSON Schema, made of maps, lists, texts, numbers and booleans. */
    Map<String, Object> schema();
}
