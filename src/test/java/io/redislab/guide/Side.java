package io.redislab.guide;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.redislab.engine.Clock;
import io.redislab.lab.EngineLoop;
import io.redislab.lab.LabFolder;
import io.redislab.lab.Worlds;
import io.redislab.lab.door.Gate;
import io.redislab.lab.shell.ShellProcess;
import io.redislab.lab.shell.ShellRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where blocks run: a folder, a server, and the programs that reach it. */
abstract class Side implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 240;

    /** All keys with their types, encodings, times to live and values, those without an order sorted. */
    private static final String KEYS = """
        local lines = {}
        for _, key in ipairs(redis.call('KEYS', '*')) do
          local kind = redis.call('TYPE', key).ok
          local value
          if kind == 'string' then value = {redis.call('GET', key)}
          elseif kind == 'list' then value = redis.call('LRANGE', key, 0, -1)
          elseif kind == 'set' then value = redis.call('SMEMBERS', key); table.sort(value)
          elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          else
            value = {}
            local fields = redis.call('HGETALL', key)
            for i = 1, #fields, 2 do table.insert(value, fields[i] .. '=' .. fields[i + 1]) end
            table.sort(value)
          end
          local ttl = redis.call('TTL', key)
          table.insert(lines, key .. ' ' .. kind .. ' ' .. redis.call('OBJECT', 'ENCODING', key) .. ' '
            .. (ttl < 0 and ttl or 'until ' .. math.floor(ttl / 60 + 0.5)) .. ' ' .. table.concat(value, ','))
        end
        table.sort(lines)
        return lines
        """;

    /** What a script did. */
    record Result(String out, String err, int code, String keys) {}

    private final Path folder = Files.createTempDirectory("guide");

    private Side(String rateLimit) throws IOException {
        Files.createDirectory(folder.resolve("work"));
        Files.writeString(folder.resolve("work/rate-limit.lua"), rateLimit);
        Files.writeString(folder.resolve("keys.lua"), KEYS);
    }

    /** How a bash is started here. */
    abstract ProcessBuilder bash(List<String> scriptAndArguments) throws IOException;

    Path folder() {
        return folder;
    }

    Result run(String script, String input) throws Exception {
        Path file = folder.resolve("script.sh");
        Files.writeString(file, script);
        Result result = bash(file, input);
        Files.writeString(
                folder.resolve("keys.sh"),
                "for db in 0 1; do redis-cli -n $db --eval \"$1\"; done; redis-cli --raw CONFIG GET save maxmemory*"
                        + " appendonly appendfsync slowlog* hash-max* lazyfree* | paste - - | sort");
        Result keys = bash(folder.resolve("keys.sh"), "");
        return new Result(result.out(), result.err(), result.code(), keys.out() + keys.err());
    }

    private Result bash(Path file, String input) throws Exception {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Files.writeString(in, input);
        Process process = bash(List.of(
                        file.toString(), folder.resolve("keys.lua").toString()))
                .directory(folder.resolve("work").toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new IOException("it did not end; so far:\n" + Files.readString(out, ISO_8859_1)
                    + Files.readString(err, ISO_8859_1));
        }
        return new Result(
                Files.readString(out, ISO_8859_1), Files.readString(err, ISO_8859_1), process.exitValue(), "");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    // ---- redislab ----

    static Side lab(String rateLimit) throws IOException {
        return new LabSide(rateLimit);
    }

    private static final class LabSide extends Side {
        private final LabFolder data = LabFolder.apart(null);
        private final EngineLoop loop = new EngineLoop(fault -> System.err.println("a fault: " + fault));
        private final Worlds worlds = new Worlds(loop, data, "guide", Clock.system(), event -> {});
        private final ShellRoom room;

        private LabSide(String rateLimit) throws IOException {
            super(rateLimit);
            install();
            worlds.openForPrograms();
            room = ShellRoom.open(data.shell(), worlds, Clock.system(), Gate.OPEN);
        }

        /** The launchers, and redislab as it is tested here. */
        private void install() throws IOException {
            Path home = folder().resolve("home");
            try (Stream<Path> files = Files.walk(Path.of("bin"))) {
                for (Path file : files.toList()) {
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(home.resolve(file));
                    } else {
                        Files.copy(file, home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            Files.writeString(
                    home.resolve("bin/redislab"),
                    "#!/bin/sh\nexec " + java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + path
                            + "' io.redislab.cli.Main \"$@\"\n");
        }

        @Override
        ProcessBuilder bash(List<String> scriptAndArguments) {
            return ShellProcess.script(room.folder(), folder().resolve("home"), scriptAndArguments)
                    .builder();
        }

        @Override
        public void close() throws IOException {
            room.close();
            worlds.close();
            loop.close();
            data.close();
            super.close();
        }
    }

    // ---- a real Redis, with what stands in for docker, psql and aishell here ----

    static Side real(String rateLimit) throws IOException {
        return new RealSide(rateLimit);
    }

    private static final class RealSide extends Side {
        private static final String SERVER = """
            port 0
            unixsocket %1$s/redis.sock
            dir %1$s/data
            daemonize yes
            pidfile %1$s/pid
            logfile %1$s/log
            """;
        private static final String CLI = """
            #!/bin/sh
            case " $* " in
                *" -h "*) exec "$REAL_CLI" "$@" ;;
            esac
            exec "$REAL_CLI" -s "$REAL_FOLDER/redis.sock" "$@"
            """;
        private static final String BENCHMARK = """
            #!/bin/sh
            exec "$REAL_BENCHMARK" -s "$REAL_FOLDER/redis.sock" "$@"
            """;
        private static final String AISHELL = "#!/bin/sh\nexec redis-cli\n";
        private static final String DOCKER = """
            #!/bin/sh
            start() {
                redis-server "$REAL_FOLDER/redis.conf" >/dev/null
                until redis-cli PING 2>/dev/null | grep -q PONG; do sleep 0.05; done
            }
            end() {
                kill "-$1" "$(cat "$REAL_FOLDER/pid")"
                while redis-cli PING >/dev/null 2>&1; do sleep 0.05; done
            }
            command=$1
            shift
            case $command in
                exec)
                    while [ "${1#-}" != "$1" ]; do shift; done
                    shift
                    for word; do
                        shift
                        set -- "$@" "$(printf '%s\\n' "$word" | sed "s|/data|$REAL_FOLDER/data|g")"
                    done
                    "$@" | sed "s|$REAL_FOLDER/data|/data|g"
                    ;;
                ps) echo redis:7 ;;
                    run) redis-cli CONFIG SET appendonly yes >/dev/null ;;
                start) start ;;
                stop) end TERM ;;
                kill) end KILL ;;
                cp)
                    from=$1
                    to=$2
                    case $from in my-redis:*) from=$REAL_FOLDER${from#my-redis:} ;; esac
                    case $to in my-redis:*) to=$REAL_FOLDER${to#my-redis:} ;; esac
                    cp -r "$from" "$to"
                    ;;
            esac
            """;

        /** The database is the lab's own on both sides: here it is Redis that counts. */
        private final LabSide database;

        private RealSide(String rateLimit) throws IOException {
            super(rateLimit);
            database = new LabSide(rateLimit);
            Path folder = folder();
            Files.createDirectory(folder.resolve("data"));
            Files.createDirectory(folder.resolve("bin"));
            Files.writeString(folder.resolve("redis.conf"), SERVER.formatted(folder));
            program("redis-cli", CLI);
            program("redis-benchmark", BENCHMARK);
            program("docker", DOCKER);
            program("aishell", AISHELL);
            program("psql", "#!/bin/sh\nexec " + Path.of("bin/shell/desk").toAbsolutePath() + " psql \"$@\"\n");
            start();
        }

        private void program(String name, String text) throws IOException {
            Path file = folder().resolve("bin").resolve(name);
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        private void start() throws IOException {
            try {
                bash(List.of("-c", "docker start my-redis")).inheritIO().start().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String find(String program) {
            return Stream.of(System.getenv("PATH").split(":", -1))
                    .map(each -> Path.of(each, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .map(Path::toString)
                    .orElse(program);
        }

        @Override
        ProcessBuilder bash(List<String> scriptAndArguments) {
            List<String> command = new ArrayList<>(List.of("bash"));
            command.addAll(scriptAndArguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            var environment = builder.environment();
            environment.put("REAL_FOLDER", folder().toString());
            environment.put("REAL_CLI", find("redis-cli"));
            environment.put("REAL_BENCHMARK", find("redis-benchmark"));
            environment.put(
                    "REDISLAB_DESK", database.room.folder().resolve("desk.sock").toString());
            environment.put(
                    "PATH",
                    folder().resolve("bin") + ":" + System.getenv("PATH") + ":"
                            + Path.of("bin/shell/missing").toAbsolutePath());
            environment.put("BASH_ENV", "");
            return builder;
        }

        @Override
        public void close() throws IOException {
            try {
                bash(List.of("-c", "redis-cli SHUTDOWN NOSAVE")).start().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            database.close();
            super.close();
        }
    }
}
