package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large keys are, by one measure or another. */
abstract class KeySizes {
    final Client client;

    KeySizes(Client client) {
        this.client = client;
    }

    /** The command that measures a key, without the key; null where there is none for the type. */
    abstract @Nullable List<String> command(String type, String key);

    /** What the measure counts: {@code bytes}. */
    abstract String unit(String type);

    /** The command's name in a warning. */
    abstract String name(String type);

    /** The size of each key, 0 where it can't be measured. All are asked for at once. */
    long[] of(List<String> keys, List<String> types) throws IOException {
        List<List<byte[]>> commands = new ArrayList<>();
        boolean[] asked = new boolean[keys.size()];
        for (int i = 0; i < asked.length; i++) {
            List<String> command = command(types.get(i), keys.get(i));
            if (command != null) {
                asked[i] = true;
                commands.add(Texts.all(command));
            }
        }
        client.link().send(commands);
        long[] sizes = new long[keys.size()];
        for (int i = 0; i < sizes.length; i++) {
            if (!asked[i]) {
                continue;
            }
            if (client.receive() instanceof Reply.Int size) {
                sizes[i] = size.value();
            } else {
                client.console.complain("Warning:  " + name(types.get(i)) + " on '" + Texts.beforeNul(keys.get(i))
                        + "' failed (may have changed type)");
            }
        }
        return sizes;
    }

    /** By the number of elements. */
    static final class Elements extends KeySizes {
        private record Measure(String command, String unit) {}

        private static final Map<String, Measure> MEASURES = Map.of(
                "string", new Measure("STRLEN", "bytes"),
                "list", new Measure("LLEN", "items"),
                "set", new Measure("SCARD", "members"),
                "hash", new Measure("HLEN", "fields"),
                "zset", new Measure("ZCARD", "members"),
                "stream", new Measure("XLEN", "entries"));

        Elements(Client client) {
            super(client);
        }

        @Override
        @Nullable
        List<String> command(String type, String key) {
            Measure measure = MEASURES.get(type);
            return measure == null ? null : List.of(measure.command(), key);
        }

        @Override
        String unit(String type) {
            Measure measure = MEASURES.get(type);
            return measure == null ? "?" : measure.unit();
        }

        @Override
        String name(String type) {
            Measure measure = MEASURES.get(type);
            return measure == null ? "?" : measure.command();
        }
    }

    /** By the memory they take. */
    static final class Memory extends KeySizes {
        Memory(Client client) {
            super(client);
        }

        @Override
        List<String> command(String type, String key) {
            int samples = client.options.memorySamples;
            return samples == 0
                    ? List.of("MEMORY", "USAGE", key)
                    : List.of("MEMORY", "USAGE", key, "SAMPLES", Integer.toString(samples));
        }

        @Override
        String unit(String type) {
            return "bytes";
        }

        @Override
        String name(String type) {
            return "MEMORY USAGE";
        }
    }
}
