package io.redislab.lab.inside;

import io.redislab.engine.config.Configuration;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;

/** Why a value is stored as it is, with the configuration that decides it. */
public final class Encodings {
    private Encodings() {}

    /** One sentence without a full stop; empty where there is nothing to choose. */
    public static String reason(Value value, Configuration config) {
        if (value instanceof StringValue string) {
            return reason(string);
        } else if (value instanceof HashValue hash) {
            return table(
                    hash.pack() != null,
                    hash.size(),
                    config.hashMaxListpackEntries(),
                    config.hashMaxListpackValue(),
                    "hash-max-listpack",
                    "fields and values");
        } else if (value instanceof SortedSetValue set) {
            return table(
                    set.pack() != null,
                    set.size(),
                    config.zsetMaxListpackEntries(),
                    config.zsetMaxListpackValue(),
                    "zset-max-listpack",
                    "members");
        } else if (value instanceof SetValue set) {
            return reason(set, config);
        }
        return "";
    }

    private static String reason(StringValue string) {
        return switch (string.encoding()) {
            case "int" -> "it is a whole number of 64 bits";
            case "embstr" -> "it is no longer than " + StringValue.EMBSTR_MAX + " bytes";
            default ->
                string.length() > StringValue.EMBSTR_MAX
                        ? "it is longer than " + StringValue.EMBSTR_MAX + " bytes"
                        : "it was written into, which needs room to grow";
        };
    }

    private static String reason(SetValue set, Configuration config) {
        if (set.ints() != null) {
            return "all members are integers, at most set-max-intset-entries " + config.setMaxIntsetEntries();
        }
        return set.size() > config.setMaxIntsetEntries()
                ? "more members than set-max-intset-entries " + config.setMaxIntsetEntries()
                : "a member is or was no integer, or there were more of them once; there is no way back";
    }

    private static String table(boolean packed, int size, int entries, int length, String parameter, String what) {
        if (packed) {
            return "at most " + parameter + "-entries " + entries + ", and " + what + " of at most " + parameter
                    + "-value " + length + " bytes";
        }
        return size > entries
                ? "more than " + parameter + "-entries " + entries
                : "one of the " + what + " was longer than " + parameter + "-value " + length
                        + " bytes, or there were more than " + entries + " once; there is no way back";
    }
}
