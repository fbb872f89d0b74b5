package io.redislab.rediscli;

import io.redislab.rediscli.Options.Debugger;
import io.redislab.rediscli.Options.Resp3;
import io.redislab.resp.RedisUri;
import io.redislab.tls.TlsClientOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads redis-cli's options. The first word that isn't one begins the command. */
final class OptionParser {
    /** Options that a value follows. As the last word such an option is a wrong call. */
    private static final Set<String> VALUED = Set.of(
            "-h",
            "-p",
            "-s",
            "-a",
            "--pass",
            "--user",
            "-u",
            "-n",
            "-r",
            "-i",
            "-d",
            "-D",
            "-X",
            "--eval",
            "--show-pushes",
            "--pattern",
            "--quoted-pattern",
            "--intrinsic-latency",
            "--lru-test",
            "--rdb",
            "--functions-rdb",
            "--pipe-timeout",
            "--memkeys-samples",
            "--sni",
            "--cacert",
            "--cacertdir",
            "--cert",
            "--key",
            "--tls-ciphers",
            "--tls-ciphersuites");

    private static final int MICROS = 1_000_000;

    private final Console console;
    private final Map<String, String> environment;
    private final List<String> words;
    private final Options options = new Options();
    private final Map<String, String> tlsTexts = new HashMap<>();
    private int next;
    private boolean tls;
    private boolean insecure;
    private boolean placeGiven;
    private boolean silentAuth;

    private OptionParser(List<String> words, Map<String, String> environment, Console console) {
        this.words = words;
        this.environment = environment;
        this.console = console;
        options.environment = environment;
        // With FAKETTY the output counts as a terminal, as redis-cli has it.
        boolean shown = console.shown() || environment.containsKey("FAKETTY");
        options.output = shown ? Output.STANDARD : Output.RAW;
        options.showPushes = shown;
    }

    /**
     * Reads all words.
     *
     * @param words as the shell gave them, bytes as chars
     * @throws Ended when nothing is left to do: for help and the version, and after a complaint
     */
    static Options parse(List<String> words, Map<String, String> environment, Console console) {
        return new OptionParser(words, environment, console).parse();
    }

    private Options parse() {
        while (next < words.size() && words.get(next).startsWith("-")) {
            String word = words.get(next++);
            if (word.equals("-h") && next == words.size()) {
                throw usage();
            }
            if (VALUED.contains(word)) {
                if (next == words.size()) {
                    throw unknown(word);
                }
                valued(word, words.get(next++));
            } else {
                flag(word);
            }
        }
        options.words = words.subList(next, words.size());
        options.tls = tls ? tlsOptions() : null;
        checkTogether();
        useEnvironment();
        return options;
    }

    private TlsClientOptions tlsOptions() {
        return new TlsClientOptions(
                tlsText("--cacert"),
                tlsText("--cacertdir"),
                tlsText("--cert"),
                tlsText("--key"),
                "",
                tlsText("--sni"),
                insecure,
                "",
                tlsText("--tls-ciphers"),
                tlsText("--tls-ciphersuites"));
    }

    private String tlsText(String option) {
        return Texts.decoded(tlsTexts.getOrDefault(option, ""));
    }

    private Ended usage() {
        console.print(Usage.TEXT);
        console.flush();
        return new Ended(0);
    }

    private Ended unknown(String word) {
        return console.fail("Unrecognized option or bad number of args for: '" + word + "'");
    }

    private void valued(String word, String value) {
        switch (word) {
            case "-h" -> place(new Place(value, options.place.port(), options.place.socket(), true));
            case "-p" ->
                place(new Place(options.place.host(), (int) Texts.number(value), options.place.socket(), true));
            case "-s" -> place(new Place(options.place.host(), options.place.port(), value, true));
            case "-u" -> uri(value);
            case "-a", "--pass" -> options.password = value;
            case "--user" -> options.user = value;
            case "-n" -> options.database = (int) Texts.number(value);
            case "-r" -> options.repeat = Texts.number(value);
            case "-i" -> options.intervalMicros = (long) (Texts.fraction(value) * MICROS);
            case "-d" -> options.elementEnd = value;
            case "-D" -> options.replyEnd = value;
            case "-X" -> options.inputTag = value;
            case "--eval" -> options.script = value;
            case "--show-pushes" -> showPushes(value);
            default -> modeWith(word, value);
        }
    }

    private void modeWith(String word, String value) {
        switch (word) {
            case "--pattern" -> options.pattern = value;
            case "--quoted-pattern" -> options.pattern = unquoted(value);
            case "--intrinsic-latency" -> {
                options.modes.add(Mode.INTRINSIC_LATENCY);
                options.intrinsicSeconds = (int) Texts.number(value);
            }
            case "--lru-test" -> {
                options.modes.add(Mode.LRU_TEST);
                options.lruKeys = Texts.number(value);
            }
            case "--rdb", "--functions-rdb" -> {
                boolean functions = word.equals("--functions-rdb");
                if (options.rdbFile != null && options.functionsOnly != functions) {
                    throw console.fail("Option --functions-rdb and --rdb are mutually exclusive.");
                }
                options.modes.add(Mode.RDB);
                options.rdbFile = value;
                options.functionsOnly = functions;
            }
            case "--pipe-timeout" -> options.pipeTimeoutSeconds = (int) Texts.number(value);
            case "--memkeys-samples" -> {
                options.modes.add(Mode.MEMORY_KEYS);
                options.memorySamples = (int) Texts.number(value);
            }
            default -> tlsTexts.put(word, value);
        }
    }

    private void flag(String word) {
        switch (word) {
            case "--help" -> throw usage();
            case "-v", "--version" -> {
                console.print("redis-cli " + RedisCli.VERSION + "\n");
                console.flush();
                throw new Ended(0);
            }
            case "-x" -> options.lastFromInput = true;
            case "-2" -> options.resp2 = true;
            case "-3" -> options.resp3 = Resp3.REQUIRED;
            case "-c" -> options.cluster = true;
            case "-e" -> options.failOnError = true;
            case "--raw" -> options.output = Output.RAW;
            case "--no-raw" -> options.output = Output.STANDARD;
            case "--csv" -> options.output = Output.CSV;
            case "--json" -> json(Output.JSON);
            case "--quoted-json" -> json(Output.QUOTED_JSON);
            case "--quoted-input" -> options.quotedInput = true;
            case "--no-auth-warning" -> silentAuth = true;
            case "--askpass" -> options.askPassword = true;
            case "--ldb" -> debug(Debugger.FORKED);
            case "--ldb-sync-mode" -> debug(Debugger.SYNCHRONOUS);
            case "--tls" -> tls = true;
            case "--insecure" -> insecure = true;
            case "--mono" -> options.monochrome = true;
            case "--verbose" -> {
                // It concerns the management of clusters only.
            }
            default -> mode(word);
        }
    }

    private void mode(String word) {
        switch (word) {
            case "--latency" -> options.modes.add(Mode.LATENCY);
            case "--latency-history" -> {
                options.modes.add(Mode.LATENCY);
                options.latencyHistory = true;
            }
            case "--latency-dist" -> options.modes.add(Mode.LATENCY_SPECTRUM);
            case "--replica", "--slave" -> options.modes.add(Mode.REPLICA);
            case "--stat" -> options.modes.add(Mode.STAT);
            case "--scan" -> options.modes.add(Mode.SCAN);
            case "--pipe" -> options.modes.add(Mode.PIPE);
            case "--bigkeys" -> options.modes.add(Mode.BIG_KEYS);
            case "--memkeys" -> {
                options.modes.add(Mode.MEMORY_KEYS);
                options.memorySamples = 0;
            }
            case "--hotkeys" -> options.modes.add(Mode.HOT_KEYS);
            default -> {
                if (word.equals("--cluster") || word.startsWith("--cluster-")) {
                    throw console.fail("redislab manages no clusters: " + word
                            + " is not here. redis-cli of a Redis installation has it.");
                }
                throw unknown(word);
            }
        }
    }

    private void place(Place place) {
        options.place = place;
        placeGiven = true;
    }

    private void uri(String text) {
        placeGiven = true;
        try {
            RedisUri uri = RedisUri.parse(text, StandardCharsets.ISO_8859_1);
            tls |= uri.tls();
            uri.user().ifPresent(user -> options.user = user);
            uri.password().ifPresent(password -> options.password = password);
            uri.database().ifPresent(database -> options.database = database);
            if (uri.host().isPresent() || uri.port().isPresent()) {
                int port = uri.port().orElse(options.place.port());
                options.place = new Place(uri.host().orElse(""), port, options.place.socket(), true);
            }
        } catch (IllegalArgumentException e) {
            throw console.fail(String.valueOf(e.getMessage()));
        }
    }

    private void json(Output output) {
        if (options.resp3 == Resp3.NO) {
            options.resp3 = Resp3.WISHED;
        }
        options.output = output;
    }

    private void debug(Debugger debugger) {
        if (options.debugger != Debugger.SYNCHRONOUS) {
            options.debugger = debugger;
        }
        options.output = Output.RAW;
    }

    private void showPushes(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("y") || lower.startsWith("n")) {
            options.showPushes = lower.startsWith("y");
        } else {
            console.complain("Unknown --show-pushes value '" + value + "' (valid: '[y]es', '[n]o')");
        }
    }

    private String unquoted(String value) {
        List<String> parts = Texts.split(value).orElse(List.of());
        if (parts.size() != 1) {
            throw console.fail("Invalid quoted string specified for --quoted-pattern.");
        }
        return parts.get(0);
    }

    private void checkTogether() {
        if (options.place.socket() != null && options.cluster) {
            throw console.fail("Options -c and -s are mutually exclusive.");
        }
        if (options.resp2 && options.resp3 == Resp3.REQUIRED) {
            throw console.fail("Options -2 and -3 are mutually exclusive.");
        }
        if (options.debugger != Debugger.NONE && options.script == null) {
            console.complain("Options --ldb and --ldb-sync-mode require --eval.");
            throw console.fail("Try redis-cli --help for more information.");
        }
        if (options.password != null && !silentAuth) {
            console.complain(
                    "Warning: Using a password with '-a' or '-u' option on the command line interface may not be"
                            + " safe.");
        }
        if (options.lastFromInput && options.inputTag != null) {
            throw console.fail("Options -x and -X are mutually exclusive.");
        }
    }

    private void useEnvironment() {
        String password = variable("REDISCLI_AUTH");
        if (options.password == null && password != null) {
            options.password = password;
        }
        String socket = variable("REDISLAB_SOCKET");
        if (!placeGiven && socket != null && !socket.isEmpty()) {
            options.place = new Place(options.place.host(), options.place.port(), socket, false);
        }
    }

    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null ? null : Texts.encoded(value);
    }
}
