package io.redislab.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.transcript.Coverage.Case;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Transcripts show each command in all that can happen to it; what they can't show is named here with its reason. */
class TranscriptCoverageTest {
    private static final Coverage COVERAGE = new Coverage();

    /** A server without a cluster refuses them, whatever they are given. */
    private static final String WANT_A_CLUSTER = "asking readonly readwrite cluster|";

    /** They need a file of the server's: {@code ConfigFileTest}. */
    private static final String WANT_A_FILE = "acl|load acl|save config|rewrite";

    /** There are no modules that could be loaded. */
    private static final String WANT_A_MODULE = "module|load module|loadex module|unload";

    /** They need a script that runs while they are called. */
    private static final String WANT_A_RUNNING_SCRIPT = "function|kill script|kill";

    /** They need another server, or make the connection one: {@code ReplicationTest}, {@code ReplicasTest}. */
    private static final String WANT_A_SERVER = "failover migrate psync sync";

    /** It ends the server. */
    private static final String END = "shutdown";

    /** They take keys of every type. */
    private static final String TAKE_ALL_TYPES = "copy del dump exists expire expireat expiretime memory|usage migrate"
            + " move object| persist pexpire pexpireat pexpiretime pttl rename renamenx touch ttl type unlink watch";

    /** They put a new value in the place of the old, whatever that was, or leave it. */
    private static final String REPLACE = "mset msetnx psetex restore restore-asking setex setnx";

    /** To them, what is no string is not there; LCS has words of its own for it. */
    private static final String READ_STRINGS = "mget lcs";

    /** What they reply is up to the script: the error is its own. */
    private static final String RUN_SCRIPTS = "eval eval_ro evalsha evalsha_ro fcall fcall_ro";

    /** After them there is no reply, or not one to the next command: {@code DebuggerTest}. */
    private static final String SILENT_OPTIONS = "client|reply script|debug";

    /** It needs the number of another client: {@code ClientTrackingTest}. */
    private static final String WANTS_A_CLIENT = "client|tracking";

    @BeforeAll
    static void play() throws IOException {
        TranscriptTest.playAll(COVERAGE::client);
    }

    private static Stream<CommandSpec> commands() {
        return CommandTable.standard().all().stream()
                .flatMap(spec -> spec.isContainer() ? spec.subcommands().stream() : Stream.of(spec));
    }

    /** Whether a command is named in one of the lists; a name that ends in a bar stands for all below it. */
    private static boolean isNamed(CommandSpec spec, String... lists) {
        return Arrays.stream(lists)
                .flatMap(list -> Stream.of(list.split(" ", -1)))
                .anyMatch(name -> name.endsWith("|")
                        ? spec.name().startsWith(name)
                        : spec.name().equals(name));
    }

    private static void check(Case what, Predicate<CommandSpec> applies) {
        Set<String> missing = commands()
                .filter(applies)
                .filter(spec -> !COVERAGE.shows(spec, what))
                .map(CommandSpec::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "commands without a transcript for " + what);
    }

    @Test
    void success() {
        check(
                Case.SUCCESS,
                spec -> !isNamed(
                        spec, WANT_A_CLUSTER, WANT_A_FILE, WANT_A_MODULE, WANT_A_RUNNING_SCRIPT, WANT_A_SERVER, END));
    }

    @Test
    void wrongArity() {
        check(Case.WRONG_ARITY, spec -> spec.arity() != (spec.parent() == null ? -1 : -2));
    }

    @Test
    void wrongType() {
        check(
                Case.WRONG_TYPE,
                spec -> spec.hasKeys() && !isNamed(spec, TAKE_ALL_TYPES, REPLACE, READ_STRINGS, RUN_SCRIPTS));
    }

    @Test
    void wrongArgument() {
        check(Case.WRONG_ARGUMENT, Coverage::canBeWrong);
    }

    @Test
    void missingKey() {
        check(Case.MISSING_KEY, CommandSpec::hasKeys);
    }

    @Test
    void everyOption() {
        Set<String> missing = new TreeSet<>();
        commands()
                .filter(spec -> !isNamed(
                        spec, WANT_A_CLUSTER, WANT_A_MODULE, WANT_A_SERVER, END, SILENT_OPTIONS, WANTS_A_CLIENT))
                .forEach(spec -> COVERAGE.unusedTokens(spec).forEach(token -> missing.add(spec.name() + " " + token)));
        assertEquals(Set.of(), missing, "words of the syntax that no transcript uses");
    }
}
