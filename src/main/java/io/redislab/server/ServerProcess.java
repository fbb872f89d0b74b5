package io.redislab.server;

import io.redislab.engine.Crash;
import io.redislab.engine.Engine;
import io.redislab.engine.ServerEnd;
import io.redislab.engine.ServerLog.Level;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.persistence.PersistenceException;
import io.redislab.server.Listeners.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server as a process of its own: log, pid file, signals, and the sockets that its configuration asks for. */
public final class ServerProcess {
    /** What tells a process to end. */
    public enum Signal {
        TERM,
        INT,
        /** As after a fault: the log gets a report. */
        ABRT;

        private String logName() {
            return "SIG" + name();
        }
    }

    private static final String DEFAULT_PID_FILE = "/var/run/redis.pid";
    /** Set in the environment, it keeps the server from using its first idle moments. */
    private static final String NO_WARM_UP = "REDISLAB_NO_WARM_UP";

    private static final Path LONGEST_BACKLOG = Path.of("/proc/sys/net/core/somaxconn");

    private final Engine engine;
    private final Configuration config;
    private final LogFile log;
    private final String program;
    private final boolean background;
    private @Nullable Server server;
    private @Nullable CrashReport crashReport;
    private volatile boolean interrupted;

    /**
     * @param program what it was called by whoever started it
     * @param background whether the process has left its terminal
     */
    public ServerProcess(Engine engine, LogFile log, String program, boolean background) {
        this.engine = engine;
        this.config = engine.config();
        this.log = log;
        this.program = program;
        this.background = background;
    }

    /** Sets up where the log goes and how much it says, now and when the configuration changes. */
    public static void configure(LogFile log, Configuration config) {
        log.setFile(
                Optional.of(config.logfile()).filter(name -> !name.isEmpty()).map(name -> inFolder(config, name)));
        log.setLeast(level(config));
        config.onChange(() -> log.setLeast(level(config)), "loglevel");
    }

    private static Level level(Configuration config) {
        return Level.valueOf(config.loglevel().toUpperCase(Locale.ROOT));
    }

    private static Path inFolder(Configuration config, String path) {
        return Path.of(config.dir()).resolve(path);
    }

    /**
     * Loads the engine's files and serves until the engine is shut down, on the calling thread. Answers the process' exit
     * code.
     */
    public int serve() {
        try (Server sockets = new Server(engine)) {
            server = sockets;
            CrashReport report = new CrashReport(engine, log, Thread.currentThread(), sockets::execute);
            crashReport = report;
            engine.end().onCrash(report::end);
            if (!listen(sockets)) {
                return 1;
            }
            writePidFile();
            adjustOomScore();
            followRole();
            new ProcessTitle(config, program).follow();
            greet();
            warnAboutBacklog();
            log.warning("Server initialized");
            engine.migration().useConnector(SocketPeer::connect);
            engine.replication().useConnector(sockets.peers());
            engine.persistence().setFlushedByLoop(true);
            engine.persistence().useProcesses(HelperProcess::start);
            sockets.setBeforeReplies(engine.persistence()::flush);
            engine.persistence().loadInSteps(() -> tellReady(sockets));
            sockets.run(() -> engine.shutdown() != null);
            removePidFile();
            removeUnixSocket();
        } catch (PersistenceException e) {
            // The log has it.
            return 1;
        }
        log.warning("Redis is now ready to exit, bye bye...");
        return 0;
    }

    private void followRole() {
        Runnable tell = () -> log.setRole(engine.replication().isReplica() ? 'S' : 'M');
        engine.replication().whenRoleChanges(tell);
        tell.run();
    }

    private void adjustOomScore() {
        try {
            new OomScore(config).follow();
        } catch (ConfigException e) {
            log.warning(e.text());
        }
    }

    private void tellReady(Server sockets) {
        if (sockets.listeners().isTcp()) {
            log.notice("Ready to accept connections");
        }
        if (!config.unixsocket().isEmpty()) {
            log.notice("The server is now ready to accept connections at " + config.unixsocket());
        }
        warnAboutLittleMemory();
        if (System.getenv(NO_WARM_UP) == null) {
            sockets.warmUp();
        }
    }

    // ---- sockets ----

    private boolean listen(Server sockets) {
        Listeners listeners = sockets.listeners();
        Tls tls = sockets.tls();
        try {
            tls.load();
        } catch (ConfigException e) {
            log.warning("Failed to configure TLS. Check logs for more info.");
            return false;
        }
        try {
            open(listeners, Kind.TCP);
        } catch (IOException e) {
            log.warning("Failed listening on port " + config.port() + " (TCP), aborting.");
            return false;
        }
        try {
            open(listeners, Kind.TLS);
        } catch (IOException e) {
            log.warning("Failed listening on port " + config.tlsPort() + " (TLS), aborting.");
            return false;
        }
        if (!config.unixsocket().isEmpty()) {
            try {
                listeners.unix(inFolder(config, config.unixsocket()), config.unixsocketperm(), config.tcpBacklog());
            } catch (IOException e) {
                log.warning("Failed opening Unix socket: bind: " + e.getMessage());
                return false;
            }
        }
        if (!listeners.isTcp() && config.unixsocket().isEmpty()) {
            log.warning("Configured to not listen anywhere, exiting.");
            return false;
        }
        config.onChange(() -> listen(listeners, Kind.TCP), "port");
        config.onChange(tls::load, Tls.PARAMETERS.toArray(String[]::new));
        config.onChange(
                () -> {
                    tls.load();
                    listen(listeners, Kind.TLS);
                },
                "tls-port");
        config.onChange(() -> rebind(listeners), "bind");
        return true;
    }

    private void listen(Listeners listeners, Kind kind) throws ConfigException {
        try {
            open(listeners, kind);
        } catch (IOException e) {
            throw new ConfigException("Unable to listen on this port. Check server logs.");
        }
    }

    private void rebind(Listeners listeners) throws ConfigException {
        try {
            open(listeners, Kind.TCP);
            open(listeners, Kind.TLS);
        } catch (IOException e) {
            throw new ConfigException("Failed to bind to specified addresses.");
        }
    }

    private void open(Listeners listeners, Kind kind) throws IOException {
        if (kind == Kind.TLS) {
            listeners.tls(config.bind(), config.tlsPort(), config.tcpBacklog());
        } else {
            listeners.tcp(config.bind(), config.port(), config.tcpBacklog());
        }
    }

    // ---- what the log says at the start ----

    private void greet() {
        long pid = ProcessHandle.current().pid();
        if ("yes".equals(config.get("always-show-logo"))) {
            log.raw("""

                      ____
                 ____/___/|    redislab, a Redis %s in Java
                /___/|___|/
                |___|/___      Running in standalone mode
                /___/___/|     Port: %d
                |___|___|/     PID: %d

                """.formatted(Server.REDIS_VERSION, config.shownPort(), pid));
        } else {
            log.notice("Running mode=standalone, port=" + config.shownPort() + ".");
        }
    }

    private void warnAboutBacklog() {
        try {
            int longest = Integer.parseInt(firstLine(LONGEST_BACKLOG));
            if (longest < config.tcpBacklog()) {
                log.warning("WARNING: The TCP backlog setting of " + config.tcpBacklog()
                        + " cannot be enforced because " + LONGEST_BACKLOG + " is set to the lower value of "
                        + longest + ".");
            }
        } catch (IOException | NumberFormatException e) {
            // Not Linux: there is no such limit to warn of.
            return;
        }
    }

    /** In one read: files of the kernel say nothing to a second one. */
    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[64];
            return new String(bytes, 0, Math.max(0, in.read(bytes)), StandardCharsets.US_ASCII).trim();
        }
    }

    private void warnAboutLittleMemory() {
        long most = config.maxmemory();
        if (most > 0 && most < 1024 * 1024) {
            log.warning("WARNING: You specified a maxmemory value that is less than 1MB (current value is " + most
                    + " bytes). Are you sure this is what you really want?");
        }
    }

    // ---- pid file ----

    private Optional<Path> pidFile() {
        if (!config.pidfile().isEmpty()) {
            return Optional.of(inFolder(config, config.pidfile()));
        }
        return background ? Optional.of(Path.of(DEFAULT_PID_FILE)) : Optional.empty();
    }

    private void writePidFile() {
        pidFile().ifPresent(file -> {
            try {
                Files.writeString(file, ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
            } catch (IOException e) {
                log.verbose("The pid file " + file + " can't be written: " + e.getMessage());
            }
        });
    }

    private void removePidFile() {
        pidFile().ifPresent(file -> {
            log.notice("Removing the pid file.");
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.verbose("The pid file " + file + " can't be removed: " + e.getMessage());
            }
        });
    }

    private void removeUnixSocket() {
        if (config.unixsocket().isEmpty()) {
            return;
        }
        log.notice("Removing the unix socket file.");
        Path file = inFolder(config, config.unixsocket());
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.verbose("The socket " + file + " can't be removed: " + e.getMessage());
        }
    }

    // ---- the end ----

    /** A signal came, on any thread: shuts down by the configuration's rules. A second INT ends the process at once. */
    public void signal(Signal signal) {
        CrashReport report = crashReport;
        if (signal == Signal.ABRT && report != null) {
            report.end(Crash.abort());
            return;
        }
        if (signal == Signal.INT && interrupted) {
            log.fromSignal("You insist... exiting now.");
            engine.persistence().deleteTemporaryFiles();
            Runtime.getRuntime().halt(1);
        }
        interrupted = true;
        Server sockets = server;
        if (sockets != null) {
            // Before the log, which may take its time: a client that sends SHUTDOWN ABORT now calls it off.
            sockets.execute(() -> engine.end().schedule(() -> shutDown(signal), () -> interrupted = false));
        }
        log.fromSignal("Received " + signal.logName() + " scheduling shutdown...");
    }

    private void shutDown(Signal signal) {
        List<String> options = signal == Signal.INT ? config.shutdownOnSigint() : config.shutdownOnSigterm();
        engine.end()
                .begin(new ServerEnd.Request(
                        options.contains("save"),
                        options.contains("nosave"),
                        options.contains("now"),
                        options.contains("force")));
        if (engine.end().isWaiting()) {
            return;
        }
        if (engine.shutdown() == null) {
            interrupted = false;
            log.warning(signal.logName()
                    + " received but errors trying to shut down the server, check the logs for more information");
        }
    }
}
