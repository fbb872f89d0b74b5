package io.redislab.rediscli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A command line's bytes. Java decodes them by the locale, which loses what isn't text in it; where the system tells the
 * bytes, they are taken from there.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html">proc_pid_cmdline(5)</a>
 */
final class RawWords {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private RawWords() {}

    static List<String> of(String[] words) {
        boolean ascii = Arrays.stream(words).allMatch(word -> word.chars().allMatch(c -> c > 0 && c < 0x80));
        return ascii ? List.of(words) : last(words);
    }

    private static List<String> last(String[] words) {
        List<String> raw = new ArrayList<>();
        try {
            String all = Texts.of(Files.readAllBytes(COMMAND_LINE));
            raw.addAll(Arrays.asList(all.split("\0", -1)));
            // Each word ends with NUL, so that behind the last one there is nothing.
            raw.remove(raw.size() - 1);
        } catch (IOException e) {
            raw.clear();
        }
        return raw.size() > words.length
                ? raw.subList(raw.size() - words.length, raw.size())
                : Arrays.stream(words).map(Texts::encoded).toList();
    }
}
