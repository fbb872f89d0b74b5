package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.ServerLog;
import io.redislab.engine.StartupLines;
import io.redislab.engine.acl.AclException;
import io.redislab.engine.config.ConfigFileException;
import io.redislab.engine.config.ConfigReader;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.StorageConfigFiles;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.persistence.PersistenceException;
import io.redislab.engine.script.ScriptLimits;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Where the lab's engines come from: each has a disk with a folder for its data and a redis.conf. */
final class Engines {
    /** As in Redis' own container. */
    static final String FOLDER = "/data";

    static final String CONFIG_FILE = FOLDER + "/redis.conf";
    private static final String VERSION = "7.0.15";
    private static final String FIRST_CONFIG = "# The configuration of this server. CONFIG REWRITE writes into it.\n";

    private Engines() {}

    /** A server does not start from the files that it finds; the message is what its log says. */
    static final class BootFailure extends Exception {
        private static final long serialVersionUID = 1L;

        BootFailure(String message) {
            super(message);
        }
    }

    /** An empty engine, whose files are in memory. */
    static Engine fresh(Clock clock, RandomGenerator random) {
        return start(clock, random, new MemoryDisk(clock));
    }

    /** An engine on this disk with the configuration that is on it; it has loaded nothing. */
    static Engine start(Clock clock, RandomGenerator random, Storage disk) {
        try {
            prepare(disk);
            return engine(clock, random, disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigFileException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    /** Not a lambda: see {@link ServerLog#SILENT}. */
    private record Warnings(List<String> lines) implements ServerLog {
        @Override
        public void log(Level level, String line) {
            if (level == Level.WARNING) {
                lines.add(line);
            }
        }
    }

    /** A server that starts from what is on its disk, as redis-server does. */
    static Engine boot(Clock clock, RandomGenerator random, Storage disk) throws BootFailure {
        List<String> log = new ArrayList<>();
        try {
            prepare(disk);
            Engine engine = engine(clock, random, disk);
            engine.setLog(new Warnings(log));
            engine.persistence().load();
            engine.setLog(ServerLog.SILENT);
            return engine;
        } catch (IOException | ConfigFileException e) {
            throw new BootFailure(e.getMessage());
        } catch (PersistenceException e) {
            throw new BootFailure(log.isEmpty() ? e.getMessage() : String.join("\n", log));
        }
    }

    private static Engine engine(Clock clock, RandomGenerator random, Storage disk) throws ConfigFileException {
        Configuration config = Configuration.defaults();
        StartupLines lines = new StartupLines(config);
        read(config, lines, disk);
        Engine engine = new Engine(clock, random, config, disk);
        try {
            lines.apply(engine);
        } catch (AclException e) {
            throw new ConfigFileException(e.getMessage());
        }
        engine.scripting().setLimits(ScriptLimits.of(ScriptLimits.LAB, System.getenv()));
        return engine;
    }

    private static void prepare(Storage disk) throws IOException {
        disk.createFolder(FOLDER);
        disk.syncFolder("/");
        if (!disk.exists(CONFIG_FILE)) {
            write(disk, CONFIG_FILE, FIRST_CONFIG.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(Storage disk, String path, byte[] bytes) throws IOException {
        try (OutputFile file = disk.create(path)) {
            file.write(bytes, 0, bytes.length);
            file.sync();
        }
        disk.syncFolder(Storage.folderOf(path));
    }

    private static void read(Configuration config, StartupLines lines, Storage disk) throws ConfigFileException {
        config.useFiles(new StorageConfigFiles(disk));
        config.setDirectory(FOLDER);
        new ConfigReader(config, lines, VERSION).read(CONFIG_FILE, "");
        config.setConfigFile(CONFIG_FILE);
    }

    /** All that an engine holds, as an RDB file. */
    static byte[] snapshot(Engine engine) {
        Engine copy = engine.fork(engine.clock());
        if (copy.storage() instanceof MemoryDisk disk) {
            // What troubles the world's disk is no trouble of ours.
            disk.mend();
        }
        String path = Storage.in(copy.config().dir(), copy.config().dbfilename());
        if (!copy.persistence().rdb().save()) {
            throw new UncheckedIOException(new IOException("a snapshot of the world could not be made"));
        }
        try (InputStream in = copy.storage().read(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts what a snapshot holds in the place of all that the engine has. */
    static void restore(Engine engine, byte[] snapshot) throws IOException, BootFailure {
        MemoryDisk disk = new MemoryDisk(engine.clock());
        disk.createFolder(FOLDER);
        write(disk, FOLDER + "/dump.rdb", snapshot);
        Engine loaded = boot(engine.clock(), new SplittableRandom(1), disk);
        for (int i = 0; i < engine.keyspace().count() && i < loaded.keyspace().count(); i++) {
            Database from = loaded.keyspace().database(i);
            engine.keyspace().database(i).exchange(from.content());
        }
        engine.scripting().copyFrom(loaded.scripting());
    }
}
