package io.redislab.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text: a file's name, an address, a password. */
final class TextParameter extends Parameter {
    /** Refuses texts. */
    interface Check {
        void check(String text) throws ConfigException;

        /** Refuses nothing. */
        static void none(String text) {}

        /** Refuses directories. */
        static Check fileName(String name, boolean mayBeEmpty, String what) {
            return text -> {
                if (text.isEmpty() && !mayBeEmpty) {
                    throw new ConfigException(name + " can't be empty");
                }
                if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
                    throw new ConfigException(name + " can't be a path, just a " + what);
                }
            };
        }
    }

    /** Null: an empty text means that nothing is set, and is not written to redis.conf. */
    private final @Nullable String byDefault;

    private final Check check;

    TextParameter(String name, @Nullable String alias, @Nullable String byDefault, Check check, Trait... traits) {
        super(name, alias, traits);
        this.byDefault = byDefault;
        this.check = check;
    }

    @Override
    void initialize(Configuration configuration) {
        configuration.objects[slot] = byDefault == null ? "" : byDefault;
    }

    @Override
    boolean set(Configuration configuration, List<String> words) throws ConfigException {
        String text = words.get(0);
        check.check(text);
        boolean changed = !text.equals(configuration.objects[slot]);
        configuration.objects[slot] = text;
        return changed;
    }

    @Override
    String get(Settings settings) {
        return (String) settings.objects[slot];
    }

    @Override
    void rewrite(Configuration configuration, ConfigRewriter rewriter) {
        String text = get(configuration);
        if (text.isEmpty() && byDefault == null) {
            rewriter.remove(name());
        } else {
            rewriter.line(name(), name() + " " + ByteText.quote(text), !text.equals(byDefault));
        }
    }
}
