package io.redislab.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of the guide that is written for a shell.
 *
 * @param id the section it stands in, as in {@code 7.1}, {@code exercise 7.1}, {@code use case 3}
 * @param chapter its number
 */
record GuideBlock(String id, int chapter, String text) {
    private static final Pattern CHAPTER = Pattern.compile("## (\\d+)\\. .*");
    private static final Pattern SECTION = Pattern.compile("###+ (\\d+\\.\\d+|Use Case \\d+|Issue \\d+).*");
    private static final Pattern EXERCISE = Pattern.compile("\\*\\*(Exercise \\d+\\.\\d+):.*");

    /** The blocks in a language, in their order. */
    static List<GuideBlock> read(List<String> guide, String language) {
        List<GuideBlock> blocks = new ArrayList<>();
        int chapter = 0;
        String id = "";
        StringBuilder open = null;
        for (String line : guide) {
            if (open != null) {
                if (line.equals("```")) {
                    blocks.add(new GuideBlock(id, chapter, open.toString()));
                    open = null;
                } else {
                    open.append(line).append('\n');
                }
                continue;
            }
            Matcher title = CHAPTER.matcher(line);
            Matcher section = SECTION.matcher(line);
            Matcher exercise = EXERCISE.matcher(line);
            if (title.matches()) {
                chapter = Integer.parseInt(title.group(1));
            } else if (section.matches()) {
                id = section.group(1).toLowerCase(Locale.ROOT);
            } else if (exercise.matches()) {
                id = exercise.group(1).toLowerCase(Locale.ROOT);
            } else if (line.equals("```" + language)) {
                open = new StringBuilder();
            }
        }
        return blocks;
    }
}
