package io.redislab.benchmark;

import io.redislab.benchmark.BenchmarkOptions.Endpoint;
import io.redislab.benchmark.BenchmarkOptions.Load;
import io.redislab.benchmark.BenchmarkOptions.Output;
import io.redislab.resp.RedisUri;
import io.redislab.tls.TlsClientOptions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads redis-benchmark's options: the first word that is none starts the command. */
public final class BenchmarkArguments {
    /** A word that is no option, or an option without its argument. */
    public static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String word) {
            super("Invalid option \"" + word + "\" or option argument missing");
        }
    }

    /** What a call is for. */
    public enum Purpose {
        RUN,
        HELP,
        VERSION
    }

    private static final int MOST_THREADS = 500;
    private static final int LARGEST_PAYLOAD = 1 << 30;
    private static final int DEFAULT_DIGITS = 3;
    private static final int MOST_DIGITS = 4;

    private static final Set<String> PLACE = Set.of("-h", "-p", "-s", "-u");

    private final List<String> words;
    private final PrintStream err;
    private int at;

    private Purpose purpose = Purpose.RUN;
    private String host = "127.0.0.1";
    private int port = 6379;
    private String socket = "";
    private String defaultSocket = "";
    private boolean placeGiven;
    private Optional<String> user = Optional.empty();
    private Optional<String> password = Optional.empty();
    private int database;
    private boolean resp3;
    private boolean tls;
    private final TlsArguments tlsArguments = new TlsArguments();

    private int clients = 50;
    private int requests = 100_000;
    private int pipeline = 1;
    private int threads;
    private boolean keepAlive = true;
    private boolean tracking;
    private long keyspace = -1;

    private int payload = 3;
    private final Set<String> tests = new HashSet<>();
    private boolean lastFromInput;
    private boolean idle;
    private boolean loop;
    private boolean quiet;
    private boolean csv;
    private int digits = DEFAULT_DIGITS;

    /** @param err where warnings go */
    public BenchmarkArguments(List<String> words, PrintStream err) {
        this.words = List.copyOf(words);
        this.err = err;
    }

    /** The Unix socket to connect to where no option names a server. */
    public BenchmarkArguments withDefaultSocket(String path) {
        defaultSocket = path;
        return this;
    }

    public Purpose purpose() {
        return purpose;
    }

    /** @throws BenchmarkException when what is asked for does not exist here */
    public BenchmarkOptions parse() throws UsageException {
        while (at < words.size() && words.get(at).startsWith("-") && purpose == Purpose.RUN) {
            option(words.get(at));
            at++;
        }
        List<String> command = words.subList(at, words.size());
        if (purpose == Purpose.RUN && at < words.size() && words.get(at).isEmpty()) {
            throw new UsageException("");
        }
        if (!command.isEmpty() && !tests.isEmpty()) {
            err.println("WARNING: Option -t is ignored.");
        }
        if (!keepAlive) {
            err.println(
                    "WARNING: without keep-alive every request has a connection of its own. Closed ones linger, so that"
                            + " the ports of this machine may run out; on Linux net.ipv4.tcp_tw_reuse=1 helps.");
        }
        return new BenchmarkOptions(
                new Endpoint(
                        host,
                        port,
                        placeGiven ? socket : defaultSocket,
                        user,
                        password,
                        database,
                        resp3,
                        tls ? Optional.of(tlsArguments.options()) : Optional.empty()),
                new Load(clients, requests, pipeline, threads, keepAlive, tracking, keyspace),
                payload,
                Set.copyOf(tests),
                List.copyOf(command),
                lastFromInput,
                idle,
                loop,
                csv ? Output.CSV : quiet ? Output.QUIET : Output.FULL,
                digits);
    }

    private void option(String word) throws UsageException {
        placeGiven |= PLACE.contains(word);
        switch (word) {
            case "-h" -> host = argument();
            case "-p" -> port = number();
            case "-s" -> socket = argument();
            case "-a" -> password = Optional.of(argument());
            case "--user" -> user = Optional.of(argument());
            case "-u" -> uri(argument());
            case "--dbnum" -> database = number();
            case "-3" -> resp3 = true;
            case "-c" -> clients = Math.max(1, number());
            case "-n" -> requests = positive();
            case "-P" -> pipeline = Math.max(1, number());
            case "--threads" -> threads = threads(number());
            case "-k" -> keepAlive = number() != 0;
            case "--enable-tracking" -> tracking = true;
            case "-r" -> keyspace = keyspace();
            case "-d" -> payload = Math.max(1, Math.min(LARGEST_PAYLOAD, number()));
            case "-t" ->
                tests.addAll(List.of(argument().toLowerCase(Locale.ROOT).split(",", -1)));
            case "-x" -> lastFromInput = true;
            case "-I" -> idle = true;
            case "-l" -> loop = true;
            case "-q" -> quiet = true;
            case "--csv" -> csv = true;
            case "--precision" -> digits = digits(number());
            case "-e" -> err.println("WARNING: -e has no effect: an error always ends the run.");
            case "--cluster" ->
                throw new BenchmarkException("redislab has no cluster, so its benchmark has no --cluster.");
            case "--help" -> purpose = Purpose.HELP;
            case "-v", "--version" -> purpose = Purpose.VERSION;
            case "--tls" -> tls = true;
            default -> {
                if (!tlsArguments.take(word, this)) {
                    throw new UsageException(word);
                }
            }
        }
    }

    /** The word behind the option. */
    String argument() throws UsageException {
        if (at + 1 >= words.size()) {
            throw new UsageException(words.get(at));
        }
        return words.get(++at);
    }

    /** The number at the start of the word behind the option, 0 if there is none: as C's atoi. */
    private int number() throws UsageException {
        String text = argument().trim();
        int sign = text.startsWith("-") ? -1 : 1;
        long value = 0;
        for (int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
                i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
                i++) {
            value = Math.min(Integer.MAX_VALUE, value * 10 + (text.charAt(i) - '0'));
        }
        return (int) (sign * value);
    }

    /** No request at all would never end. */
    private int positive() throws UsageException {
        String option = words.get(at);
        int value = number();
        if (value < 1) {
            throw new UsageException(option);
        }
        return value;
    }

    private long keyspace() throws UsageException {
        String option = words.get(at);
        String next = at + 1 < words.size() ? words.get(at + 1) : "";
        if (next.startsWith("-") && (next.length() == 1 || Character.digit(next.charAt(1), 10) < 0)) {
            throw new UsageException(option);
        }
        return Math.max(0, number());
    }

    private int threads(int wanted) {
        if (wanted > MOST_THREADS) {
            err.println("WARNING: Too many threads, limiting threads to " + MOST_THREADS + ".");
        }
        return Math.max(0, Math.min(MOST_THREADS, wanted));
    }

    private static int digits(int wanted) {
        return wanted < 0 ? DEFAULT_DIGITS : Math.max(1, Math.min(MOST_DIGITS, wanted));
    }

    private void uri(String text) {
        try {
            RedisUri uri = RedisUri.parse(text, StandardCharsets.UTF_8);
            tls |= uri.tls();
            host = uri.host().orElse(host);
            port = uri.port().orElse(port);
            user = uri.user().or(() -> user);
            password = uri.password().or(() -> password);
            database = uri.database().orElse(database);
        } catch (IllegalArgumentException e) {
            throw new BenchmarkException(e.getMessage());
        }
    }

    /** The options that say how to speak TLS. */
    private static final class TlsArguments {
        private String caFile = "";
        private String caFolder = "";
        private String certificate = "";
        private String key = "";
        private String serverName = "";
        private boolean insecure;
        private String ciphers = "";
        private String cipherSuites = "";

        /** Answers false when the word is none of them. */
        boolean take(String word, BenchmarkArguments from) throws UsageException {
            switch (word) {
                case "--sni" -> serverName = from.argument();
                case "--cacert" -> caFile = from.argument();
                case "--cacertdir" -> caFolder = from.argument();
                case "--insecure" -> insecure = true;
                case "--cert" -> certificate = from.argument();
                case "--key" -> key = from.argument();
                case "--tls-ciphers" -> ciphers = from.argument();
                case "--tls-ciphersuites" -> cipherSuites = from.argument();
                default -> {
                    return false;
                }
            }
            return true;
        }

        TlsClientOptions options() {
            return new TlsClientOptions(
                    caFile, caFolder, certificate, key, "", serverName, insecure, "", ciphers, cipherSuites);
        }
    }
}
