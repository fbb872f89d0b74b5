package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.lab.Voice.Mark;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What does not fit on the screen. */
class ScreenVoiceTest {
    private final TypedScreen screen = new TypedScreen().rows(16);
    private final ScreenVoice voice = new ScreenVoice(screen);

    /** Paragraphs of one line, and a blank line after each. */
    private static String paragraphs(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "p" + i).collect(Collectors.joining("\n\n"));
    }

    private List<String> shown() {
        return screen.shown()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void aTextThatFitsIsShownAtOnce() {
        voice.text(paragraphs(1, 5));
        voice.line(Mark.NOTE, "after");
        assertEquals(List.of("p1", "p2", "p3", "p4", "p5", "after"), shown());
    }

    @Test
    void aLongTextComesInPortionsAndWhatIsSaidAfterItLast() {
        voice.text(paragraphs(1, 12));
        voice.line(Mark.NOTE, "after");
        assertEquals(List.of("p1", "p2", "p3", "p4", "Enter shows the rest."), shown());
        voice.showRest();
        assertEquals(List.of("p5", "p6", "p7", "p8", "Enter shows the rest."), shown().subList(5, 10));
        voice.showRest();
        voice.showRest();
        assertEquals(List.of("p9", "p10", "p11", "p12", "after"), shown().subList(10, shown().size()));
    }

    @Test
    void whoGoesOnIsNotShownTheRest() {
        voice.text(paragraphs(1, 12));
        voice.dropRest();
        voice.line(Mark.NOTE, "next");
        voice.showRest();
        assertEquals(List.of("p1", "p2", "p3", "p4", "Enter shows the rest.", "next"), shown());
    }

    @Test
    void aRemarkIsMarkdownBehindItsMark() {
        voice.remark(
                Mark.MET, "Try `GET a`, then **go on** with some more words until the line is full and goes on below.");
        assertEquals(
                List.of("✓ Try `GET a`, then go on with some more words until the line is full and", "goes on below."),
                shown());
    }

    @Test
    void aReportIsNotCutBetweenARequirementAndItsDetails() {
        voice.together(() -> {
            for (int i = 1; i <= 5; i++) {
                voice.line(Mark.UNMET, "r" + i);
                voice.line(Mark.DETAIL, "actual");
                voice.line(Mark.DETAIL, "expected");
            }
        });
        assertEquals(7, shown().size(), shown()::toString);
        assertEquals("Enter shows the rest.", shown().get(6));
        voice.showRest();
        assertEquals("✗ r3", shown().get(7));
        assertEquals(7 + 9, shown().size());
    }

    /** The lines of a reply. */
    private static String reply(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + ") v\n").collect(Collectors.joining());
    }

    @Test
    void aReplyOfSomeScreensIsShownAtOnce() {
        voice.reply(reply(1, 80));
        assertEquals(80, shown().size());
    }

    @Test
    void ofAReplyThatIsShownOnlyInPartNoCountIsGivenAsTheWhole() {
        List<Reply> items = IntStream.range(0, 100_000)
                .<Reply>mapToObj(i -> new Reply.Int(7))
                .toList();
        voice.reply(Replies.show(new Reply.Array(items), List.of("LRANGE".getBytes(StandardCharsets.US_ASCII))));
        assertEquals("10) (integer) 7", shown().get(9));
        String note = shown().get(10);
        assertTrue(note.matches("… over \\d+ lines more: Enter goes on, redis-cli in shell shows all\\."), note);
    }

    @Test
    void ofALongReplyAPageIsShownAndWhatIsSaidOfItAtOnce() {
        voice.reply(reply(1, 100_000));
        voice.line(Mark.MET, "done");
        assertEquals("10) v", shown().get(9));
        assertEquals(
                List.of("… 99990 lines more: Enter goes on, redis-cli in shell shows all.", "✓ done"),
                shown().subList(10, shown().size()));
        voice.showRest();
        assertEquals("11) v", shown().get(12));
        assertEquals("20) v", shown().get(21));
        voice.dropRest();
        int before = shown().size();
        voice.showRest();
        assertEquals(before, shown().size());
    }

    @Test
    void ofALongValueAPageIsShown() {
        voice.reply("\"" + "x".repeat(100_000) + "\"\n");
        assertEquals(10 * 80, shown().get(0).length());
        voice.showRest();
        assertEquals(10 * 80, shown().get(2).length());
    }
}
