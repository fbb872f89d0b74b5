package io.redislab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.course.Course;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --all}: a class hands in all sorts of things. */
final class CheckAllTest {
    private static final String NASTY = "<script>\u001b[2J\"&'";

    @TempDir
    private Path folder;

    private Path put(String name, String content) throws IOException {
        Path file = folder.resolve("class").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int check(String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "--all";
        words[1] = folder.resolve("class").toString();
        System.arraycopy(more, 0, words, 2, more.length);
        return CheckCommand.run(words, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String report(String option) throws Exception {
        Path file = folder.resolve("report");
        check(option, file.toString());
        return Files.readString(file);
    }

    private void solution(String student, String exercise, String file) throws IOException {
        put(student, Files.readString(Path.of("solutions", exercise, file)));
    }

    @Test
    void aTableShowsTheBestOfEachStudentsAnswers() throws Exception {
        solution("anna/13.2.redis", "13.2-rate-limit", "incr.redis");
        solution("anna/13.2-old.redis", "13.2-rate-limit", "wrong/ten.redis");
        solution("ben/13.2 (1).redis", "13.2-rate-limit", "wrong/ten.redis");
        put("ben/07.1.lua", "#!lua name=x\nnot Lua");
        put("ben/7.10.redis", "PING");
        put("ben/notes.txt", "not an answer");
        put("ben/leaderboard.redis", "PING");
        String json = report("--json");
        int all = Course.open(Path.of("")).orThrow().exercise("13.2").orThrow().points();
        assertTrue(json.contains("\"student\": \"anna\",\n      \"score\": {\n        \"got\": " + all + ","), json);
        assertTrue(json.contains("\"file\": \"ben/7.10.redis\",\n      \"why\": \"there is no exercise 7.10\""), json);
        assertTrue(json.contains("\"file\": \"ben/leaderboard.redis\""), json);
        assertFalse(json.contains("notes.txt"), json);
        assertEquals(
                ExitCode.NOT_PASSED, check("--json", folder.resolve("report").toString()));
    }

    @Test
    void allPass() throws Exception {
        solution("13.2-anna.redis", "13.2-rate-limit", "incr.redis");
        solution("13.2-ben.redis", "13.2-rate-limit", "get.redis");
        assertEquals(ExitCode.OK, check("--json", folder.resolve("report").toString()));
        assertTrue(printed().contains("13.2-anna.redis"), printed());
        printed.reset();
        assertEquals(ExitCode.OK, check("--json", "-"));
        assertEquals(Files.readString(folder.resolve("report")), printed());
    }

    @Test
    void whatIsInAnswersIsOnlyText() throws Exception {
        put(NASTY + "/13.2-" + NASTY + ".redis", "SET \"" + NASTY.replace("\"", "") + "\" 1\nFOO\u001b[1m<b>\n");
        put(NASTY + "/13.2.redis", "INCR \"");
        Path link = folder.resolve("class").resolve(NASTY).resolve("13.2-link.redis");
        Files.createSymbolicLink(link, Path.of("/etc/passwd"));
        for (String option : new String[] {"--json", "--junit", "--html"}) {
            String text = report(option);
            assertEquals(-1, text.indexOf('\u001b'), option);
            assertFalse(option.equals("--html") && text.contains("<script"), text);
            assertFalse(text.contains("root:"), text);
        }
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(report("--junit").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void twoRunsGiveTheSameBytes() throws Exception {
        for (int i = 0; i < 4; i++) {
            solution("s" + i + "/13.2.redis", "13.2-rate-limit", "wrong/one-too-many.redis");
            put("s" + i + "/03.1.redis", "INCR a\nTIME\nINFO server\nCLIENT LIST\nRANDOMKEY\nDEBUG SLEEP 5\n");
        }
        assertArrayEquals(
                report("--html").getBytes(StandardCharsets.UTF_8),
                report("--html").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAnswerThatEndsTheServerIsTold() throws Exception {
        put("13.2.redis", "SHUTDOWN NOSAVE\nPING\n");
        String json = report("--json");
        assertTrue(json.contains("line 1, SHUTDOWN NOSAVE: Server closed"), json);
    }

    @Test
    void nothingThatWasHandedInIsPassedOver() throws Exception {
        solution("anna/13.2.redis", "13.2-rate-limit", "incr.redis");
        Files.createDirectories(folder.resolve("class/anna/03.1.redis"));
        Files.createDirectories(folder.resolve("class/ben/old"));
        String json = report("--json");
        assertTrue(json.contains("\"file\": \"anna/03.1.redis\",\n      \"why\": \"it is a folder\""), json);
        assertTrue(json.contains("\"file\": \"ben/\",\n      \"why\": \"there is no answer in it\""), json);
    }

    @Test
    void aReportThatCanNotBeWrittenIsTold() throws Exception {
        solution("13.2.redis", "13.2-rate-limit", "incr.redis");
        assertEquals(
                ExitCode.CANNOT_RUN,
                check("--html", folder.resolve("none/report").toString()));
        assertEquals(ExitCode.USAGE, check("--html", "-", "--json", "-"));
    }

    @Test
    void allReportsSayWhatIsWrong() throws Exception {
        put("02.1.redis", "FOO <b>\n");
        for (String option : new String[] {"--json", "--junit", "--html"}) {
            String text = report(option);
            assertTrue(text.contains("unknown command"), text);
            assertTrue(text.contains("The examiner turns the clock and counts."), text);
        }
    }
}
