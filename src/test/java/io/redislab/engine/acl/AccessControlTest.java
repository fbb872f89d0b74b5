package io.redislab.engine.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.OutputFile;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users in files, and what becomes of connections when their users change. */
class AccessControlTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryDisk disk = new MemoryDisk(clock);
    private final Configuration config = Configuration.defaults();
    private Engine engine;
    private EngineClient admin;

    @BeforeEach
    void start() throws ConfigException {
        config.set("aclfile", "/users.acl");
        engine = new Engine(clock, new Random(1), config, disk);
        admin = new EngineClient(engine);
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try (OutputFile file = disk.create("/users.acl")) {
            file.write(bytes, 0, bytes.length);
        }
    }

    private String failure(String... words) {
        return ((Reply.Failure) admin.call(words)).text();
    }

    private EngineClient login(String name) {
        EngineClient client = new EngineClient(engine);
        assertEquals(List.of("OK"), client.say("AUTH", name, "any"));
        return client;
    }

    @Test
    void whatIsSavedIsLoadedAgain() throws IOException {
        admin.call("ACL", "SETUSER", "alice", "on", ">secret", "~a*", "%R~b*", "&c*", "+@read", "-get", "(+set ~x*)");
        List<String> before = admin.say("ACL", "LIST");
        assertEquals(List.of("OK"), admin.say("ACL", "SAVE"));
        admin.call("ACL", "SETUSER", "alice", "reset");
        admin.call("ACL", "SETUSER", "bob");
        assertEquals(List.of("OK"), admin.say("ACL", "LOAD"));
        assertEquals(before, admin.say("ACL", "LIST"));
        assertEquals(List.of("users.acl"), disk.list("/"), "no draft is left");
    }

    @Test
    void everyMistakeInAFileIsToldAndNothingChanges() throws IOException {
        write("user alice on nosuch +bad ~x\n\n  user bob on +@nosuch \nusers carol\nuser bob on\nuser dave (+get\n");
        assertEquals(
                "ERR /users.acl:1: Syntax error. /users.acl:1: Error in applying operation '+bad': Unknown command or"
                        + " category name in ACL. /users.acl:3: Error in applying operation '+@nosuch': Unknown command or"
                        + " category name in ACL. /users.acl:4 should start with user keyword followed by the username."
                        + " WARNING: Duplicate user 'bob' found on line 5. /users.acl:6: Unmatched parenthesis in selector"
                        + " definition.WARNING: ACL errors detected, no change to the previously active ACL rules was"
                        + " performed",
                failure("ACL", "LOAD"));
        assertEquals(List.of("1) \"default\""), admin.say("ACL", "USERS"));
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertEquals(
                "ERR Error loading ACLs, opening file '/users.acl': No such file or directory", failure("ACL", "LOAD"));
    }

    @Test
    void loadingEndsAllConnectionsButTheDefaultUsers() throws IOException {
        admin.call("ACL", "SETUSER", "alice", "on", "nopass", "+@all");
        EngineClient alice = login("alice");
        admin.call("ACL", "SAVE");
        admin.call("ACL", "LOAD");
        assertTrue(alice.session().isClosing());
        assertFalse(admin.session().isClosing());
    }

    @Test
    void whoDeletesItsOwnUserGetsTheReplyFirst() {
        admin.call("ACL", "SETUSER", "alice", "on", "nopass", "+@all");
        EngineClient alice = login("alice");
        assertEquals(List.of("(integer) 1"), alice.say("ACL", "DELUSER", "alice"));
        assertTrue(alice.session().isClosing());
    }

    @Test
    void subscriptionsThatAreNotAllowedAnyMoreEnd() {
        admin.call("ACL", "SETUSER", "alice", "on", "nopass", "+@all", "&a", "&b", "&p*");
        EngineClient a = login("alice");
        a.call("SUBSCRIBE", "a");
        EngineClient b = login("alice");
        b.call("SUBSCRIBE", "b");
        EngineClient p = login("alice");
        p.call("PSUBSCRIBE", "p*");
        admin.call("ACL", "SETUSER", "alice", "resetchannels", "&a", "&pq");
        assertFalse(a.session().isClosing());
        assertTrue(b.session().isClosing());
        assertTrue(p.session().isClosing());
    }

    @Test
    void refusalsThatAreAlikeAreOneEntryWithinAMinute() {
        admin.call("ACL", "SETUSER", "alice", "on", "nopass", "+get", "~a");
        EngineClient alice = login("alice");
        alice.call("GET", "b");
        alice.call("GET", "b");
        clock.advanceMillis(61_000);
        alice.call("GET", "b");
        List<AclLog.Entry> entries = engine.acl().log().newest(10);
        assertEquals(List.of(1L, 2L), entries.stream().map(AclLog.Entry::count).toList());
        assertEquals("b", entries.get(0).object());
        assertTrue(entries.get(0).client().contains("user=alice"));
    }

    @Test
    void theLogKeepsItsLimit() throws ConfigException {
        config.set("acllog-max-len", "2");
        admin.call("ACL", "SETUSER", "alice", "on", "nopass", "+get");
        EngineClient alice = login("alice");
        for (String key : List.of("a", "b", "c")) {
            alice.call("GET", key);
        }
        assertEquals(
                List.of("c", "b"),
                engine.acl().log().newest(10).stream().map(AclLog.Entry::object).toList());
    }

    @Test
    void linesOfTheConfigurationMakeUsers() throws AclException, ConfigException {
        config.set("aclfile", "");
        UserLines lines = new UserLines();
        assertNull(lines.add(List.of("alice", "on", ">secret", "(+get", "~a*)"), false));
        assertNull(lines.add(List.of("default", "on", "nopass", "+ping"), false));
        engine.acl().files().loadAtStartup(lines);
        assertEquals(
                List.of(
                        "alice on #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b resetchannels -@all"
                                + " (~a* resetchannels -@all +get)",
                        "default on nopass sanitize-payload resetchannels -@all +ping"),
                engine.acl().configLines());
    }

    @Test
    void mistakesInLinesOfTheConfigurationAreTold() {
        UserLines lines = new UserLines();
        assertNull(lines.add(List.of("alice", "+later"), false), "a module may bring the command");
        assertEquals(
                "Error in user declaration 'alice': Duplicate user found. A user can only be defined once in config"
                        + " files",
                lines.add(List.of("alice"), false));
        assertEquals("Error in user declaration 'nosuch': Syntax error", lines.add(List.of("bob", "nosuch"), false));
        assertThrows(AclException.class, () -> engine.acl().files().loadAtStartup(lines), "file and lines");
    }

    @Test
    void aForkHasItsOwnUsers() {
        admin.call("ACL", "SETUSER", "alice", "on", "nopass", "+get");
        Engine twin = engine.fork(clock);
        admin.call("ACL", "SETUSER", "alice", "+set");
        assertEquals(
                "alice on nopass resetchannels -@all +get",
                twin.acl().line(twin.acl().users().iterator().next()));
    }
}
