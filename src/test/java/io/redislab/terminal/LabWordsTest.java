package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only a lab that owns its engine can do, typed at the prompt. */
final class LabWordsTest extends LabTest {
    private static void assertSaid(TypedScreen screen, String text) {
        // Where a sentence is wrapped does not matter.
        String flowing = screen.shown().replaceAll("\\s+", " ");
        assertTrue(flowing.contains(text.replaceAll("\\s+", " ")), () -> "no '" + text + "' in:\n" + screen.shown());
    }

    @Test
    void whyTellsHowAKeyWent() {
        TypedScreen screen = type(
                "go 3",
                "SET soon 1 EX 5",
                "clock +10s",
                "SET kept 1",
                "EXPIRE kept 1000",
                "CONFIG SET maxmemory-policy allkeys-lru maxmemory 1000",
                // The eviction may come on its own before; now it is due.
                "clock +1s",
                "why soon",
                "why kept",
                "undo 2",
                "kill",
                "why kept ",
                "undo",
                "SWAPDB 0 1",
                "SELECT 1",
                "why kept  ");
        assertTrue(screen.after("why soon").toString().matches(".* made, .* expired .*"), screen::shown);
        assertTrue(
                screen.after("why kept").toString().matches(".* made, .* expires at another time .* evicted .*"),
                screen::shown);
        assertTrue(screen.after("why kept ").toString().matches(".* made, .* deleted .*kill.*"), screen::shown);
        assertTrue(screen.after("why kept  ").toString().contains("made, a string"), screen::shown);
    }

    @Test
    void whatIsNotTheWordAloneDoesNotLeaveTheLab() {
        TypedScreen screen = type("go 3", "exit code?", "cat <<EOF | redis-cli\nSET here 1\nEOF", "GET here");
        assertSaid(screen, "exit stands alone");
        assertEquals(List.of("\"1\""), screen.after("GET here"));
    }

    @Test
    void copiesAreLeftOneByOne() {
        TypedScreen screen = type(
                "go 3",
                "SET a 1",
                "SET a 2",
                "fork as one",
                "SET a 3",
                "play",
                "SET a 4",
                "fork as two",
                "return",
                "GET a",
                "return",
                "GET a ",
                "at 0",
                "at 3",
                "return",
                "fork two",
                "return",
                "return",
                "GET a  ");
        assertEquals(List.of("\"4\""), screen.after("GET a"));
        assertEquals(List.of("\"3\""), screen.after("GET a "));
        assertEquals(List.of("\"2\""), screen.after("GET a  "));
    }

    @Test
    void whatIsHeardIsTakenBack() {
        TypedScreen screen = type(
                "go 3",
                "SUBSCRIBE news",
                "@b PUBLISH news hello",
                "undo",
                "undo",
                "PUBLISH news again",
                "redo",
                "undo",
                "SAVE",
                "undo");
        assertSaid(screen, "taken back: 2 PUBLISH news hello");
        assertSaid(screen, "has got a message, which can't be taken back");
        assertSaid(screen, "taken back: 1 SUBSCRIBE news");
        assertEquals(List.of("(integer) 0"), screen.after("PUBLISH news again"));
        assertSaid(screen, "What it has written to the disk stays there.");
    }

    // ---- inside ----

    @Test
    void xrayDrawsEveryEncoding() {
        TypedScreen screen = type(
                "go 3",
                "SET n 17",
                "xray n",
                "HSET h name ann age 30",
                "xray h",
                "SADD ints 1 2 70000",
                "xray ints",
                "SADD words a b c",
                "xray words b",
                "RPUSH l a b c",
                "xray l",
                "CONFIG SET zset-max-listpack-entries 2",
                "ZADD z 1 a 2 b 3 c",
                "xray z b",
                "PFADD hll a b c",
                "xray hll",
                "SETBIT bits 7 1",
                "xray bits",
                "XADD s 1-1 f v",
                "XGROUP CREATE s g 0",
                "xray s",
                "xray nothing");
        assertSaid(screen, "the number 17, in 8 bytes");
        assertSaid(screen, "one block of");
        assertSaid(screen, "3 integers of 32 bits");
        assertSaid(screen, "b: hash");
        assertSaid(screen, "quicklist: 3 elements in 1 node");
        assertSaid(screen, "the way to b:");
        assertSaid(screen, "rank 1 (counted from 0)");
        assertSaid(screen, "3 registers are not 0");
        assertSaid(screen, "·······█");
        assertSaid(screen, "group g:");
        assertSaid(screen, "There is no key nothing here.");
    }

    @Test
    void aChangedEncodingIsTold() {
        TypedScreen screen = type("go 3", "SADD s 1 2 3", "SADD s x");
        assertSaid(screen, "s is now stored as hashtable, no longer as intset");
    }

    @Test
    void hostileValuesAreHarmlessInEveryScreen() {
        String evil = "\"\\x1b[31mred\\x1b]0;title\\x07\\x00\\x9b2J\\xc2\\x9b\\xff\\xfe\\xe2\\x80\\xae\"";
        List<String> lines = new ArrayList<>(List.of("go 3", "clock freeze", "cost on", "CONFIG SET appendonly yes"));
        for (String made : List.of(
                "SET k " + evil,
                "HSET k " + evil + " " + evil,
                "RPUSH k " + evil,
                "SADD k " + evil,
                "ZADD k 1 " + evil,
                "XADD k 1-1 " + evil + " " + evil)) {
            String named = made.replace(" k ", " " + evil + " ");
            lines.addAll(List.of(
                    "DEL " + evil,
                    named,
                    "EXPIRE " + evil + " 100",
                    "xray " + evil,
                    "xray " + evil + " " + evil,
                    "peek " + evil,
                    "why " + evil,
                    "clock",
                    "evict next",
                    "aof show",
                    "SAVE",
                    "rdb show"));
        }
        lines.addAll(List.of(
                "CONFIG SET zset-max-listpack-entries 0 hash-max-listpack-entries 0",
                "ZADD z 1 " + evil + " 2 b",
                "xray z " + evil,
                "HSET h " + evil + " " + evil,
                "xray h " + evil,
                "INCR " + evil,
                "explain",
                evil,
                "explain",
                "EVAL \"return redis.call('INCR', ARGV[1])\" 0 " + evil,
                "explain",
                "ldb EVAL \"local a = ARGV[1]\nreturn redis.call('SET', a, a)\" 0 " + evil,
                "ldb step",
                "ldb step",
                "ldb print",
                "ldb accept",
                "@b SUBSCRIBE " + evil,
                "PUBLISH " + evil + " " + evil,
                "@c BLPOP none" + evil + " 0",
                "@d CLIENT SETNAME x",
                "@d MONITOR",
                "GET " + evil,
                "clients",
                "history",
                "diff 1",
                "undo 3",
                "redo 3",
                "at 2",
                "return",
                "clock +200s",
                "race setup SET k " + evil,
                "race a GET k",
                "race b GET k",
                "race holds GET k = 1",
                "race run",
                "step",
                "race",
                "session save " + folder.resolve("s.lab"),
                "session cast " + folder.resolve("s.cast"),
                "replay " + folder.resolve("s.lab"),
                "history",
                "return",
                "fork as " + evil,
                "diff " + evil,
                "race " + evil,
                "replay " + evil,
                "crash --compare",
                "fault " + evil,
                "ldb " + evil,
                "redis-cli SET " + evil + " $(echo " + evil + ")",
                "crash",
                "kill"));
        TypedScreen screen = type(lines.toArray(new String[0]));
        assertSaid(screen, "\\x1b");
        assertHarmless(screen.shown());
        screen = type("history", "KEYS *", "clients");
        assertHarmless(screen.shown());
        assertHarmless(read(folder.resolve("s.cast")));
        assertHarmless(read(folder.resolve("s.lab")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Nothing acts on a terminal: no control character but the end of a line, and no sign that turns its direction. */
    private static void assertHarmless(String shown) {
        shown.chars()
                .filter(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                .findFirst()
                .ifPresent(c -> {
                    int at = shown.indexOf(c);
                    throw new AssertionError("U+" + Integer.toHexString(c) + " in: "
                            + shown.substring(Math.max(0, at - 200), Math.min(shown.length(), at + 50)));
                });
    }

    @Test
    void largeValuesAreBoundedInEveryScreen() {
        largeValuesAreBounded(8_000_000);
    }

    @Test
    @Tag("long")
    void hugeValuesAreBoundedInEveryScreen() {
        largeValuesAreBounded(100_000_000);
    }

    private void largeValuesAreBounded(int bytes) {
        String script =
                "\"return redis.call('SET', KEYS[1], string.rep('\\\\27[2J\\\\0\\\\255x', " + bytes / 7 + "))\" 1 big";
        List<String> lines = new ArrayList<>(List.of("go 3", "cost on", "EVAL " + script, "STRLEN big"));
        lines.addAll(List.of(
                "xray big",
                "peek big",
                "why big",
                "GET big",
                "INCR big",
                "explain",
                "LPUSH big x",
                "explain",
                "history",
                "diff 1",
                "aof show",
                "rdb show",
                "evict next",
                "undo",
                "redo",
                "race a GET big",
                "race b GET big",
                "race holds GET big = 1",
                "race run",
                "step",
                "ldb EVAL \"local v = redis.call('GET', KEYS[1])\nreturn #v\" 1 big",
                "ldb step",
                "ldb print",
                "ldb accept",
                "session cast " + folder.resolve("big.cast"),
                "PING"));
        TypedScreen screen = type(lines.toArray(new String[0]));
        assertHarmless(screen.shown());
        assertSaid(screen, "PONG");
        assertTrue(screen.shown().length() < 600_000, screen.shown().length() + " characters");
    }

    @Test
    void whatASetupDoesIsNotShownToWhoeverMonitors() {
        TypedScreen screen = type("go 3", "@b MONITOR", "again step", "y", "GETBIT given 3");
        assertSaid(screen, "\"GETBIT\" \"given\" \"3\"");
        assertNotShown(screen, "\"SETBIT\" \"given\"");
    }

    @Test
    void costsCountElementsAndKeysTellsItsWaste() {
        TypedScreen screen = type("go 3", "MSET a 1 b 2 c 3", "cost on", "KEYS a", "cost off", "KEYS b");
        assertSaid(screen, "O(N)");
        assertSaid(screen, "of the visited are not in the reply");
        assertEquals(1, screen.shown().split("visited ·", -1).length - 1);
    }

    @Test
    void whyAndExplainNameTheStep() {
        TypedScreen screen = type(
                "go 3",
                "SET views 100",
                "APPEND views x",
                "LPUSH views x",
                "explain",
                "why views",
                "INCR views",
                "explain");
        assertSaid(screen, "views is a string since step 1 (SET views 100)");
        assertSaid(screen, "made, a string");
        assertSaid(screen, "views holds \"100x\"");
    }

    @Test
    void explainShowsALineOfAScript() {
        TypedScreen screen = type("go 3", "EVAL \"return 1 + ARGV[1]\" 1 k", "explain");
        assertSaid(screen, "KEYS[1] = k");
        assertSaid(screen, "the number says how many of them are keys");
    }

    // ---- the server ----

    @Test
    void policiesAreComparedAtACrash() {
        TypedScreen screen = type(
                "go 3",
                "clock freeze",
                "SET a 1",
                "clock +1500ms",
                "SET b 1",
                "clock +300ms",
                "SET c 1",
                "crash --compare");
        List<Integer> left = screen.shown()
                .lines()
                .filter(line -> line.contains("AOF, fsync"))
                .map(line -> Integer.parseInt(line.strip().split(" {2,}", -1)[1]))
                .toList();
        assertEquals(3, left.size(), screen.shown());
        assertTrue(left.get(0) < left.get(1) && left.get(1) < left.get(2), left.toString());
    }

    @Test
    void aLostReplyLeavesItsEffect() {
        TypedScreen screen = type("go 3", "fault reply drop", "INCR n", "GET n", "fault nonsense");
        assertEquals(List.of("\"1\""), screen.after("GET n"));
        assertSaid(screen, "The reply was lost");
        assertSaid(screen, "fault off makes all well");
    }

    @Test
    void aFullDiskIsSaidInRedisWords() {
        TypedScreen screen = type("go 3", "fault disk full", "SET a 1", "SAVE", "fault off", "SAVE  ");
        assertEquals(List.of("(error) ERR"), screen.after("SAVE"));
        assertEquals(List.of("OK"), screen.after("SAVE  "));
    }

    @Test
    void filesAreReadAloud() {
        TypedScreen screen = type(
                "go 3",
                "clock freeze",
                "CONFIG SET appendonly yes",
                "SET a 1 EX 100",
                "aof show",
                "SAVE",
                "rdb show",
                "evict next");
        assertSaid(screen, "seq 1 type b");
        assertSaid(screen, "SET a 1 PXAT");
        assertSaid(screen, "a CRC-64 that is right");
        assertSaid(screen, "There is no limit");
    }

    @Test
    void theCrashThatIsToComeComes() {
        TypedScreen screen = type("go 3", "SET a 1", "SAVE", "crash after 2", "SET b 1", "SET c 1", "EXISTS a b c");
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS a b c"));
    }

    // ---- races, scripts, sessions ----

    @Test
    void aRaceIsBuiltLineByLine() {
        TypedScreen screen = type(
                "go 3",
                "race setup SET lock A EX 30",
                "race a GET lock",
                "race a DEL lock if a1 = A",
                "race clock +31s",
                "race b SET lock B NX",
                "race holds GET lock = B if b1 = OK",
                "race run",
                "step",
                "race 3 a EVAL \"if redis.call('GET', KEYS[1]) == 'A' then return redis.call('DEL', KEYS[1]) end\" 1"
                        + " lock",
                "race 2",
                "fix",
                "EXISTS lock");
        assertSaid(screen, "12 orders, 1 breaks it");
        assertSaid(screen, "1 of 4  a  GET lock");
        assertSaid(screen, "and it holds in each of them");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS lock"));
    }

    @Test
    void aScriptIsGoneThroughForthAndBack() {
        TypedScreen screen = type(
                "go 3",
                "ldb EVAL \"local n = redis.call('INCR', KEYS[1])\nreturn n\" 1 k",
                "ldb step",
                "ldb print",
                "ldb back",
                "ldb step",
                "ldb step",
                "EXISTS k",
                "ldb accept",
                "EXISTS k ");
        assertSaid(screen, "<redis> INCR k");
        assertSaid(screen, "n = 1");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS k"));
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS k "));
    }

    @Test
    void aSessionIsReplayedInAWorldOfItsOwn() throws IOException {
        Path file = folder.resolve("s.lab");
        TypedScreen screen = type(
                "go 3",
                "SET a 1",
                "INCR a",
                "session save " + file,
                "DEL a",
                "replay " + file,
                "GET a",
                "at 1",
                "GET a ",
                "at 0",
                "SET a 3",
                "return",
                "EXISTS a ",
                "return",
                "EXISTS a");
        assertEquals(List.of("\"2\""), screen.after("GET a"));
        assertEquals(List.of("\"1\""), screen.after("GET a "));
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS a "));
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS a"));
        assertSaid(screen, "The past can be looked at, not changed");
        Files.writeString(folder.resolve("bad.lab"), "redislab-session 1\nstep x\n");
        Files.writeString(folder.resolve("worse.lab"), "redislab-session 1\nsnapshot =AAAA\n");
        screen = type(
                "replay " + folder.resolve("bad.lab"),
                "replay " + folder.resolve("worse.lab"),
                "replay nowhere",
                "PING");
        assertSaid(screen, "line 2: a step has a time");
        assertSaid(screen, "its snapshot can't be read");
        assertSaid(screen, "there is no such file");
        assertSaid(screen, "PONG");
    }

    @Test
    void aSessionThatWantsTooMuchIsStopped() throws IOException {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        StringBuilder text = new StringBuilder("redislab-session 1\n");
        for (int i = 0; i < 40; i++) {
            text.append("step 1700000000000000 -");
            for (String word : List.of("SETRANGE", "k" + i, "20000000", "x")) {
                text.append(" =").append(base64.encodeToString(word.getBytes(StandardCharsets.US_ASCII)));
            }
            text.append('\n');
        }
        Path file = folder.resolve("greedy.lab");
        Files.writeString(file, text);
        TypedScreen screen = type("go 3", "replay " + file, "EXISTS k1", "PING");
        assertSaid(screen, "its data take more than 256 MB");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS k1"));
    }

    // ---- paste ----

    @Test
    void whatWasWrittenForAShellIsUnderstood() {
        TypedScreen screen = type(
                "go 3",
                "for i in {1..3}; do redis-cli SET user:$i \"User$i\" EX $((60 * i)); done",
                "GET user:3",
                "redis-cli --eval - user:1 <<'EOF'\nreturn redis.call('GET', KEYS[1])\nEOF",
                "echo \"it is $(redis-cli GET user:2)\"",
                "redis-cli -h localhost PING",
                "fun() {\n  redis-cli SET x 1\n}");
        assertEquals(List.of("\"User3\""), screen.after("GET user:3"));
        assertSaid(screen, "Can't open file '-'");
        assertSaid(screen, "it is User2");
        assertSaid(screen, "-h makes no difference here.");
        assertSaid(screen, "needs a shell (the word shell opens yours) and was left out");
    }
}
