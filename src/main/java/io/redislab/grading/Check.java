package io.redislab.grading;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a requirement: something that must be true of the world, or something that the examiner does to it first.
 * A requirement's lines run in order, in a fork of the learner's world that is thrown away. Texts may hold
 * {@code {{variables}}}.
 */
public sealed interface Check {
    Where where();

    /** Things that the examiner does; they can't fail a learner. */
    sealed interface Action extends Check {}

    /**
     * The state of one key. Each condition that is absent is not looked at.
     *
     * @param type as TYPE prints it, {@code none} when there must be no such key
     * @param ttl seconds; {@link Ttl.None} when it must not expire
     * @param value what the whole key holds, read by the type: GET, HGETALL, LRANGE, SMEMBERS, ZRANGE WITHSCORES, XRANGE
     * @param includes what is among it
     * @param excludes what must not be among it
     */
    record Key(
            Where where,
            String key,
            int database,
            Optional<String> type,
            Optional<Matcher> encoding,
            Optional<Ttl> ttl,
            Optional<Range> size,
            Optional<Matcher> value,
            Optional<Matcher> includes,
            List<String> excludes)
            implements Check {
        public Key {
            excludes = List.copyOf(excludes);
        }
    }

    /** When a key must expire. */
    sealed interface Ttl {
        record None() implements Ttl {}

        record Seconds(Range range) implements Ttl {}
    }

    /** Which keys there are: exactly as many as {@code count} says fit the pattern (KEYS). */
    record Keys(Where where, String pattern, int database, Range count) implements Check {}

    /** A command of the examiner's, and what it must reply. */
    record Probe(Where where, String command, Optional<String> client, Matcher reply, Optional<Range> work)
            implements Check {}

    /** Values of configuration parameters, memory sizes in bytes, as CONFIG GET has them. */
    record Config(Where where, Map<String, Matcher> values) implements Check {
        public Config {
            values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
        }
    }

    /** Fields of INFO. */
    record Info(Where where, Map<String, Matcher> values) implements Check {
        public Info {
            values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
        }
    }

    /**
     * What the learner asked and saw; for steps that change nothing in the world. Each form is a command whose words may
     * be globs, {@code **} standing for any rest; no form means any command.
     *
     * @param last only the last command counts, not any since the step began
     */
    record Did(
            Where where,
            List<String> forms,
            Optional<Matcher> reply,
            Optional<String> client,
            Range times,
            boolean last)
            implements Check {
        public Did {
            forms = List.copyOf(forms);
        }
    }

    /**
     * Calls what the learner wrote under the name that the task gives: a function of a library, a script or a function of
     * a shell file.
     */
    record Call(
            Where where,
            String name,
            List<String> keys,
            List<String> args,
            Optional<Matcher> reply,
            Optional<Range> work)
            implements Action {
        public Call {
            keys = List.copyOf(keys);
            args = List.copyOf(args);
        }
    }

    /** The messages that the learner's commands published on a channel, in order. */
    record Published(Where where, String channel, Matcher messages) implements Check {}

    /** How much work (elements visited) all of the learner's commands together may have done. */
    record Work(Where where, Range range) implements Check {}

    /** The same commands for {@code i} from 1 to {@code repeat}; an error reply is the exercise's fault. */
    record Run(Where where, List<String> commands, long repeat, Optional<String> client) implements Action {
        public Run {
            commands = List.copyOf(commands);
        }
    }

    /** Time passes. */
    record Turn(Where where, Duration by) implements Action {}

    /** The server ends and starts again. */
    record Restart(Where where, Ending ending) implements Action {}

    /** How a server ends: by SHUTDOWN, by kill -9, or with the power gone. */
    enum Ending {
        CLEAN,
        KILL,
        POWER
    }

    /**
     * Clients do these lines in every order, each order in a fork of its own; then {@code holds} must be true.
     *
     * @param wins how often {@code winner} is the reply among all calls, when both are given
     */
    record Race(Where where, Map<String, List<Check>> clients, Optional<Matcher> winner, Range wins, List<Check> holds)
            implements Check {
        public Race {
            clients = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(clients));
            holds = List.copyOf(holds);
        }
    }

    /**
     * Clients take one lock on several engines, as Redlock has it: each asks all engines in turn with the answer's
     * {@code acquire_lock}, then {@code redlock_validity} whether it has the lock, and if not, calls {@code release_lock}
     * everywhere. All orders of their steps are tried, or many. A client that does not get it must leave nothing.
     *
     * @param clients their ids
     * @param down numbers of the engines that do not answer, from 1
     * @param takes how long asking takes
     * @param granted how many clients get the lock
     * @param valid for how many ms those who get it have it
     */
    record Redlock(
            Where where,
            String key,
            List<String> clients,
            int ttlSeconds,
            int engines,
            List<Integer> down,
            Duration takes,
            Range granted,
            Optional<Range> valid)
            implements Check {
        public Redlock {
            clients = List.copyOf(clients);
            down = List.copyOf(down);
        }
    }

    /** At least one of these lists holds. */
    record Any(Where where, List<List<Check>> ways) implements Check {
        public Any {
            ways = ways.stream().map(List::copyOf).toList();
        }
    }

    /** These lines do not all hold. */
    record Not(Where where, List<Check> checks) implements Check {
        public Not {
            checks = List.copyOf(checks);
        }
    }
}
