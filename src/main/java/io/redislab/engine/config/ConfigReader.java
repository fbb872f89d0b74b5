package io.redislab.engine.config;

import io.redislab.engine.config.Parameter.Trait;
import io.redislab.resp.ArgumentSplitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads redis.conf, with the files that it includes and the options behind it, into a {@link Configuration}. */
public final class ConfigReader {
    /** Accepted and without effect, with one value each. */
    private static final Set<String> RETIRED =
            Set.of("list-max-ziplist-entries", "list-max-ziplist-value", "lua-replicate-commands");

    /** A command gets another name, or none when it is empty. */
    public record Rename(String command, String newName) {}

    /** A module to load. */
    public record Module(String path, List<String> arguments) {}

    /** A user as {@code user} declares it: the name first. */
    public record UserLine(List<byte[]> words) {}

    /** Looks at directives that are no parameters. */
    public interface Directives {
        /** @throws ConfigException to refuse the line */
        default void rename(Rename rename) throws ConfigException {}

        /** @throws ConfigException to refuse the line */
        default void user(UserLine user) throws ConfigException {}

        default void module(Module module) {}
    }

    private final Configuration configuration;
    private final Directives directives;
    private final String version;

    /** @param version of Redis, for messages */
    public ConfigReader(Configuration configuration, Directives directives, String version) {
        this.configuration = configuration;
        this.directives = directives;
        this.version = version;
    }

    /**
     * Reads a file and what is to come behind it.
     *
     * @param path empty for none
     * @param behind further lines, such as the options of a command line
     */
    public void read(String path, String behind) throws ConfigFileException {
        configuration.setReadingFile(true);
        try {
            String file = path.isEmpty() ? "" : content(path);
            readText(behind.isEmpty() ? file : file + "\n" + ByteText.ofCharacters(behind));
            checkTogether();
            configuration.normalize();
        } finally {
            configuration.setReadingFile(false);
        }
    }

    private void checkTogether() throws ConfigFileException {
        if (configuration.clusterEnabled() && !configuration.replicaof().isEmpty()) {
            throw new ConfigFileException("\n*** FATAL CONFIG FILE ERROR (Redis " + version + ") ***\n"
                    + "replicaof directive not allowed in cluster mode");
        }
    }

    private String content(String path) throws ConfigFileException {
        ConfigFiles files = configuration.files();
        if (path.indexOf('*') < 0 && path.indexOf('?') < 0 && path.indexOf('[') < 0) {
            return one(path);
        }
        StringBuilder all = new StringBuilder();
        for (String match : files.match(configuration.dir(), path)) {
            all.append(one(match));
        }
        return all.toString();
    }

    private String one(String path) throws ConfigFileException {
        try {
            return ByteText.of(configuration.files().read(configuration.dir(), path));
        } catch (IOException e) {
            throw new ConfigFileException("Fatal error, can't open config file '" + path + "': " + e.getMessage());
        }
    }

    private void readText(String text) throws ConfigFileException {
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = trim(raw);
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            try {
                readLine(line);
            } catch (ConfigException refused) {
                throw new ConfigFileException("\n*** FATAL CONFIG FILE ERROR (Redis " + version + ") ***\n"
                        + "Reading the configuration file, at line " + number + "\n"
                        + ">>> '" + ByteText.toCharacters(line) + "'\n"
                        + refused.text());
            }
        }
    }

    private static String trim(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isBlank(line.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private void readLine(String line) throws ConfigException, ConfigFileException {
        List<String> words = split(line, "Unbalanced quotes in configuration line");
        if (words.isEmpty()) {
            return;
        }
        String directive = words.get(0).toLowerCase(Locale.ROOT);
        List<String> values = words.subList(1, words.size());
        Parameter parameter = Parameters.find(directive);
        if (parameter != null) {
            set(parameter, values);
        } else if (!(RETIRED.contains(directive) && values.size() == 1)) {
            other(directive, values);
        }
    }

    private static List<String> split(String line, String complaint) throws ConfigException {
        Optional<List<byte[]>> words = ArgumentSplitter.split(ByteText.bytes(line));
        if (words.isEmpty()) {
            throw new ConfigException(complaint);
        }
        return words.get().stream().map(ByteText::of).toList();
    }

    private void set(Parameter parameter, List<String> values) throws ConfigException {
        if (!parameter.is(Trait.MULTIPLE)) {
            if (values.size() != 1) {
                throw new ConfigException("wrong number of arguments");
            }
            parameter.set(configuration, values);
            return;
        }
        boolean oneWord = values.size() == 1 && !values.get(0).isEmpty();
        parameter.set(
                configuration, oneWord ? split(values.get(0), "Unbalanced quotes in configuration line") : values);
    }

    private void other(String directive, List<String> values) throws ConfigException, ConfigFileException {
        switch (directive) {
            case "include" -> {
                requireCount(values.size() == 1);
                readText(content(ByteText.toCharacters(values.get(0))));
                // As in Redis, which takes the end of any file for the end of all: save lines add up no longer.
                configuration.setReadingFile(false);
            }
            case "rename-command" -> {
                requireCount(values.size() == 2);
                directives.rename(new Rename(values.get(0), values.get(1)));
            }
            case "user" -> {
                requireCount(!values.isEmpty());
                directives.user(
                        new UserLine(values.stream().map(ByteText::bytes).toList()));
            }
            case "loadmodule" -> {
                requireCount(!values.isEmpty());
                directives.module(new Module(
                        ByteText.toCharacters(values.get(0)), new ArrayList<>(values.subList(1, values.size()))));
            }
            case "sentinel" -> {
                if (!values.isEmpty()) {
                    throw new ConfigException("sentinel directive while not in sentinel mode");
                }
            }
            default -> {
                if (directive.indexOf('.') < 0) {
                    requireCount(false);
                }
                if (values.isEmpty()) {
                    throw new ConfigException("Module config specified without value");
                }
            }
        }
    }

    private static void requireCount(boolean right) throws ConfigException {
        if (!right) {
            throw new ConfigException("Bad directive or wrong number of arguments");
        }
    }
}
