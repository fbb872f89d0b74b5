package io.redislab.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parameter of the configuration: its names, what values it takes and how it writes them. Holds no value. */
public abstract sealed class Parameter
        permits SwitchParameter, NumberParameter, ChoiceParameter, TextParameter, SpecialParameter {
    /** What may be done with it. */
    enum Trait {
        /** Only redis.conf and the command line set it. */
        IMMUTABLE,
        /** Takes several words. */
        MULTIPLE,
        /** Only an exact name finds it. */
        HIDDEN,
        /** MONITOR and SLOWLOG don't show the value. */
        SENSITIVE,
        /** Guarded by enable-protected-configs. */
        PROTECTED,
        /** Not while a file loads. */
        NOT_WHILE_LOADING,
        /** Can't be switched on: Redis needs another build for it. */
        UNSUPPORTED
    }

    private final String name;
    private final @Nullable String alias;
    private final int traits;
    /** The place of its value in a {@link Configuration}. */
    int slot = -1;

    Parameter(String name, @Nullable String alias, Trait... traits) {
        this.name = name;
        this.alias = alias;
        int bits = 0;
        for (Trait trait : traits) {
            bits |= bit(trait);
        }
        this.traits = bits;
    }

    @SuppressWarnings("EnumOrdinal") // one bit a trait, seen only here
    private static int bit(Trait trait) {
        return 1 << trait.ordinal();
    }

    /** In lower case. */
    public final String name() {
        return name;
    }

    /** The older name, such as slave-priority for replica-priority. */
    public final @Nullable String alias() {
        return alias;
    }

    final boolean is(Trait trait) {
        return (traits & bit(trait)) != 0;
    }

    /** Puts the default into a new configuration. */
    abstract void initialize(Configuration configuration);

    /**
     * Takes a new value.
     *
     * @param words more than one only for a {@link Trait#MULTIPLE} parameter
     * @return whether it differs from the old one
     */
    abstract boolean set(Configuration configuration, List<String> words) throws ConfigException;

    /** The value as CONFIG GET shows it. */
    abstract String get(Settings settings);

    /** Hands the lines that redis.conf needs for the present value to the rewriter. */
    abstract void rewrite(Configuration configuration, ConfigRewriter rewriter);

    @Override
    public final String toString() {
        return name;
    }
}
