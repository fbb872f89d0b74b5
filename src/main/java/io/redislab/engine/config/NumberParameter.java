package io.redislab.engine.config;

import io.redislab.resp.Numbers;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A number within bounds, both inclusive. */
final class NumberParameter extends Parameter {
    /** How it is written. */
    enum Form {
        INTEGER,
        /** Bytes, with or without a unit. */
        MEMORY,
        /** Bytes, or a percentage, which is kept as a negative number. */
        MEMORY_OR_PERCENT,
        OCTAL
    }

    private final Form form;
    private final long min;
    private final long max;
    /** Bounds and value are unsigned. */
    private final boolean unsigned;

    private final long byDefault;

    NumberParameter(
            String name,
            @Nullable String alias,
            Form form,
            boolean unsigned,
            long min,
            long max,
            long byDefault,
            Trait... traits) {
        super(name, alias, traits);
        this.form = form;
        this.unsigned = unsigned;
        this.min = min;
        this.max = max;
        this.byDefault = byDefault;
    }

    @Override
    void initialize(Configuration configuration) {
        configuration.numbers[slot] = byDefault;
    }

    @Override
    boolean set(Configuration configuration, List<String> words) throws ConfigException {
        long value = parse(words.get(0));
        checkBounds(value);
        boolean changed = configuration.numbers[slot] != value;
        configuration.numbers[slot] = value;
        return changed;
    }

    private long parse(String word) throws ConfigException {
        return switch (form) {
            case INTEGER ->
                orElse(
                        Numbers.isLong(ByteText.bytes(word))
                                ? OptionalLong.of(Numbers.parseLong(ByteText.bytes(word)))
                                : OptionalLong.empty(),
                        "argument couldn't be parsed into an integer");
            case MEMORY -> orElse(MemorySize.parse(word), "argument must be a memory value");
            case MEMORY_OR_PERCENT -> {
                OptionalLong bytes = MemorySize.parse(word);
                yield orElse(bytes.isPresent() ? bytes : percent(word), "argument must be a memory or percent value");
            }
            case OCTAL -> orElse(octal(word), "argument couldn't be parsed as an octal number");
        };
    }

    private static long orElse(OptionalLong value, String complaint) throws ConfigException {
        if (value.isEmpty()) {
            throw new ConfigException(complaint);
        }
        return value.getAsLong();
    }

    private static OptionalLong percent(String word) {
        if (word.length() < 2 || !word.endsWith("%")) {
            return OptionalLong.empty();
        }
        byte[] digits = ByteText.bytes(word.substring(0, word.length() - 1));
        if (!Numbers.isLong(digits) || digits[0] == '-') {
            return OptionalLong.empty();
        }
        return OptionalLong.of(-Numbers.parseLong(digits));
    }

    private static OptionalLong octal(String word) {
        if (word.isEmpty()) {
            return OptionalLong.of(0);
        }
        try {
            return OptionalLong.of(Long.parseLong(word.stripLeading(), 8));
        } catch (NumberFormatException notOctal) {
            return OptionalLong.empty();
        }
    }

    private void checkBounds(long value) throws ConfigException {
        if (unsigned) {
            if (Long.compareUnsigned(value, max) > 0 || Long.compareUnsigned(value, min) < 0) {
                int radix = form == Form.OCTAL ? 8 : 10;
                throw new ConfigException("argument must be between " + Long.toUnsignedString(min, radix) + " and "
                        + Long.toUnsignedString(max, radix) + " inclusive");
            }
        } else if (form == Form.MEMORY_OR_PERCENT && value < 0) {
            if (value < min) {
                throw new ConfigException("percentage argument must be less or equal to " + -min);
            }
        } else if (value > max || value < min) {
            throw new ConfigException("argument must be between " + min + " and " + max + " inclusive");
        }
    }

    @Override
    String get(Settings settings) {
        long value = settings.numbers[slot];
        return switch (form) {
            case INTEGER -> Long.toString(value);
            case MEMORY -> Long.toUnsignedString(value);
            case MEMORY_OR_PERCENT -> value < 0 ? -value + "%" : Long.toString(value);
            case OCTAL -> Long.toOctalString(value);
        };
    }

    @Override
    void rewrite(Configuration configuration, ConfigRewriter rewriter) {
        long value = configuration.numbers[slot];
        boolean bytes = form == Form.MEMORY || form == Form.MEMORY_OR_PERCENT && value >= 0;
        String written = bytes ? MemorySize.format(value) : get(configuration);
        rewriter.line(name(), name() + " " + written, value != byDefault);
    }
}
