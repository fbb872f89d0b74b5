package io.redislab.rediscli;

import io.redislab.engine.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** redis-cli, from its command line to its exit code. */
public final class RedisCli {
    /** The redis-cli whose behaviour this is. */
    static final String VERSION = "7.0.15";

    private final Options options;
    private final Console console;
    private final Clock clock;
    private final RandomGenerator random;

    private RedisCli(Options options, Console console, Clock clock, RandomGenerator random) {
        this.options = options;
        this.console = console;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Runs redis-cli on this process' standard input and output.
     *
     * @param words the command line; where the system tells its bytes, these count, as they need not be characters
     * @return the exit code
     */
    public static int run(String[] words, Map<String, String> environment, Clock clock, RandomGenerator random) {
        return run(RawWords.of(words), environment, Console.standard(), clock, random);
    }

    static int run(
            List<String> words, Map<String, String> environment, Console console, Clock clock, RandomGenerator random) {
        try {
            Options options = OptionParser.parse(words, environment, console);
            int code = new RedisCli(options, console, clock, random).run();
            console.flush();
            return code;
        } catch (Ended e) {
            try {
                console.flush();
            } catch (Ended broken) {
                return broken.code();
            }
            return e.code();
        }
    }

    private int run() {
        if (options.askPassword) {
            options.password = password();
        }
        try (Client client = new Client(options, console)) {
            return run(client);
        } catch (IOException e) {
            throw console.fail("Error: " + e.getMessage());
        }
    }

    private String password() {
        Optional<Lines> lines = console.typed() ? EditedLines.open() : Optional.empty();
        if (lines.isPresent() && lines.get() instanceof EditedLines editor) {
            try (editor) {
                return editor.readMasked("Please input password: ").orElse("");
            }
        }
        try (PlainLines plain = new PlainLines(console)) {
            return plain.read("Please input password: ").orElse("");
        } catch (IOException e) {
            throw console.fail("Reading from standard input: " + e.getMessage());
        }
    }

    private int run(Client client) throws IOException {
        switch (options.mode()) {
            case LATENCY -> new Latency(client, clock).run();
            case LATENCY_SPECTRUM -> new LatencySpectrum(client, clock).run();
            case REPLICA -> ReplicaStream.run(client);
            case RDB -> new RdbTransfer(client).run();
            case PIPE -> new Pipe(client, clock, random).run();
            case BIG_KEYS -> new BigKeys(client, new KeySizes.Elements(client)).run();
            case MEMORY_KEYS -> new BigKeys(client, new KeySizes.Memory(client)).run();
            case HOT_KEYS -> new HotKeys(client).run();
            case STAT -> new Stat(client).run();
            case SCAN -> new Scan(client).run();
            case LRU_TEST -> new LruTest(client, clock, random).run();
            case INTRINSIC_LATENCY -> new IntrinsicLatency(console, options.intrinsicSeconds, clock).run();
            case COMMANDS -> {
                return commands(client);
            }
        }
        return 0;
    }

    private int commands(Client client) throws IOException {
        if (options.script != null) {
            return new ScriptFile(client, options.script, clock).run();
        }
        if (options.words.isEmpty()) {
            client.open(false);
            Optional<Lines> editor = console.typed() && console.shown() ? EditedLines.open() : Optional.empty();
            try (Lines lines = editor.orElseGet(() -> new PlainLines(console))) {
                new LineSession(client, lines, clock).run();
            }
            return 0;
        }
        client.open(true);
        return new Caller(client).run(options.repeat, arguments()) ? 0 : 1;
    }

    /** The command with its quotes taken away, and what comes from standard input put in. */
    private List<String> arguments() {
        List<String> words = new ArrayList<>(options.words);
        if (options.quotedInput) {
            words.replaceAll(this::unquoted);
        }
        if (options.lastFromInput) {
            words.add(Texts.of(console.readAll()));
        } else if (options.inputTag != null) {
            int place = words.indexOf(options.inputTag);
            if (place < 0) {
                throw console.fail("Using -X option but stdin tag not match.");
            }
            words.set(place, Texts.of(console.readAll()));
        }
        return words;
    }

    private String unquoted(String word) {
        List<String> parts = Texts.split(word).orElse(List.of());
        if (parts.size() != 1) {
            console.print("Invalid quoted string\n");
            throw new Ended(1);
        }
        return parts.get(0);
    }
}
