package io.redislab.cli;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.StartupLines;
import io.redislab.engine.acl.AclException;
import io.redislab.engine.config.ConfigFileException;
import io.redislab.engine.config.ConfigReader;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.DiskConfigFiles;
import io.redislab.engine.script.ScriptLimits;
import io.redislab.engine.storage.FileStorage;
import io.redislab.lua.LuaLimits;
import io.redislab.server.LogFile;
import io.redislab.server.Server;
import io.redislab.server.ServerProcess;
import io.redislab.server.ServerProcess.Signal;
import io.redislab.server.SpareChunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jline.utils.Signals;

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

    /** Room for deeply nested scripts. */
    private static final long STACK_BYTES = 64L << 20;

    private final String[] words;
    private final LogFile log = new LogFile(Clock.system());

    private ServerCommand(String[] words) {
        this.words = words;
    }

    static int run(String[] words) {
        String first = words.length == 0 ? "" : words[0];
        return switch (first) {
            case "-v", "--version" -> {
                Console.out()
                        .println("Redis server v=" + Server.REDIS_VERSION
                                + " sha=00000000:0 malloc=jvm bits=64 build=redislab");
                Console.out().flush();
                yield 0;
            }
            case "-h", "--help" -> {
                System.err.print(USAGE);
                yield 1;
            }
            case "--test-memory", "--check-system" -> {
                System.err.println("redislab has no " + first + ": the Java runtime manages its memory.");
                yield 1;
            }
            default -> new ServerCommand(words).serve();
        };
    }

    private int serve() {
        Configuration config = Configuration.defaults();
        StartupLines lines = new StartupLines(config);
        boolean background = Daemon.isDaemon();
        LuaLimits limits;
        try {
            limits = ScriptLimits.of(ScriptLimits.SERVER, System.getenv());
            String input = read(config, lines);
            if (config.daemonize() && !background) {
                return Daemon.start(words, input);
            }
        } catch (ConfigFileException e) {
            tell(e.text());
            return 1;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("redislab server: " + e.getMessage());
            return 1;
        }
        ServerProcess.configure(log, config);
        announce();
        int[] code = {1};
        Thread thread = new Thread(
                null, () -> code[0] = serve(config, lines, limits, background), "redislab-engine", STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return code[0];
    }

    /** Answers what standard input gave, for a process in the background to read again. */
    private String read(Configuration config, StartupLines lines) throws ConfigFileException, IOException {
        ServerArguments arguments = ServerArguments.parse(List.of(words));
        config.useFiles(new DiskConfigFiles());
        config.setDirectory(Path.of("").toAbsolutePath().toString());
        String input = arguments.standardInput() ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : "";
        String path = arguments.file().map(Path::toString).orElse("");
        if (words.length > 0) {
            new ConfigReader(config, lines, Server.REDIS_VERSION)
                    .read(path, input.isEmpty() ? arguments.options() : input + "\n" + arguments.options());
        }
        arguments.file().ifPresent(file -> config.setConfigFile(file.toString()));
        if (!config.logfile().isEmpty()) {
            Optional<String> fault = LogFile.fault(Path.of(config.dir()).resolve(config.logfile()));
            if (fault.isPresent()) {
                throw new ConfigFileException("\n*** FATAL CONFIG FILE ERROR (Redis " + Server.REDIS_VERSION + ") ***\n"
                        + "Can't open the log file: " + fault.get());
            }
        }
        return input;
    }

    /** Faults in a file stand by themselves, a file that can't be opened in the log. */
    private void tell(String fault) {
        if (fault.startsWith("\n")) {
            System.err.println(fault);
        } else {
            log.warning(fault);
        }
    }

    /** What the server was called: its launcher says it. */
    private static String program() {
        String name = System.getenv("REDISLAB_PROGRAM");
        return name == null || name.isEmpty() ? "redislab" : name;
    }

    private void announce() {
        log.warning("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.warning("Redis version=" + Server.REDIS_VERSION + ", bits=64, commit=00000000, modified=0, pid="
                + ProcessHandle.current().pid() + ", just started");
        log.warning(
                words.length == 0
                        ? "Warning: no config file specified, using the default config. In order to specify a config"
                                + " file use redislab server /path/to/redis.conf"
                        : "Configuration loaded");
    }

    private int serve(Configuration config, StartupLines lines, LuaLimits limits, boolean background) {
        Engine engine = new Engine(
                Clock.system(), new SplittableRandom(), config, new FileStorage(Path.of("")), new SpareChunks());
        engine.setLog(log);
        engine.scripting().setLimits(limits);
        try {
            lines.apply(engine);
        } catch (ConfigFileException e) {
            log.warning(e.getMessage());
            return 1;
        } catch (AclException e) {
            log.warning(e.getMessage());
            if (config.aclfile().isEmpty()) {
                log.warning("Critical error while loading ACLs. Exiting.");
            }
            return 1;
        }
        ServerProcess process = new ServerProcess(engine, log, program(), background);
        Signals.register("TERM", () -> process.signal(Signal.TERM));
        Signals.register("INT", () -> process.signal(Signal.INT));
        Signals.register("ABRT", () -> process.signal(Signal.ABRT));
        Signals.register("HUP", () -> {});
        return process.serve();
    }
}
