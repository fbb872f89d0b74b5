package io.redislab.engine.config;

import io.redislab.engine.Glob;
import io.redislab.engine.RedisError;
import io.redislab.engine.config.Parameter.Trait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** CONFIG GET, SET and REWRITE on a {@link Configuration}. */
public final class ConfigAccess {
    private ConfigAccess() {}

    /**
     * What SET depends on besides the values.
     *
     * @param localClient whether who calls is on this machine
     * @param loading whether data files are being loaded
     * @param log takes lines for the server's log, warnings all
     */
    public record Situation(boolean localClient, boolean loading, Consumer<String> log) {}

    /** Whether the parameter holds a secret that must not be logged. */
    public static boolean isSensitive(byte[] name) {
        Parameter parameter = Parameters.find(ByteText.of(name));
        return parameter != null && parameter.is(Trait.SENSITIVE);
    }

    /** All names that match one of the patterns, with their values. A name without wildcards comes back as it was asked. */
    public static Map<String, byte[]> get(Configuration configuration, List<byte[]> patterns) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        Map<String, Boolean> seen = new LinkedHashMap<>();
        for (byte[] pattern : patterns) {
            String text = ByteText.of(pattern);
            if (text.indexOf('[') < 0 && text.indexOf('*') < 0 && text.indexOf('?') < 0) {
                Parameter parameter = Parameters.find(text);
                if (parameter != null && seen.putIfAbsent(text.toLowerCase(Locale.ROOT), true) == null) {
                    found.put(text, ByteText.bytes(parameter.get(configuration)));
                }
                continue;
            }
            for (Parameter parameter : Parameters.all()) {
                if (!parameter.is(Trait.HIDDEN)) {
                    match(configuration, parameter, parameter.name(), pattern, found, seen);
                    match(configuration, parameter, parameter.alias(), pattern, found, seen);
                }
            }
        }
        return found;
    }

    private static void match(
            Configuration configuration,
            Parameter parameter,
            @Nullable String name,
            byte[] pattern,
            Map<String, byte[]> found,
            Map<String, Boolean> seen) {
        if (name != null
                && Glob.matchesIgnoreCase(pattern, name.getBytes(StandardCharsets.ISO_8859_1))
                && seen.putIfAbsent(name, true) == null) {
            found.put(name, ByteText.bytes(parameter.get(configuration)));
        }
    }

    /**
     * Sets several parameters, or none of them.
     *
     * @param pairs names and values in turn
     * @throws RedisError what the client gets when something is wrong
     */
    public static void set(Configuration configuration, List<byte[]> pairs, Situation situation) {
        List<String> names = new ArrayList<>();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            names.add(ByteText.of(pairs.get(i)));
            parameters.add(admitted(configuration, names, situation));
        }
        long[] oldNumbers = configuration.numbers.clone();
        Object[] oldObjects = configuration.objects.clone();
        List<Parameter> changed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            String value = ByteText.of(pairs.get(2 * i + 1));
            List<String> words = parameter.is(Trait.MULTIPLE) ? ByteText.splitAtSpaces(value) : List.of(value);
            try {
                if (parameter.set(configuration, words)) {
                    changed.add(parameter);
                }
            } catch (ConfigException refused) {
                configuration.numbers = oldNumbers;
                configuration.objects = oldObjects;
                throw failed(names.get(i).toLowerCase(Locale.ROOT), refused.text());
            }
        }
        configuration.normalize();
        apply(configuration, changed, oldNumbers, oldObjects, situation.log());
    }

    private static Parameter admitted(Configuration configuration, List<String> names, Situation situation) {
        String name = names.get(names.size() - 1);
        Parameter parameter = Parameters.find(name);
        if (parameter == null) {
            throw new RedisError("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
        }
        if (parameter.is(Trait.IMMUTABLE)) {
            throw failed(name, "can't set immutable config");
        }
        if (parameter.is(Trait.PROTECTED)
                && !configuration.enableProtectedConfigs().allows(situation.localClient())) {
            throw failed(name, "can't set protected config");
        }
        if (situation.loading() && parameter.is(Trait.NOT_WHILE_LOADING)) {
            throw new RedisError("LOADING Redis is loading the dataset in memory");
        }
        for (String earlier : names.subList(0, names.size() - 1)) {
            if (earlier.equalsIgnoreCase(name)) {
                throw failed(name, "duplicate parameter");
            }
        }
        return parameter;
    }

    private static void apply(
            Configuration configuration,
            List<Parameter> changed,
            long[] oldNumbers,
            Object[] oldObjects,
            Consumer<String> log) {
        Map<Configuration.Listener, Parameter> listeners =
                configuration.listeners().of(changed);
        List<Configuration.Listener> told = new ArrayList<>();
        for (Map.Entry<Configuration.Listener, Parameter> entry : listeners.entrySet()) {
            told.add(entry.getKey());
            try {
                entry.getKey().changed();
            } catch (ConfigException refused) {
                log.accept("Failed applying new configuration. Possibly related to new "
                        + entry.getValue().name() + " setting. Restoring previous settings.");
                configuration.numbers = oldNumbers;
                configuration.objects = oldObjects;
                tellAgain(told, log);
                throw failed(entry.getValue().name(), refused.text());
            }
        }
    }

    /** After a roll-back: what was in force before is accepted, or stays refused as it was when the server started. */
    private static void tellAgain(List<Configuration.Listener> listeners, Consumer<String> log) {
        for (Configuration.Listener listener : listeners) {
            try {
                listener.changed();
            } catch (ConfigException refusedAgain) {
                log.accept("Failed applying restored failed CONFIG SET command: " + refusedAgain.text());
            }
        }
    }

    static void restore(Configuration configuration, Configuration copy) {
        List<Parameter> changed = new ArrayList<>();
        for (Parameter parameter : Parameters.all()) {
            if (!parameter.get(configuration).equals(parameter.get(copy))) {
                changed.add(parameter);
            }
        }
        configuration.numbers = copy.numbers.clone();
        configuration.objects = copy.objects.clone();
        tellAgain(List.copyOf(configuration.listeners().of(changed).keySet()), refusal -> {});
    }

    private static RedisError failed(String name, String why) {
        return new RedisError("ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + why);
    }

    /**
     * Writes the configuration into the file that it came from.
     *
     * @param users the users' lines without their first word, one character a byte, or null when they live in a file of their own
     * @param all whether parameters that have their default are written too
     * @throws RedisError without a file, or when it can't be written
     */
    public static void rewrite(Configuration configuration, @Nullable List<String> users, boolean all) {
        String path = configuration.configFile();
        if (path == null) {
            throw new RedisError("ERR The server is running without a config file");
        }
        try {
            ConfigRewriter rewriter = ConfigRewriter.of(old(configuration, path), all);
            for (Parameter parameter : Parameters.all()) {
                parameter.rewrite(configuration, rewriter);
            }
            if (users != null) {
                for (String user : users) {
                    rewriter.line("user", "user " + user, true);
                }
            }
            rewriter.remove("user");
            rewriter.remove("loadmodule");
            configuration.files().write(path, rewriter.content());
        } catch (IOException e) {
            throw new RedisError("ERR Rewriting config file: " + e.getMessage());
        }
    }

    private static byte[] old(Configuration configuration, String path) throws IOException {
        if (!configuration.files().exists(path)) {
            return new byte[0];
        }
        return configuration.files().read("/", path);
    }
}
