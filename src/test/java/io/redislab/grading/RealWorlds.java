package io.redislab.grading;

import io.redislab.client.Connection;
import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Worlds on a real redis-server, to hold the course against the truth. A fork sends all commands of its origin again to
 * another server, so an answer must not depend on time or chance. Needs a folder for sockets and files.
 */
public final class RealWorlds implements World.Source, AutoCloseable {
    /** A client, and a user who may do everything. */
    private static final String EXAMINER = "examiner";

    private static final String ALL = "~* &* +@all";

    private final Path folder;
    private final Deque<Server> idle = new ArrayDeque<>();
    private final List<Server> all = new ArrayList<>();

    public RealWorlds(Path folder) {
        this.folder = folder;
    }

    /** True when there is a redis-server on PATH. */
    public static boolean available() {
        try {
            Process process = new ProcessBuilder("redis-server", "--version")
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public World fresh(Optional<Long> clock) {
        return new RealWorld(List.of());
    }

    @Override
    public long machineNanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        all.forEach(Server::stop);
    }

    private Server take() {
        if (!idle.isEmpty()) {
            Server server = idle.pop();
            server.reset();
            return server;
        }
        Server server = new Server(folder.resolve("s" + all.size()));
        all.add(server);
        return server;
    }

    private sealed interface Event {
        record Sent(String client, List<byte[]> argv) implements Event {}

        record Restarted(Check.Ending ending) implements Event {}
    }

    private final class RealWorld implements World, World.Control {
        private final List<Event> events = new ArrayList<>();
        private final List<Event> inherited;
        private final Map<String, Connection> clients = new HashMap<>();
        private Server server;

        private RealWorld(List<Event> inherited) {
            this.inherited = List.copyOf(inherited);
        }

        private Server server() {
            if (server == null) {
                server = take();
                for (Event event : inherited) {
                    if (event instanceof Event.Sent sent) {
                        client(sent.client()).call(sent.argv());
                    } else if (event instanceof Event.Restarted restarted) {
                        restart(restarted.ending());
                    }
                }
            }
            return server;
        }

        @Override
        public Connection client(String name) {
            server();
            return clients.computeIfAbsent(
                    name, n -> new Recording(n, n.equals(EXAMINER) ? server.examine() : server.connect()));
        }

        @Override
        public Connection examiner() {
            return client(EXAMINER);
        }

        @Override
        public World fork() {
            List<Event> copy = new ArrayList<>(server == null ? inherited : events);
            return new RealWorld(copy);
        }

        @Override
        public Optional<Control> control() {
            return Optional.of(this);
        }

        @Override
        public void close() {
            clients.values().forEach(Connection::close);
            if (server != null) {
                idle.push(server);
            }
        }

        @Override
        public void turn(Duration by) {
            // Its time can't be turned, but each key's may be over earlier.
            Connection connection = examiner();
            for (Reply key : ((Reply.Array) connection.call("KEYS", "*")).items()) {
                byte[] name = ((Reply.Bulk) key).bytes();
                long left =
                        ((Reply.Int) connection.call(List.of("PTTL".getBytes(StandardCharsets.UTF_8), name))).value();
                if (left > 0) {
                    String rest = Long.toString(Math.max(1, left - by.toMillis()));
                    connection.call(List.of(
                            "PEXPIRE".getBytes(StandardCharsets.UTF_8), name, rest.getBytes(StandardCharsets.UTF_8)));
                }
            }
            connection.call("BLPOP", "nothing:here", "0.01");
        }

        @Override
        public void restart(Check.Ending ending) {
            Server running = server();
            events.add(new Event.Restarted(ending));
            clients.values().forEach(Connection::close);
            clients.clear();
            running.restart(ending);
        }

        @Override
        public long work() {
            return 0;
        }

        @Override
        public long commands() {
            return 0;
        }

        @Override
        public long changes() {
            return 0;
        }

        @Override
        public long memory() {
            return 0;
        }

        @Override
        public List<byte[]> published(byte[] channel) {
            throw new Checker.NeedsEngine("listening");
        }

        private final class Recording implements Connection {
            private final String name;
            private final Connection connection;

            private Recording(String name, Connection connection) {
                this.name = name;
                this.connection = connection;
            }

            @Override
            public Reply call(List<byte[]> argv) {
                events.add(new Event.Sent(name, argv));
                return connection.call(argv);
            }

            @Override
            public void close() {
                connection.close();
            }
        }
    }

    private static final class Server {
        private final Path folder;
        private final Map<String, String> defaults;
        private Process process;

        private Server(Path folder) {
            this.folder = folder;
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            start();
            this.defaults = settings();
        }

        private void start() {
            try {
                Path config = folder.resolve("redis.conf");
                if (!Files.exists(config)) {
                    Files.writeString(
                            config,
                            "port 0\nunixsocket " + folder.resolve("s") + "\ndir " + folder + "\nuser " + EXAMINER
                                    + " on nopass " + ALL + "\n");
                }
                process = new ProcessBuilder("redis-server", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try (Connection connection = awaited()) {
                connection.call("AUTH", EXAMINER, EXAMINER);
                while (connection.call("PING") instanceof Reply.Failure) {
                    Thread.onSpinWait();
                }
            }
        }

        private Connection awaited() {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (true) {
                try {
                    return RemoteConnection.unix(folder.resolve("s"));
                } catch (IOException e) {
                    if (System.nanoTime() > deadline || !process.isAlive()) {
                        throw new UncheckedIOException("redis-server did not start, see " + folder, e);
                    }
                    Thread.onSpinWait();
                }
            }
        }

        private Connection connect() {
            try {
                return RemoteConnection.unix(folder.resolve("s"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Connection examine() {
            Connection connection = connect();
            connection.call("AUTH", EXAMINER, EXAMINER);
            return connection;
        }

        private Map<String, String> settings() {
            try (Connection connection = examine()) {
                Map<String, String> settings = new LinkedHashMap<>();
                List<Reply> items = ((Reply.Array) connection.call("CONFIG", "GET", "*")).items();
                for (int i = 0; i < items.size(); i += 2) {
                    settings.put(text(items.get(i)), text(items.get(i + 1)));
                }
                return settings;
            }
        }

        private static String text(Reply reply) {
            return new String(((Reply.Bulk) reply).bytes(), StandardCharsets.UTF_8);
        }

        private void restart(Check.Ending ending) {
            if (ending == Check.Ending.CLEAN) {
                try (Connection connection = examine()) {
                    // Refused while the first append-only file is being written.
                    while (connection.call("SHUTDOWN") instanceof Reply.Failure) {
                        Thread.onSpinWait();
                    }
                } catch (UncheckedIOException e) {
                    // It has gone, as asked.
                }
            } else {
                process.destroyForcibly();
            }
            await();
            start();
        }

        private void await() {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** As good as new, without the cost of a start. */
        private void reset() {
            Map<String, String> now = settings();
            try (Connection connection = examine()) {
                defaults.forEach((name, value) -> {
                    if (!value.equals(now.get(name))) {
                        connection.call("CONFIG", "SET", name, value);
                    }
                });
                connection.call("FLUSHALL");
                connection.call("FUNCTION", "FLUSH");
                connection.call("ACL", "SETUSER", "default", "reset", "on", "nopass", "~*", "&*", "+@all");
                for (Reply user : ((Reply.Array) connection.call("ACL", "USERS")).items()) {
                    if (!List.of("default", EXAMINER).contains(text(user))) {
                        connection.call("ACL", "DELUSER", text(user));
                    }
                }
                connection.call("SCRIPT", "FLUSH");
                connection.call("CONFIG", "RESETSTAT");
                connection.call("SLOWLOG", "RESET");
                connection.call("CONFIG", "REWRITE");
            }
        }

        private void stop() {
            process.destroyForcibly();
            await();
        }
    }
}
