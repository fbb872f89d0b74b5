package io.redislab.engine.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's configuration: a value for every parameter of Redis 7.0, which may be changed. What the values are,
 * {@link Settings} tells in types. Who must act on a change registers with {@link #onChange}. CONFIG SET, GET and REWRITE
 * work through {@link ConfigAccess}.
 */
public final class Configuration extends Settings {
    /** Acts on changes of some parameters. */
    public interface Listener {
        /** The values have changed. @throws ConfigException to refuse: the old values come back */
        void changed() throws ConfigException;
    }

    /** Redis keeps hz within these, whatever is set. */
    private static final int MIN_HZ = 1;

    private static final int MAX_HZ = 500;

    private final ListenerList listeners = new ListenerList();
    private ConfigFiles files = ConfigFiles.NONE;
    private @Nullable String configFile;
    private boolean readingFile;
    private boolean seenSave;

    private Configuration(long[] numbers, Object[] objects) {
        super(numbers, objects);
        for (Parameter parameter : List.of(Parameters.TLS_PORT, Parameters.TLS_CLUSTER, Parameters.TLS_REPLICATION)) {
            listeners.add(parameter, this::requireCertificate);
        }
    }

    /** With or without sockets: TLS needs a certificate and its key. Whether they are of any use, the server sees. */
    private void requireCertificate() throws ConfigException {
        boolean used = tlsPort() != 0 || isOn(Parameters.TLS_CLUSTER) || isOn(Parameters.TLS_REPLICATION);
        if (used
                && (textOf(Parameters.TLS_CERT_FILE).isEmpty()
                        || textOf(Parameters.TLS_KEY_FILE).isEmpty())) {
            throw new ConfigException("Unable to update TLS configuration. Check server logs.");
        }
    }

    public static Configuration defaults() {
        int count = Parameters.all().size();
        Configuration configuration = new Configuration(new long[count], new Object[count]);
        for (Parameter parameter : Parameters.all()) {
            parameter.initialize(configuration);
        }
        return configuration;
    }

    /** The same values, independent from now on; without listeners, and without the file. */
    public Configuration copy() {
        return new Configuration(numbers.clone(), objects.clone());
    }

    /** Whether every parameter has the same value. */
    public boolean hasValuesOf(Configuration other) {
        return Arrays.equals(numbers, other.numbers) && Arrays.equals(objects, other.objects);
    }

    /** The names of the parameters whose values are others than in the copy. */
    public List<String> namesThatDiffer(Configuration copy) {
        return Parameters.all().stream()
                .filter(parameter -> !parameter.get(this).equals(parameter.get(copy)))
                .map(Parameter::name)
                .toList();
    }

    // ---- changes ----

    /**
     * Takes all values of a copy over, and tells who must act on a change. A refusal is not asked for: the values were in
     * force before.
     */
    public void restore(Configuration copy) {
        ConfigAccess.restore(this, copy);
    }

    /**
     * Registers who acts on changes by CONFIG SET.
     *
     * @param names of the parameters, as redis.conf calls them
     */
    public void onChange(Listener listener, String... names) {
        for (String name : names) {
            Parameter parameter = Parameters.find(name);
            if (parameter == null) {
                throw new IllegalArgumentException("no parameter is called " + name);
            }
            listeners.add(parameter, listener);
        }
    }

    ListenerList listeners() {
        return listeners;
    }

    /**
     * Sets one parameter as a line of redis.conf does; listeners don't see it. For those who build a server.
     *
     * @param words what stands behind the name
     */
    public void set(String name, String... words) throws ConfigException {
        Parameter parameter = Parameters.find(name);
        if (parameter == null) {
            throw new ConfigException("Bad directive or wrong number of arguments");
        }
        parameter.set(this, Arrays.stream(words).map(ByteText::ofCharacters).toList());
        normalize();
    }

    /** The value of a parameter, in any of its names, as CONFIG GET shows it; null when there is none. */
    public @Nullable String get(String name) {
        Parameter parameter = Parameters.find(name);
        return parameter == null ? null : ByteText.toCharacters(parameter.get(this));
    }

    void normalize() {
        int slot = Parameters.HZ.slot;
        numbers[slot] = Math.min(MAX_HZ, Math.max(MIN_HZ, numbers[slot]));
    }

    // ---- where it comes from ----

    public ConfigFiles files() {
        return files;
    }

    public void useFiles(ConfigFiles newFiles) {
        files = newFiles;
    }

    /** The absolute path of redis.conf, or null when the server runs without one. */
    public @Nullable String configFile() {
        return configFile;
    }

    public void setConfigFile(@Nullable String path) {
        configFile = path;
    }

    /** Sets dir without asking whether it exists. */
    public void setDirectory(String absolutePath) {
        Parameters.DIR.put(this, ByteText.ofCharacters(absolutePath));
    }

    /** The master may change while the server runs: REPLICAOF. */
    public void setReplicaof(List<MasterAddress> master) {
        Parameters.REPLICAOF.put(this, List.copyOf(master));
    }

    void setReadingFile(boolean reading) {
        readingFile = reading;
    }

    /** In a file, save lines add up; the first one replaces the default. */
    boolean continuesSaveLines() {
        boolean continues = readingFile && seenSave;
        seenSave |= readingFile;
        return continues;
    }
}
