package io.redislab.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.redislab.engine.RedisError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** redis.conf on a real disk: read, included, refused and rewritten. */
class ConfigFileTest {
    private final List<String> log = new ArrayList<>();

    @TempDir
    Path folder;

    private Configuration configuration;

    @BeforeEach
    void start() {
        configuration = Configuration.defaults();
        configuration.useFiles(new DiskConfigFiles());
        configuration.setDirectory(folder.toString());
    }

    private Path write(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private void read(Path file, String options) throws ConfigFileException {
        configuration.setConfigFile(file.toString());
        new ConfigReader(configuration, new ConfigReader.Directives() {}, "7.0.15").read(file.toString(), options);
    }

    private String refusal(String... lines) throws IOException {
        Path file = write("redis.conf", lines);
        return assertThrows(ConfigFileException.class, () -> read(file, "")).text();
    }

    private static String fatal(int line, String text, String why) {
        return "\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line " + line
                + "\n>>> '" + text + "'\n" + why;
    }

    @Test
    void linesAreReadWithQuotesCommentsAndUnits() throws Exception {
        Path file = write(
                "redis.conf",
                "# a comment",
                "",
                "   MaxMemory 10mb\t",
                "requirepass \"a b\\x01\"",
                "masterauth 'it\\'s'",
                "save 900 1",
                "save 300 10",
                "client-output-buffer-limit pubsub 1mb 512kb 10",
                "slave-priority 7",
                "list-max-ziplist-entries 5",
                "hz 9999");
        read(file, "");
        assertEquals(10L << 20, configuration.maxmemory());
        assertEquals("a b\u0001", new String(configuration.requirepass(), StandardCharsets.UTF_8));
        assertEquals("it's", configuration.get("masterauth"));
        assertEquals(List.of(new SavePoint(900, 1), new SavePoint(300, 10)), configuration.save());
        assertEquals(
                new OutputBufferLimit(1 << 20, 512 << 10, 10),
                configuration.clientOutputBufferLimit(OutputBufferLimit.ClientClass.PUBSUB));
        assertEquals(7, configuration.replicaPriority());
        assertEquals(500, configuration.hz());
    }

    @Test
    void optionsComeLast() throws Exception {
        Path file = write("redis.conf", "port 1000", "save 900 1");
        read(file, "port \"2000\"\nsave \"\"\nshutdown-on-sigterm \"nosave force\"");
        assertEquals(2000, configuration.port());
        assertEquals(List.of(), configuration.save());
        assertEquals(List.of("nosave", "force"), configuration.shutdownOnSigterm());
    }

    @Test
    void filesIncludeOthersByNameAndByPattern() throws Exception {
        write("conf.d/b.conf", "timeout 2");
        write("conf.d/a.conf", "timeout 1", "tcp-keepalive 5");
        write("conf.d/.hidden.conf", "nonsense");
        Path file = write(
                "redis.conf", "include conf.d/*.conf", "include none*.conf", "include " + folder + "/conf.d/a.conf");
        read(file, "");
        assertEquals(1, configuration.timeout());
        assertEquals(5, configuration.tcpKeepalive());
    }

    @Test
    void aFileThatIsMissingEndsTheStart() throws Exception {
        assertEquals("Fatal error, can't open config file 'gone': No such file or directory", refusal("include gone"));
    }

    @Test
    void errorsNameTheLine() throws Exception {
        assertEquals(fatal(2, "maxmemory x", "argument must be a memory value"), refusal("port 1", "  maxmemory x"));
        assertEquals(fatal(1, "port 1 2", "wrong number of arguments"), refusal("port 1 2"));
        assertEquals(fatal(1, "port", "wrong number of arguments"), refusal("port"));
        assertEquals(fatal(1, "nosuch 1", "Bad directive or wrong number of arguments"), refusal("nosuch 1"));
        assertEquals(fatal(1, "include", "Bad directive or wrong number of arguments"), refusal("include"));
        assertEquals(fatal(1, "port \"1", "Unbalanced quotes in configuration line"), refusal("port \"1"));
        assertEquals(fatal(1, "dir /nosuch/folder", "No such file or directory"), refusal("dir /nosuch/folder"));
        assertEquals(
                fatal(1, "appendfilename a/b", "appendfilename can't be a path, just a filename"),
                refusal("appendfilename a/b"));
        assertEquals(fatal(1, "mod.x", "Module config specified without value"), refusal("mod.x"));
        assertEquals(
                fatal(1, "unixsocketperm 1777", "argument must be between 0 and 777 inclusive"),
                refusal("unixsocketperm 1777"));
        assertEquals(
                "\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nreplicaof directive not allowed in cluster mode",
                refusal("cluster-enabled yes", "replicaof a 1"));
    }

    @Test
    void rewriteKeepsWhatItDoesNotKnowAndReplacesTheRest() throws Exception {
        Path file = write(
                "redis.conf",
                "# my server",
                "include other*.conf",
                "",
                "",
                "maxmemory 1mb",
                "maxmemory 2mb",
                "save 900 1",
                "save 300 10",
                "slave-priority 100",
                "rename-command FLUSHALL \"\"",
                "timeout 0",
                "latency-tracking-info-percentiles 50 99 99.9",
                "dir " + folder,
                "nosuch 1 2",
                "# the end");
        configuration.useFiles(new DiskConfigFiles());
        new ConfigReader(configuration, new ConfigReader.Directives() {}, "7.0.15")
                .read("", Files.readString(file).replace("nosuch 1 2\n", ""));
        configuration.setConfigFile(file.toString());
        set("maxmemory", "3gb", "save", "60 5", "replica-priority", "5", "maxmemory-policy", "allkeys-lru");
        ConfigAccess.rewrite(configuration, List.of("default on nopass ~* &* +@all"), false);
        assertEquals(
                String.join(
                        "\n",
                        "# my server",
                        "include other*.conf",
                        "",
                        "maxmemory 3gb",
                        "",
                        "save 60 5",
                        "",
                        "replica-priority 5",
                        "rename-command FLUSHALL \"\"",
                        "timeout 0",
                        "latency-tracking-info-percentiles 50 99 99.9",
                        "dir \"" + folder + "\"",
                        "# ??? nosuch 1 2",
                        "# the end",
                        "",
                        "# Generated by CONFIG REWRITE",
                        "maxmemory-policy allkeys-lru",
                        "user default on nopass ~* &* +@all",
                        ""),
                Files.readString(file));
    }

    @Test
    void aRewrittenFileReadsBackTheSame() throws Exception {
        Path file = write("redis.conf", "# nothing");
        read(file, "");
        set(
                "maxmemory",
                "1234567",
                "notify-keyspace-events",
                "KEA",
                "save",
                "",
                "requirepass",
                "a\"b \u0001",
                "client-output-buffer-limit",
                "replica 1gb 1kb 3",
                "oom-score-adj-values",
                "1 2 3",
                "maxmemory-clients",
                "5%",
                "latency-tracking-info-percentiles",
                "",
                "bind",
                "127.0.0.1 -::1",
                "shutdown-on-sigint",
                "save force");
        ConfigAccess.rewrite(configuration, null, false);
        Configuration again = Configuration.defaults();
        again.useFiles(new DiskConfigFiles());
        new ConfigReader(again, new ConfigReader.Directives() {}, "7.0.15").read(file.toString(), "");
        for (Parameter parameter : Parameters.all()) {
            assertEquals(configuration.get(parameter.name()), again.get(parameter.name()), parameter.name());
        }
    }

    @Test
    void withoutAFileThereIsNothingToRewrite() {
        RedisError error = assertThrows(RedisError.class, () -> ConfigAccess.rewrite(configuration, null, false));
        assertEquals("ERR The server is running without a config file", error.text());
    }

    @Test
    void aListenerThatRefusesBringsTheOldValuesBack() {
        configuration.onChange(
                () -> {
                    if (configuration.port() == 7) {
                        throw new ConfigException("Unable to listen on this port. Check server logs.");
                    }
                },
                "port");
        RedisError error = assertThrows(RedisError.class, () -> set("timeout", "9", "port", "7"));
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check"
                        + " server logs.",
                error.text());
        assertEquals(
                "Failed applying new configuration. Possibly related to new port setting. Restoring previous settings.",
                log.get(0));
        assertEquals(0, configuration.timeout());
        assertEquals(6379, configuration.port());
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Configuration copy = configuration.copy();
        set("timeout", "9", "save", "");
        assertEquals(0, copy.timeout());
        assertEquals(3, copy.save().size());
    }

    private void set(String... pairs) {
        ConfigAccess.set(
                configuration,
                java.util.Arrays.stream(pairs)
                        .map(s -> s.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                new ConfigAccess.Situation(true, false, log::add));
    }
}
