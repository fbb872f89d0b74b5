package io.redislab.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parameter with a value of its own kind, an immutable object. */
final class SpecialParameter<T> extends Parameter {
    /** How the value is read and written. */
    interface Kind<T> {
        /** @throws ConfigException when the words mean nothing */
        T parse(Configuration configuration, T before, List<String> words) throws ConfigException;

        String show(T value);

        /** The lines of redis.conf behind the name; none removes those that are there. */
        List<String> lines(T value);

        /** Whether the i-th of the lines must be written even if the file has none of this name. */
        default boolean isForced(T value, int line) {
            return true;
        }

        /** Whether setting the value that is already there counts as a change. */
        default boolean alwaysChanges() {
            return false;
        }
    }

    private final T byDefault;
    private final Kind<T> kind;

    SpecialParameter(String name, @Nullable String alias, T byDefault, Kind<T> kind, Trait... traits) {
        super(name, alias, traits);
        this.byDefault = byDefault;
        this.kind = kind;
    }

    @SuppressWarnings("unchecked") // only this class writes its slot
    T value(Settings settings) {
        return (T) settings.objects[slot];
    }

    T byDefault() {
        return byDefault;
    }

    void put(Configuration configuration, T value) {
        configuration.objects[slot] = value;
    }

    @Override
    void initialize(Configuration configuration) {
        put(configuration, byDefault);
    }

    @Override
    boolean set(Configuration configuration, List<String> words) throws ConfigException {
        T before = value(configuration);
        T after = kind.parse(configuration, before, words);
        put(configuration, after);
        return kind.alwaysChanges() || !after.equals(before);
    }

    @Override
    String get(Settings settings) {
        return kind.show(value(settings));
    }

    @Override
    void rewrite(Configuration configuration, ConfigRewriter rewriter) {
        T value = value(configuration);
        List<String> lines = kind.lines(value);
        for (int i = 0; i < lines.size(); i++) {
            rewriter.line(name(), name() + " " + lines.get(i), kind.isForced(value, i));
        }
        rewriter.remove(name());
    }
}
