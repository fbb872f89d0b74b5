package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Time at the prompt: turned, taken back, looked at. */
final class TimeWordsTest extends LabTest {
    @Test
    void aTurnedClockLetsKeysExpireAndSaysWhich() {
        TypedScreen screen = type(
                "go 3", "clock freeze", "SET otp:7 4821 EX 30", "clock +29s", "TTL otp:7", "clock +2s", "EXISTS otp:7");
        assertEquals(List.of("(integer) 1"), screen.after("TTL otp:7"));
        assertShown(screen, "expired: otp:7");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS otp:7"));
    }

    @Test
    void theNextExpiryIsAMomentToGoTo() {
        TypedScreen screen = type(
                "go 3",
                "SET a 1 EX 500",
                "SET b 1 EX 100",
                "clock to-next-expiry",
                "EXISTS b",
                "EXISTS a",
                "clock to-next-expiry");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS b"));
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS a"));
        assertShown(screen, "expired: a");
    }

    @Test
    void aWaitEndsWhenItsTimeHasCome() {
        TypedScreen screen = type("go 3", "@b BLPOP q 60", "clock +61s", "@b PING");
        assertShown(screen, "(nil)");
        assertEquals(List.of("b ◂ PONG"), screen.after("@b PING"));
    }

    @Test
    void stepsAreTakenBackAndDoneAgain() {
        TypedScreen screen = type(
                "go 3",
                "SET a 1 EX 1000",
                "SET a 2",
                "EXISTS a nothing",
                "undo",
                "GET a",
                "redo",
                "GET a  ",
                "undo 9",
                "EXISTS a");
        assertEquals(List.of("\"1\""), screen.after("GET a"));
        assertEquals(List.of("\"2\""), screen.after("GET a  "));
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS a"));
    }

    @Test
    void whatWasTakenBackIsStillTakenBackAtTheNextStart() {
        type("go 3", "SETBIT keep 1 1", "SETBIT mine 3 1", "SETBIT mine 4 1", "undo");
        TypedScreen screen = type("BITCOUNT mine", "BITCOUNT keep");
        assertEquals(List.of("(integer) 1"), screen.after("BITCOUNT mine"));
        assertEquals(List.of("(integer) 1"), screen.after("BITCOUNT keep"));
    }

    @Test
    void aTransactionThatWasBegunIsPartOfAStep() {
        TypedScreen screen = type("go 3", "SELECT 3", "MULTI", "SET a 1", "undo 2", "GET a", "undo", "GET a ");
        assertShown(screen, "lab[3](TX)>");
        assertEquals(List.of("(nil)"), screen.after("GET a"));
        assertShown(screen, "lab> GET a \n(nil)\nlab> ");
    }

    @Test
    void thePastCanBeLookedAtButNotChanged() {
        TypedScreen screen =
                type("go 3", "SET a 1", "SET a 2", "SET b 1", "at 1", "GET a", "SET a 9", "return", "GET a ", "diff 1");
        assertEquals(List.of("\"1\""), screen.after("GET a"));
        assertShown(screen, "The past can be looked at, not changed.");
        assertEquals(List.of("\"2\""), screen.after("GET a "));
        assertShown(screen, "changed string");
        assertShown(screen, "new string");
    }

    @Test
    void aCopyWithANameIsKeptUntilTheEnd() {
        TypedScreen screen = type(
                "go 3",
                "SET a 1",
                "SET a 2",
                "fork 1 as try",
                "GET a",
                "SET a 7",
                "return",
                "GET a ",
                "fork try",
                "GET a  ");
        assertEquals(List.of("\"1\""), screen.after("GET a"));
        assertEquals(List.of("\"2\""), screen.after("GET a "));
        assertEquals(List.of("\"7\""), screen.after("GET a  "));
    }

    @Test
    void settingsAreTakenBackAndStayTakenBack() {
        TypedScreen screen = type(
                "go 3",
                "CONFIG SET maxmemory 100mb",
                "CONFIG SET maxmemory 200mb hz 20",
                "undo",
                "CONFIG GET maxmemory");
        assertEquals(List.of("1) \"maxmemory\"", "2) \"104857600\""), screen.after("CONFIG GET maxmemory"));
        screen = type("CONFIG GET maxmemory", "CONFIG GET hz");
        assertEquals(List.of("1) \"maxmemory\"", "2) \"104857600\""), screen.after("CONFIG GET maxmemory"));
        assertEquals(List.of("1) \"hz\"", "2) \"10\""), screen.after("CONFIG GET hz"));
    }

    @Test
    void scriptsLibrariesAndUsersAreTakenBackAndStayTakenBack() {
        String library = "\"#!lua name=lib\\nredis.register_function('f', function() return 7 end)\"";
        TypedScreen screen = type(
                "go 3",
                "SCRIPT LOAD \"return 1\"",
                "FUNCTION LOAD " + library,
                "ACL SETUSER ann on >pw ~* +@all",
                "undo 3",
                "SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db",
                "FCALL f 0",
                "ACL USERS",
                "redo 2",
                "FCALL f 0 ");
        assertEquals(List.of("1) (integer) 0"), screen.after("SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db"));
        assertEquals("(error) ERR Function not found", screen.after("FCALL f 0").get(0));
        assertEquals(List.of("1) \"default\""), screen.after("ACL USERS"));
        assertEquals(List.of("(integer) 7"), screen.after("FCALL f 0 "));
        screen = type("SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db", "FCALL f 0", "ACL USERS");
        assertEquals(List.of("1) (integer) 1"), screen.after("SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db"));
        assertEquals(List.of("(integer) 7"), screen.after("FCALL f 0"));
        assertEquals(List.of("1) \"default\""), screen.after("ACL USERS"));
    }

    @Test
    void theClockIsTakenBackWithWhatExpired() {
        TypedScreen screen = type("go 3", "SET otp 4821 EX 30", "clock +60s", "EXISTS otp", "undo", "EXISTS otp ");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS otp"));
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS otp "));
        assertShown(screen, "lab> EXISTS otp \n");
        screen = type("TTL otp");
        assertTrue(screen.shown().contains("lab> TTL otp\n(integer) "), screen.shown());
    }

    @Test
    void whoWaitedOrWasServedIsTold() {
        TypedScreen screen =
                type("go 3", "SET a 1", "@b BLPOP q 0", "undo", "@b BLPOP q 0", "RPUSH q x", "undo", "LLEN q");
        assertShown(screen, "Client b waits no more.");
        assertShown(screen, "Client b was served, and does not wait again.");
        assertEquals(List.of("(integer) 0"), screen.after("LLEN q"));
    }

    @Test
    void aServerThatWasKilledStartsFromItsFiles() {
        TypedScreen screen = type(
                "go 3",
                "SET a 1",
                "SAVE",
                "SET b 1",
                "kill",
                "EXISTS a b",
                "undo",
                "EXISTS a b ",
                "at 1",
                "EXISTS a b  ");
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS a b"));
        assertEquals(List.of("(integer) 2"), screen.after("EXISTS a b "));
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS a b  "));
        screen = type("EXISTS a b");
        assertEquals(List.of("(integer) 2"), screen.after("EXISTS a b"));
    }

    @Test
    void wrongWordsGetAnAnswer() {
        TypedScreen screen =
                type("go 3", "clock back", "undo x", "at", "at 99", "diff a", "fork", "clock +1y", "redo", "undo");
        assertShown(screen, "clock 'back'?");
        assertShown(screen, "undo takes a number");
        assertShown(screen, "history shows");
        assertShown(screen, "Step 99 is not known");
        assertShown(screen, "There is no step to take back.");
        assertShown(screen, "is no time to go on by");
    }
}
