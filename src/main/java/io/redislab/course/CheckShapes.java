package io.redislab.course;

import static io.redislab.course.MatcherType.MATCHER;
import static io.redislab.course.yaml.Shape.optional;
import static io.redislab.course.yaml.Shape.required;

import io.redislab.course.yaml.Shape;
import io.redislab.course.yaml.Shape.Fields;
import io.redislab.course.yaml.Shape.Key;
import io.redislab.course.yaml.Type;
import io.redislab.course.yaml.Types;
import io.redislab.grading.Check;
import io.redislab.grading.Matcher;
import io.redislab.grading.Range;
import io.redislab.grading.Where;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** How the lines of a requirement are written. */
final class CheckShapes {
    static final Type<List<Check>> CHECKS = Types.list(Types.<Check>later("a check", "check", () -> check()), 1);

    private static final Type<String> CLIENT_NAME = Types.form("a client's name, a to z", "[a-z]");
    private static final Key<String> CLIENT =
            optional("client", CLIENT_NAME, "Which client asks; the examiner's own if absent.");
    private static final Key<Integer> DATABASE =
            optional("database", Types.integer(0, 15), "The database's number; 0 if absent.");
    private static final Key<Range> WORK =
            optional("work", Types.RANGE, "How many elements the engine may visit meanwhile.");
    private static final Range ONE_OR_MORE = new Range(1, Double.POSITIVE_INFINITY);

    private CheckShapes() {}

    /** Keyed by the word that tells them apart; the order matters, since some words occur in several. */
    static final Map<String, Shape<? extends Check>> SHAPES = shapes();

    static final Type<Check> CHECK = Types.union("check", SHAPES);

    private static Type<Check> check() {
        return CHECK;
    }

    private static Map<String, Shape<? extends Check>> shapes() {
        Map<String, Shape<? extends Check>> shapes = new LinkedHashMap<>();
        shapes.put("key", key());
        shapes.put("probe", probe());
        shapes.put("call", call());
        shapes.put("did", did());
        shapes.put("config", config());
        shapes.put("info", info());
        shapes.put("published", published());
        shapes.put("race", race());
        shapes.put("redlock", redlock());
        shapes.put("any", any());
        shapes.put("not", not());
        shapes.put("run", run());
        shapes.put("clock", clock());
        shapes.put("restart", restart());
        shapes.put("keys", keys());
        shapes.put("work", work());
        return shapes;
    }

    private static Where where(Fields fields) {
        return fields.source().where(fields.node());
    }

    private static Shape<Check> key() {
        Key<String> key = required("key", Types.TEXT, "The key's name.");
        Key<String> type = optional(
                "type",
                Types.oneOf("string", "hash", "list", "set", "zset", "stream", "none"),
                "Its type as TYPE prints it; `none`: there must be no such key.");
        Key<Matcher> encoding = optional("encoding", MATCHER, "What OBJECT ENCODING says.");
        Type<Check.Ttl> ttlType = Types.scalar(
                "`none` or seconds, as in 3500..3600",
                Map.of("type", List.of("string", "number")),
                (node, source) -> node.getValue().equals("none")
                        ? Optional.of(new Check.Ttl.None())
                        : Types.RANGE.read(node, source).map(Check.Ttl.Seconds::new));
        Key<Check.Ttl> ttl = optional("ttl", ttlType, "Seconds until it expires, or `none` if it must not.");
        Key<Range> size = optional("size", Types.RANGE, "How many elements, or bytes of a string.");
        Key<Matcher> value = optional("value", MATCHER, "What the string holds.");
        Key<List<Matcher>> items = optional("items", Types.list(MATCHER, 0), "All items of the list, in order.");
        Key<Map<String, Matcher>> fieldValues =
                optional("fields", Types.mapping(Types.VALUE, MATCHER), "All fields of the hash with their values.");
        Key<List<Matcher>> members =
                optional("members", Types.list(MATCHER, 0), "All members of the set, in any order.");
        Key<Map<String, Matcher>> scores = optional(
                "scores", Types.mapping(Types.VALUE, MATCHER), "All members of the sorted set with their scores.");
        Type<Matcher> includesType = includesType();
        Key<Matcher> includes = optional(
                "includes", includesType, "Some of what it holds: a list, or a mapping for a hash or sorted set.");
        Key<List<String>> excludes = optional("excludes", Types.oneOrMore(Types.VALUE), "What it must not hold.");
        return Shape.checked(
                "key check",
                "The state of a key. What is not named is not looked at; with no condition at all, the key must exist.",
                List.of(
                        key,
                        type,
                        encoding,
                        ttl,
                        size,
                        value,
                        items,
                        fieldValues,
                        members,
                        scores,
                        includes,
                        excludes,
                        DATABASE),
                fields -> {
                    Map<String, Matcher> whole = new LinkedHashMap<>();
                    fields.find(value).ifPresent(m -> whole.put("string", m));
                    fields.find(items).ifPresent(list -> whole.put("list", new Matcher.Items(list, true)));
                    fields.find(fieldValues).ifPresent(map -> whole.put("hash", new Matcher.Pairs(map, true)));
                    fields.find(members).ifPresent(list -> whole.put("set", new Matcher.Items(list, false)));
                    fields.find(scores).ifPresent(map -> whole.put("zset", new Matcher.Pairs(map, true)));
                    Optional<String> told = fields.find(type);
                    Optional<String> implied = whole.keySet().stream().findFirst();
                    if (whole.size() > 1
                            || implied.isPresent()
                                    && !told.orElse(implied.get()).equals(implied.get())) {
                        fields.source()
                                .error(
                                        fields.node(),
                                        "contradiction",
                                        "a key has one type",
                                        "value is for a string, items for a list, fields for a hash, members for a set,"
                                                + " scores for a sorted set");
                        return Optional.empty();
                    }
                    return Optional.of(new Check.Key(
                            where(fields),
                            fields.get(key),
                            fields.get(DATABASE, 0),
                            told.or(() -> implied),
                            fields.find(encoding),
                            fields.find(ttl),
                            fields.find(size),
                            whole.values().stream().findFirst(),
                            fields.find(includes),
                            fields.get(excludes, List.of())));
                });
    }

    private static Type<Matcher> includesType() {
        Type<List<Matcher>> list = Types.oneOrMore(MATCHER);
        Type<Map<String, Matcher>> map = Types.mapping(Types.VALUE, MATCHER);
        return new Type<>() {
            @Override
            public Optional<Matcher> read(org.yaml.snakeyaml.nodes.Node node, io.redislab.course.yaml.Source source) {
                if (node instanceof MappingNode) {
                    return map.read(node, source).map(pairs -> new Matcher.Pairs(pairs, false));
                }
                return list.read(node, source).map(Matcher.Has::new);
            }

            @Override
            public String describe() {
                return "a list of values, or names with their values";
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("anyOf", List.of(list.schema(), map.schema()));
            }
        };
    }

    private static Shape<Check> keys() {
        Key<String> keys = required("keys", Types.TEXT, "A pattern as KEYS has it.");
        Key<Range> count = required("count", Types.RANGE, "How many keys fit it.");
        return Shape.of(
                "keys check",
                "How many keys there are.",
                List.of(keys, count, DATABASE),
                fields -> new Check.Keys(where(fields), fields.get(keys), fields.get(DATABASE, 0), fields.get(count)));
    }

    private static Shape<Check> probe() {
        Key<String> probe = required("probe", Types.COMMAND, "A command that the examiner sends.");
        Key<Matcher> reply = required("reply", MATCHER, "What it must reply.");
        return Shape.of(
                "probe",
                "A command of the examiner's and its reply.",
                List.of(probe, reply, CLIENT, WORK),
                fields -> new Check.Probe(
                        where(fields), fields.get(probe), fields.find(CLIENT), fields.get(reply), fields.find(WORK)));
    }

    private static Shape<Check> call() {
        Key<String> call = required("call", Types.TEXT, "The name that the task gives.");
        Key<List<String>> keys = optional("keys", Types.list(Types.VALUE, 0), "The keys it gets.");
        Key<List<String>> args = optional("args", Types.list(Types.VALUE, 0), "The arguments it gets.");
        Key<Matcher> reply = optional("reply", MATCHER, "What it must reply; anything but an error if absent.");
        return Shape.of(
                "call",
                "Calls what the learner wrote: a function, a script or a shell function.",
                List.of(call, keys, args, reply, WORK),
                fields -> new Check.Call(
                        where(fields),
                        fields.get(call),
                        fields.get(keys, List.of()),
                        fields.get(args, List.of()),
                        fields.find(reply),
                        fields.find(WORK)));
    }

    private static Shape<Check> did() {
        Key<List<String>> did = required(
                "did",
                Types.oneOrMore(Types.COMMAND),
                "A command that the learner sent, `*` standing for any part of a word and `**` for any further words.");
        Key<Matcher> reply = optional("reply", MATCHER, "What they saw; anything but an error if absent.");
        Key<Range> times = optional("times", Types.RANGE, "How often; once or more if absent.");
        Key<Boolean> last = optional("last", Types.BOOLEAN, "Only the very last command counts.");
        return Shape.of(
                "did check",
                "What the learner asked and saw. For steps that leave no trace in the world; elsewhere look at the"
                        + " world.",
                List.of(did, reply, times, last, CLIENT),
                fields -> new Check.Did(
                        where(fields),
                        fields.get(did),
                        fields.find(reply),
                        fields.find(CLIENT),
                        fields.get(times, ONE_OR_MORE),
                        fields.get(last, false)));
    }

    private static Shape<Check> config() {
        Key<Map<String, Matcher>> config = required(
                "config",
                Types.mapping(Types.TEXT, MATCHER),
                "Parameters with their values as CONFIG GET prints them.");
        return Shape.of(
                "config check",
                "Values of the configuration.",
                List.of(config),
                fields -> new Check.Config(where(fields), fields.get(config)));
    }

    private static Shape<Check> info() {
        Key<Map<String, Matcher>> info =
                required("info", Types.mapping(Types.TEXT, MATCHER), "Fields of INFO with their values.");
        return Shape.of(
                "info check",
                "Fields of INFO.",
                List.of(info),
                fields -> new Check.Info(where(fields), fields.get(info)));
    }

    private static Shape<Check> published() {
        Key<String> channel = required("published", Types.TEXT, "The channel.");
        Key<Matcher> messages = required("messages", MATCHER, "The messages, as a list.");
        return Shape.of(
                "published check",
                "What the learner's commands published.",
                List.of(channel, messages),
                fields -> new Check.Published(where(fields), fields.get(channel), fields.get(messages)));
    }

    private static Shape<Check> race() {
        Key<Map<String, List<Check>>> race =
                required("race", Types.mapping(CLIENT_NAME, CHECKS), "What each client does, by its name.");
        Key<Matcher> winner = optional("winner", MATCHER, "The reply of a call that won.");
        Key<Range> wins = optional("wins", Types.RANGE, "How many calls win; exactly one if absent.");
        Key<List<Check>> holds = optional("holds", CHECKS, "What must be true after every order.");
        return Shape.of(
                "race",
                "Several clients at once, in every order of their steps.",
                List.of(race, winner, wins, holds),
                fields -> new Check.Race(
                        where(fields),
                        fields.get(race),
                        fields.find(winner),
                        fields.get(wins, new Range(1, 1)),
                        fields.get(holds, List.of())));
    }

    private static Shape<Check> redlock() {
        Key<String> key = required("redlock", Types.TEXT, "The lock's key, the same on all engines.");
        Key<List<String>> clients = required("clients", Types.list(Types.VALUE, 1), "The ids of those who want it.");
        Key<Integer> ttl = required("ttl", Types.integer(1, 86_400), "For how many seconds.");
        Key<Integer> engines = optional("engines", Types.integer(1, 9), "How many engines there are; 5 if absent.");
        Key<List<Integer>> down =
                optional("down", Types.list(Types.integer(1, 9), 1), "Numbers of the engines that do not answer.");
        Key<Duration> takes = optional("takes", Types.DURATION, "How long asking takes; no time if absent.");
        Key<Range> granted = required("granted", Types.RANGE, "How many of them get it.");
        Key<Range> valid = optional("valid", Types.RANGE, "For how many ms those who get it have it.");
        return Shape.of(
                "redlock check",
                "Clients take a lock on several engines with acquire_lock, redlock_validity and release_lock.",
                List.of(key, clients, ttl, engines, down, takes, granted, valid),
                fields -> new Check.Redlock(
                        where(fields),
                        fields.get(key),
                        fields.get(clients),
                        fields.get(ttl),
                        fields.get(engines, 5),
                        fields.get(down, List.of()),
                        fields.get(takes, Duration.ZERO),
                        fields.get(granted),
                        fields.find(valid)));
    }

    private static Shape<Check> any() {
        Key<List<List<Check>>> any = required("any", Types.list(CHECKS, 2), "Lists of checks, one of which must hold.");
        return Shape.of(
                "any check",
                "Several ways to be right.",
                List.of(any),
                fields -> new Check.Any(where(fields), fields.get(any)));
    }

    private static Shape<Check> not() {
        Key<List<Check>> not = required("not", CHECKS, "Checks that must not all hold.");
        return Shape.of(
                "not check", "The opposite.", List.of(not), fields -> new Check.Not(where(fields), fields.get(not)));
    }

    private static Shape<Check> run() {
        Key<List<String>> run = required("run", Types.COMMANDS, "Commands of the examiner's.");
        Key<Integer> repeat = optional("repeat", Types.integer(1, 1_000_000), "How often; `{{i}}` counts from 1.");
        return Shape.of(
                "run",
                "The examiner changes the world first. An error reply is a fault of the exercise.",
                List.of(run, repeat, CLIENT),
                fields -> new Check.Run(where(fields), fields.get(run), fields.get(repeat, 1), fields.find(CLIENT)));
    }

    private static Shape<Check> clock() {
        Key<Duration> clock = required("clock", Types.DURATION, "How much time passes.");
        return Shape.of(
                "clock",
                "Time passes; nobody waits.",
                List.of(clock),
                fields -> new Check.Turn(where(fields), fields.get(clock)));
    }

    private static Shape<Check> restart() {
        Key<Check.Ending> restart = required(
                "restart",
                Types.oneOf(Check.Ending.class),
                "How it ends: by SHUTDOWN, by kill -9, or the power is gone.");
        return Shape.of(
                "restart",
                "The server ends and starts again from its files.",
                List.of(restart),
                fields -> new Check.Restart(where(fields), fields.get(restart)));
    }

    private static Shape<Check> work() {
        Key<Range> work = required("work", Types.RANGE, "Elements that the engine visited for the learner's commands.");
        return Shape.of(
                "work check",
                "A budget for all of the learner's commands together; the same on every machine.",
                List.of(work),
                fields -> new Check.Work(where(fields), fields.get(work)));
    }

    /** Commands below a |, or a list of run, clock and restart. */
    static final Type<List<Check>> SETUP = new Type<>() {
        @Override
        public Optional<List<Check>> read(org.yaml.snakeyaml.nodes.Node node, io.redislab.course.yaml.Source source) {
            if (node instanceof ScalarNode) {
                return Types.COMMANDS
                        .read(node, source)
                        .map(lines -> List.of(new Check.Run(source.where(node), lines, 1, Optional.empty())));
            }
            return CHECKS.read(node, source);
        }

        @Override
        public String describe() {
            return "commands below a |, or a list of run, clock and restart";
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("anyOf", List.of(Types.COMMANDS.schema(), CHECKS.schema()));
        }
    };
}
