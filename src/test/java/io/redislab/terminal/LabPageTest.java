package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The screens of docs/lab.md are what the lab shows. With the system property {@code page.record} they are written anew
 * into the page.
 */
final class LabPageTest extends LabTest {
    private static final Path PAGE = Path.of("docs/lab.md");

    /**
     * A screen of the page.
     *
     * @param heading under which it stands
     * @param before what was typed before it
     * @param typed what is typed in it; it is known by the first line
     */
    private record Shown(String heading, List<String> before, List<String> typed) {}

    private static final List<Shown> SCREENS = List.of(
            new Shown(
                    "Time",
                    List.of(),
                    List.of("SET otp:7 4821 EX 60", "clock +50s", "clock to-next-expiry", "TTL otp:7")),
            new Shown(
                    "Undo, and the past",
                    List.of("SET a 1", "GET a", "SET b 2", "kill"),
                    List.of("history", "undo", "at 1", "KEYS *", "return", "diff 1")),
            new Shown(
                    "Clients",
                    List.of(),
                    List.of(
                            "@b BLPOP queue 0",
                            "RPUSH queue job1",
                            "@b BLPOP queue 0",
                            "@c SUBSCRIBE news",
                            "clients")),
            new Shown("Races", List.of(), List.of("race lock", "step")),
            new Shown(
                    "Crashes and faults",
                    List.of("clock freeze", "SET a 1", "SET b 2", "clock +3s", "SET c 3", "SET d 4"),
                    List.of("crash --compare")),
            new Shown(
                    "Crashes and faults",
                    List.of(
                            "clock freeze",
                            "GET given",
                            "CONFIG SET maxmemory 3mb maxmemory-policy allkeys-lru",
                            "CONFIG SET appendonly yes"),
                    List.of("evict next", "SET c 3 EX 100", "aof show")),
            new Shown(
                    "Inside",
                    List.of(
                            "CONFIG SET zset-max-listpack-entries 3",
                            "ZADD board 1500 ann 1800 carol 1200 bo",
                            "SETRANGE views 0 100xyz"),
                    List.of("ZADD board 1700 dan", "xray views")),
            new Shown(
                    "Cost, and why",
                    List.of("SET views 99", "INCR views", "EXPIRE views 60"),
                    List.of("LPUSH views x", "explain", "why views", "cost on", "KEYS nothing*")),
            new Shown(
                    "Scripts, line by line",
                    List.of(),
                    List.of("ldb EVAL \"local n = redis.call('INCR', KEYS[1])\nreturn n\" 1 k", "ldb step")),
            new Shown(
                    "Paste",
                    List.of(),
                    List.of(
                            "for i in {1..2}; do redis-cli SET user:$i \"User $i\"; done",
                            "redis-cli -h localhost PING")),
            new Shown(
                    "Sessions",
                    List.of("SET a 1", "INCR a", "INCR a"),
                    List.of("session save /tmp/mine.lab", "replay /tmp/mine.lab", "at 2", "GET a", "return")),
            new Shown("Without a screen", List.of("go 1/ping"), List.of("check", "xray nothing", "hint")));

    @TestFactory
    List<DynamicTest> everyScreenIsReal() {
        return SCREENS.stream()
                .map(screen -> DynamicTest.dynamicTest(
                        screen.heading() + ": " + screen.typed().get(0), () -> compare(screen)))
                .toList();
    }

    private void compare(Shown screen) throws IOException {
        String actual = show(screen);
        String page = Files.readString(PAGE);
        int heading = page.indexOf("\n## " + screen.heading() + "\n");
        assertTrue(heading >= 0, "no heading " + screen.heading());
        int line = page.indexOf("> " + screen.typed().get(0).lines().findFirst().orElse(""), heading);
        int from = page.lastIndexOf("```\n", line) + 4;
        int to = page.indexOf("\n```\n", from) + 1;
        assertTrue(line >= 0 && to > 0, () -> "no screen in which that is typed: " + screen.typed());
        if (Boolean.getBoolean("page.record")) {
            Files.writeString(PAGE, page.substring(0, from) + actual + page.substring(to));
        } else {
            assertEquals(normal(page.substring(from, to)), normal(actual), "as with -Dpage.record=true");
        }
    }

    private String show(Shown shown) throws IOException {
        Path session = Path.of("/tmp/mine.lab");
        List<String> lines = new ArrayList<>(List.of("go 3"));
        lines.addAll(shown.before());
        lines.add("ECHO here");
        lines.addAll(shown.typed());
        // A session is saved into this test's own folder, whatever the page says.
        List<String> real = lines.stream()
                .map(line -> line.replace(
                        session.toString(), folder.resolve("mine.lab").toString()))
                .toList();
        TypedScreen screen = new TypedScreen(real.toArray(new String[0]));
        boolean plain = shown.heading().equals("Without a screen");
        Path data = folder.resolve("data-" + SCREENS.indexOf(shown));
        assertEquals(
                0,
                Lab.open(new LabOptions(course, false, Optional.of(data)), plain ? screen.linear() : screen),
                screen::shown);
        String all = screen.shown().replace(folder.resolve("mine.lab").toString(), session.toString());
        int from = all.indexOf("\"here\"\n") + 7;
        int to = all.lastIndexOf('\n', all.length() - 2) + 1;
        return trimmed(all.substring(from, to));
    }

    /** Without blanks at the ends of lines, and with the secondary prompt that a terminal's editor shows. */
    private static String trimmed(String text) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(line.stripTrailing()).append('\n'));
        return out.toString();
    }

    /** What is another one each time, or on each machine, has a name. */
    private static List<String> normal(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
                        .replaceAll("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "DURATION")
                        .replaceAll("[\\d,]{3,}", "NUMBER")
                        .replaceAll(" {2,}", " "))
                .toList();
    }

    /** Each word is met in the steps that the page names. */
    @Test
    void theCourseMeetsEachWord() throws IOException {
        String page = Files.readString(PAGE);
        Matcher rows = Pattern.compile("^\\| (`[^|]+) \\| ([0-9][^|]+) \\|$", Pattern.MULTILINE)
                .matcher(page.substring(page.indexOf("## Where the course meets it")));
        int count = 0;
        while (rows.find()) {
            StringBuilder text = new StringBuilder();
            for (String step : rows.group(2).split(", ", -1)) {
                text.append(lesson(step));
            }
            for (String word : rows.group(1).replace("`", "").split(", ", -1)) {
                assertTrue(
                        Pattern.compile("(?<![a-z])" + word + "(?![a-z])")
                                .matcher(text)
                                .find(),
                        () -> word + " is not in " + rows.group(2));
            }
            count++;
        }
        assertTrue(count > 10, count + " rows");
    }

    /** The file of a step, as in {@code 2/delete}. */
    private static String lesson(String step) throws IOException {
        String id = "id: " + step.substring(step.indexOf('/') + 1);
        String chapter = String.format(Locale.ROOT, "%02d-", Integer.parseInt(step.substring(0, step.indexOf('/'))));
        try (Stream<Path> files = Files.walk(Path.of("lessons"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".md")).toList()) {
                String text = Files.readString(file);
                if (file.getParent().getFileName().toString().startsWith(chapter) && text.contains("\n" + id + "\n")) {
                    return text;
                }
            }
        }
        return fail("there is no step " + step);
    }
}
