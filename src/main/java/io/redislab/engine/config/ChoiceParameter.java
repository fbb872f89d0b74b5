package io.redislab.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of some words, or with {@link Trait#MULTIPLE} several of them. Its value is a number that the words stand for. */
final class ChoiceParameter extends Parameter {
    /**
     * A word that may be chosen.
     *
     * @param value for a multiple choice bits, 0 for the word that means none
     */
    record Choice(String word, long value) {}

    /** Refuses combinations. */
    interface Check {
        void check(long value) throws ConfigException;
    }

    private final List<Choice> choices;
    private final long byDefault;
    private final Check check;

    ChoiceParameter(
            String name, @Nullable String alias, List<Choice> choices, long byDefault, Check check, Trait... traits) {
        super(name, alias, traits);
        this.choices = choices;
        this.byDefault = byDefault;
        this.check = check;
    }

    @Override
    void initialize(Configuration configuration) {
        configuration.numbers[slot] = byDefault;
    }

    @Override
    boolean set(Configuration configuration, List<String> words) throws ConfigException {
        if (words.isEmpty() || words.size() > 1 && !is(Trait.MULTIPLE)) {
            throw noneOfThem();
        }
        long value = 0;
        for (String word : words) {
            value |= find(word).value();
        }
        check.check(value);
        boolean changed = configuration.numbers[slot] != value;
        configuration.numbers[slot] = value;
        return changed;
    }

    private Choice find(String word) throws ConfigException {
        for (Choice choice : choices) {
            if (choice.word().equalsIgnoreCase(word)) {
                return choice;
            }
        }
        throw noneOfThem();
    }

    private ConfigException noneOfThem() {
        return new ConfigException("argument(s) must be one of the following: "
                + String.join(", ", choices.stream().map(Choice::word).toList()));
    }

    @Override
    String get(Settings settings) {
        long left = settings.numbers[slot];
        StringBuilder words = new StringBuilder();
        for (Choice choice : choices) {
            if (choice.value() == settings.numbers[slot]) {
                return choice.word();
            }
            if (is(Trait.MULTIPLE) && choice.value() != 0 && (left & choice.value()) == choice.value()) {
                words.append(words.isEmpty() ? "" : " ").append(choice.word());
                left &= ~choice.value();
            }
        }
        return words.toString();
    }

    @Override
    void rewrite(Configuration configuration, ConfigRewriter rewriter) {
        rewriter.line(name(), name() + " " + get(configuration), configuration.numbers[slot] != byDefault);
    }
}
