package io.redislab.course.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The handbook and the schemas say what the code reads. */
class KeyReferenceTest {
    @Test
    void nothingIsStale() throws IOException {
        for (Map.Entry<Path, String> file : KeyReference.files(Path.of("docs")).entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(file.getKey()),
                    file.getKey() + " is stale: run 'redislab course reference'");
        }
    }

    @Test
    void everyReferenceOfASchemaLeadsSomewhere() throws IOException {
        for (Map.Entry<Path, String> file : KeyReference.files(Path.of("docs")).entrySet()) {
            Matcher references = Pattern.compile("#/\\$defs/([a-z-]+)\"").matcher(file.getValue());
            while (references.find()) {
                assertTrue(
                        file.getValue().contains("    \"" + references.group(1) + "\": {"),
                        () -> file.getKey() + " lacks " + references.group(1));
            }
        }
    }
}
