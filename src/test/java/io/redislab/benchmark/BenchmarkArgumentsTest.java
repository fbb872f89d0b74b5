package io.redislab.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.benchmark.BenchmarkArguments.Purpose;
import io.redislab.benchmark.BenchmarkArguments.UsageException;
import io.redislab.benchmark.BenchmarkOptions.Endpoint;
import io.redislab.benchmark.BenchmarkOptions.Load;
import io.redislab.benchmark.BenchmarkOptions.Output;
import io.redislab.tls.TlsClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkArgumentsTest {
    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

    private BenchmarkOptions parse(String... words) throws UsageException {
        return new BenchmarkArguments(List.of(words), new PrintStream(warnings, true, StandardCharsets.UTF_8)).parse();
    }

    @Test
    void hasTheDefaultsOfRedisBenchmark() throws UsageException {
        assertEquals(
                new BenchmarkOptions(
                        new Endpoint(
                                "127.0.0.1", 6379, "", Optional.empty(), Optional.empty(), 0, false, Optional.empty()),
                        new Load(50, 100_000, 1, 0, true, false, -1),
                        3,
                        Set.of(),
                        List.of(),
                        false,
                        false,
                        false,
                        Output.FULL,
                        3),
                parse());
    }

    @Test
    void reachesTheShellsWorldWhereNoServerIsNamed() throws UsageException {
        assertEquals("/tmp/world", inShell("-q").endpoint().socket());
        assertEquals("", inShell("-p", "7000").endpoint().socket());
        assertEquals("/tmp/s", inShell("-s", "/tmp/s").endpoint().socket());
    }

    private static BenchmarkOptions inShell(String... words) throws UsageException {
        return new BenchmarkArguments(List.of(words), System.err)
                .withDefaultSocket("/tmp/world")
                .parse();
    }

    @Test
    void readsEveryOption() throws UsageException {
        BenchmarkOptions options =
                parse(("-h host -p 7000 -s /tmp/s -a secret --user me -c 7 -n 9 -d 100 --dbnum 2 -3 --threads 3"
                                + " --enable-tracking -k 0 -r 50 -P 4 -q --precision 2 -l -t SET,Get -I -x --tls --sni name"
                                + " --cacert ca --cacertdir cas --insecure --cert c --key k --tls-ciphers HIGH --tls-ciphersuites"
                                + " S")
                        .split(" ", -1));
        assertEquals(
                new BenchmarkOptions(
                        new Endpoint(
                                "host",
                                7000,
                                "/tmp/s",
                                Optional.of("me"),
                                Optional.of("secret"),
                                2,
                                true,
                                Optional.of(new TlsClientOptions(
                                        "ca", "cas", "c", "k", "", "name", true, "", "HIGH", "S"))),
                        new Load(7, 9, 4, 3, false, true, 50),
                        100,
                        Set.of("set", "get"),
                        List.of(),
                        true,
                        true,
                        true,
                        Output.QUIET,
                        2),
                options);
    }

    @Test
    void theFirstOtherWordStartsTheCommand() throws UsageException {
        BenchmarkOptions options = parse("-n", "5", "-t", "set", "--csv", "set", "-n", "7");
        assertEquals(List.of("set", "-n", "7"), options.command());
        assertEquals(5, options.load().requests());
        assertEquals(Output.CSV, options.output());
        assertTrue(warnings.toString(StandardCharsets.UTF_8).contains("-t is ignored"));
    }

    @Test
    void readsUris() throws UsageException {
        Endpoint endpoint = parse("-u", "rediss://me:a%40b@example.com:7001/4").endpoint();
        assertEquals("example.com:7001", endpoint.name());
        assertEquals(Optional.of("me"), endpoint.user());
        assertEquals(Optional.of("a@b"), endpoint.password());
        // An empty name is one: the server refuses it.
        assertEquals(Optional.of(""), parse("-u", "redis://:pw@host").endpoint().user());
        assertEquals(4, endpoint.database());
        assertTrue(endpoint.tls().isPresent());
        assertEquals(
                "127.0.0.1:7002",
                parse("-p", "7002", "-u", "redis://").endpoint().name());
        assertEquals(
                "Invalid URI scheme",
                assertThrows(BenchmarkException.class, () -> parse("-u", "http://x"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bogus", "-n", "-r", "-r -x", "-n 0", "--cacert", "-"})
    void refusesWhatIsNoOption(String words) {
        String[] all = words.split(" ", -1);
        UsageException refused = assertThrows(UsageException.class, () -> parse(all));
        assertEquals("Invalid option \"" + all[0] + "\" or option argument missing", refused.getMessage());
    }

    @Test
    void helpAndVersionEndTheReading() throws UsageException {
        for (String word : List.of("--help", "--version", "-v")) {
            BenchmarkArguments arguments = new BenchmarkArguments(List.of(word, "--bogus"), System.err);
            arguments.parse();
            assertEquals(word.equals("--help") ? Purpose.HELP : Purpose.VERSION, arguments.purpose());
        }
    }

    @Test
    void saysThatThereIsNoCluster() {
        assertThrows(BenchmarkException.class, () -> parse("--cluster"));
    }
}
