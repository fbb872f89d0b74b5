package io.redislab.course.author;

import io.redislab.course.CourseFormat;
import io.redislab.course.yaml.Shape;
import io.redislab.course.yaml.Type;
import io.redislab.grading.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The reference of keys in the handbook, and JSON Schemas for editors: made from the declarations that read the files. */
public final class KeyReference {
    private static final String HANDBOOK = "authoring.md";
    private static final String START = "<!-- What follows is made by 'redislab course reference'. -->\n";
    private static final String END = "<!-- End of what is made. -->\n";

    private KeyReference() {}

    /**
     * The files that hold the reference, with what belongs into them now.
     *
     * @param docs the folder of the handbook
     */
    public static Map<Path, String> files(Path docs) throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        Path handbook = docs.resolve(HANDBOOK);
        String text = Files.readString(handbook);
        int start = text.indexOf(START);
        int end = text.indexOf(END);
        if (start < 0 || end < start) {
            throw new IOException(handbook + " has no place for the reference: two lines, " + START + " and " + END);
        }
        files.put(handbook, text.substring(0, start) + START + "\n" + markdown() + text.substring(end));
        CourseFormat.files()
                .forEach((name, shape) ->
                        files.put(docs.resolve("schema/" + name + ".schema.json"), Json.write(schema(name, shape))));
        return files;
    }

    private static String markdown() {
        StringBuilder out = new StringBuilder();
        for (Shape<?> shape : CourseFormat.shapes()) {
            out.append("### ")
                    .append(shape.name())
                    .append("\n\n")
                    .append(shape.doc())
                    .append("\n\n| key | holds | |\n| --- | --- | --- |\n");
            for (Shape.Key<?> key : shape.keys()) {
                out.append("| `")
                        .append(key.name())
                        .append('`')
                        .append(key.isRequired() ? " (must)" : "")
                        .append(" | ")
                        .append(cell(key.type().describe()))
                        .append(" | ")
                        .append(cell(key.doc()))
                        .append(" |\n");
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static Map<String, Object> schema(String name, Shape<?> shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "redislab " + name);
        schema.putAll(shape.schema());
        Map<String, Object> definitions = new TreeMap<>();
        for (Shape<?> each : CourseFormat.shapes()) {
            definitions.put(each.name().replace(' ', '-'), sorted(each.definition()));
        }
        for (Map.Entry<String, Type<?>> each : CourseFormat.types().entrySet()) {
            definitions.put(each.getKey(), sorted(each.getValue().schema()));
        }
        schema.put("$defs", definitions);
        return schema;
    }

    /** Maps that come in no order get one, so that the same declarations give the same file; keys of files keep theirs. */
    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            boolean ordered = map instanceof LinkedHashMap;
            Map<String, Object> copy = ordered ? new LinkedHashMap<>() : new TreeMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), sorted(inner)));
            return copy;
        } else if (value instanceof java.util.List<?> list) {
            return list.stream().map(KeyReference::sorted).toList();
        }
        return value;
    }
}
