package io.redislab.lab.race;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Races that come with the program, by name. */
public final class KnownRaces {
    /** Their names: a lock, a limiter and the same as a script, WATCH on a counter, a crash after a write. */
    public static final List<String> NAMES = List.of("lock", "limiter", "limiter-script", "watch", "crash-each-second");

    private KnownRaces() {}

    /** The lines of the race of this name; empty when there is none such. */
    public static Optional<List<String>> lines(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = KnownRaces.class.getResourceAsStream(name + ".race")) {
            if (in == null) {
                throw new IllegalStateException(name + ".race is missing in the program");
            }
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
