package io.redislab.course.author;

import io.redislab.grading.Check;
import java.util.List;
import java.util.stream.Stream;

/** Walks through checks and the checks within them. */
final class Checks {
    private Checks() {}

    /** All checks, those within others after these. */
    static Stream<Check> flat(List<Check> checks) {
        return checks.stream().flatMap(check -> Stream.concat(Stream.of(check), flat(inner(check))));
    }

    private static List<Check> inner(Check check) {
        if (check instanceof Check.Any any) {
            return any.ways().stream().flatMap(List::stream).toList();
        } else if (check instanceof Check.Not not) {
            return not.checks();
        } else if (check instanceof Check.Race race) {
            return Stream.concat(race.clients().values().stream().flatMap(List::stream), race.holds().stream())
                    .toList();
        }
        return List.of();
    }
}
