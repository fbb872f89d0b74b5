package io.redislab.course.author;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text gives a name to the learner: the name itself, a form of it such as {@code product:ID:tags}, or one that
 * differs in its number only, as in "from {@code user:1} to {@code user:10}".
 */
final class NamesInTask {
    private static final Pattern TOKEN = Pattern.compile("[^\\s`,;()\"'…*]+");
    private static final Pattern END = Pattern.compile("[.:?!]+$");
    private static final Pattern GAP = Pattern.compile("[A-Z][A-Z0-9_-]*|<[^>]*>|\\{[^}]*\\}|[0-9]+");

    private final String text;
    /** Made when a name does not stand in the text as it is, which is seldom. */
    private @Nullable List<Pattern> forms;

    NamesInTask(String text) {
        this.text = text;
    }

    private List<Pattern> forms() {
        List<Pattern> made = forms;
        if (made == null) {
            made = TOKEN.matcher(text)
                    .results()
                    .map(token -> END.matcher(token.group()).replaceFirst(""))
                    .distinct()
                    .filter(NamesInTask::hasGap)
                    .map(NamesInTask::form)
                    .toList();
            forms = made;
        }
        return made;
    }

    private static boolean hasGap(String token) {
        Matcher gaps = GAP.matcher(token);
        return gaps.find() && !gaps.group().equals(token);
    }

    private static Pattern form(String token) {
        Matcher gaps = GAP.matcher(token);
        StringBuilder form = new StringBuilder();
        int from = 0;
        while (gaps.find()) {
            form.append(Pattern.quote(token.substring(from, gaps.start()))).append(".+");
            from = gaps.end();
        }
        return Pattern.compile(form.append(Pattern.quote(token.substring(from))).toString());
    }

    /** Whether a word stands in the text, in whatever case. */
    boolean says(String word) {
        return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    boolean gives(String name) {
        return text.contains(name)
                || forms().stream().anyMatch(form -> form.matcher(name).matches());
    }
}
