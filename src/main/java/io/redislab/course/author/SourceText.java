package io.redislab.course.author;

import io.redislab.course.Course;
import io.redislab.grading.Where;
import java.util.List;

/** Finds the place of a text in a course file, since values forget where they stood. */
final class SourceText {
    private final String file;
    private final List<String> lines;

    private SourceText(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    static SourceText of(Course course, String file) {
        return new SourceText(file, course.text(file).orElse("").lines().toList());
    }

    /** Where the first line of a text stands, searched from the line that starts with a key; else the start of the file. */
    Where find(String key, String text) {
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(key + ":")) {
                from = i;
                break;
            }
        }
        String wanted = text.strip().lines().findFirst().orElse("");
        for (int i = from; i < lines.size(); i++) {
            int at = lines.get(i).indexOf(wanted);
            if (at >= 0) {
                return new Where(file, i + 1, at + 1);
            }
        }
        return new Where(file, from + 1, 1);
    }
}
