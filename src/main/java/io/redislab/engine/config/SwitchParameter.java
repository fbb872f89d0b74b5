package io.redislab.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** yes or no. Its value is 1 or 0 among the numbers. */
final class SwitchParameter extends Parameter {
    private final boolean byDefault;

    SwitchParameter(String name, @Nullable String alias, boolean byDefault, Trait... traits) {
        super(name, alias, traits);
        this.byDefault = byDefault;
    }

    @Override
    void initialize(Configuration configuration) {
        configuration.numbers[slot] = byDefault ? 1 : 0;
    }

    @Override
    boolean set(Configuration configuration, List<String> words) throws ConfigException {
        String word = words.get(0);
        boolean yes = word.equalsIgnoreCase("yes");
        if (!yes && !word.equalsIgnoreCase("no")) {
            throw new ConfigException("argument must be 'yes' or 'no'");
        }
        if (yes && is(Trait.UNSUPPORTED)) {
            throw new ConfigException("Active defragmentation cannot be enabled: it requires a Redis server compiled "
                    + "with a modified Jemalloc like the one shipped by default with the Redis source distribution");
        }
        boolean changed = configuration.isOn(this) != yes;
        configuration.numbers[slot] = yes ? 1 : 0;
        return changed;
    }

    @Override
    String get(Settings settings) {
        return settings.isOn(this) ? "yes" : "no";
    }

    @Override
    void rewrite(Configuration configuration, ConfigRewriter rewriter) {
        rewriter.line(name(), name() + " " + get(configuration), configuration.isOn(this) != byDefault);
    }
}
