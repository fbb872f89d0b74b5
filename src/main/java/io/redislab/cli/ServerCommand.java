package io.redislab.cli;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.ArgumentSplitter;
import io.redislab.server.LogFile;
import io.redislab.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** {@code redislab server}: the engine in redis-server's place, with its arguments. */
final class ServerCommand {
    private static final String USAGE = """
        Usage: redislab server [/path/to/redis.conf] [options] [-]
               redislab server -                  (the configuration from standard input)
               redislab server -v or --version
               redislab server -h or --help

        Options are lines of redis.conf: --port 7777 --maxmemory 100mb --save ''
        They come after the file and standard input, and the last one counts.

        Examples:
               redislab server                    (the default configuration, port 6379)
               echo 'maxmemory 128mb' | redislab server -
               redislab server /etc/redis/6379.conf
               redislab server --port 7777 --loglevel verbose
               redislab server --port 0 --unixsocket /tmp/redis.sock
        """;

    private ServerCommand() {}

    static int run(String[] words) {
        if (words.length > 0) {
            switch (words[0]) {
                case "-v", "--version" -> {
                    return print("Redis server v=7.0.15 sha=00000000:0 malloc=jvm bits=64 build=redislab");
                }
                case "-h", "--help" -> {
                    System.err.print(USAGE);
                    return 1;
                }
                default -> {}
            }
        }
        try {
            return serve(ServerArguments.parse(List.of(words)), words.length == 0);
        } catch (IOException e) {
            System.err.println("redislab server: " + e.getMessage());
            return 1;
        }
    }

    private static int print(String text) {
        Console.out().println(text);
        Console.out().flush();
        return 0;
    }

    private static int serve(ServerArguments arguments, boolean bare) throws IOException {
        StringBuilder text = new StringBuilder();
        if (arguments.file().isPresent()) {
            text.append(Files.readString(arguments.file().get())).append('\n');
        }
        if (arguments.standardInput()) {
            text.append(new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        text.append(arguments.options());
        Map<String, List<String>> settings = settings(text.toString());
        LogFile log = new LogFile(Clock.system());
        Optional.ofNullable(settings.get("logfile"))
                .map(values -> values.get(0))
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> log.setFile(Optional.of(Path.of(name).toAbsolutePath())));
        log.warning("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.warning("Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid="
                + ProcessHandle.current().pid() + ", just started");
        log.warning(
                bare
                        ? "Warning: no config file specified, using the default config. In order to specify a config"
                                + " file use redislab server /path/to/redis.conf"
                        : "Configuration loaded");
        log.setRole('M');
        Engine engine = new Engine(Clock.system(), new SplittableRandom(), Configuration.defaults());
        engine.setLog(log);
        int port =
                Integer.parseInt(settings.getOrDefault("port", List.of("6379")).get(0));
        try (Server server = new Server(engine)) {
            server.listeners().tcp(settings.getOrDefault("bind", List.of("*", "-::*")), port, 511);
            List<String> unix = settings.get("unixsocket");
            if (unix != null) {
                server.listeners().unix(Path.of(unix.get(0)), 0, 511);
            }
            log.raw("  Port: " + port + "\n  PID: " + ProcessHandle.current().pid() + "\n");
            log.warning("Server initialized");
            log.notice("Ready to accept connections");
            server.run(() -> engine.shutdown() != null);
        }
        log.warning("Redis is now ready to exit, bye bye...");
        return 0;
    }

    private static Map<String, List<String>> settings(String text) {
        Map<String, List<String>> result = new HashMap<>();
        text.lines().forEach(line -> {
            List<String> words =
                    ArgumentSplitter.split(line.getBytes(StandardCharsets.UTF_8)).orElse(List.of()).stream()
                            .map(word -> new String(word, StandardCharsets.UTF_8))
                            .toList();
            if (words.size() > 1 && !words.get(0).startsWith("#")) {
                result.put(words.get(0).toLowerCase(Locale.ROOT), words.subList(1, words.size()));
            }
        });
        return result;
    }
}
