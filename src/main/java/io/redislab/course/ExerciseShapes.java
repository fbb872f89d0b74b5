package io.redislab.course;

import static io.redislab.course.yaml.Shape.optional;
import static io.redislab.course.yaml.Shape.required;

import io.redislab.course.yaml.Shape;
import io.redislab.course.yaml.Shape.Fields;
import io.redislab.course.yaml.Shape.Key;
import io.redislab.course.yaml.Source;
import io.redislab.course.yaml.Type;
import io.redislab.course.yaml.Types;
import io.redislab.grading.Check;
import io.redislab.grading.Exercise;
import io.redislab.grading.Mistake;
import io.redislab.grading.Requirement;
import io.redislab.grading.Variable;
import io.redislab.grading.Variant;
import io.redislab.grading.Where;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** How exercises/NN.N-name.yaml is written. */
final class ExerciseShapes {
    static final Type<String> NAME = Types.form("a name of a-z, 0-9 and dashes", "[a-z0-9][a-z0-9-]*");
    static final Type<String> EXERCISE_ID = Types.form("an id such as 7.1", "[1-9][0-9]?\\.[1-9][0-9]?");
    static final Type<Long> TIME = Types.scalar(
            "a time such as 2024-01-15T10:00:00Z", Map.of("type", "string", "format", "date-time"), (node, source) -> {
                try {
                    return Optional.of(Instant.parse(node.getValue()).toEpochMilli());
                } catch (DateTimeException e) {
                    source.error(node, "type", "here belongs a time such as 2024-01-15T10:00:00Z", "");
                    return Optional.empty();
                }
            });

    private static final Type<String> VARIABLE_NAME = Types.form("a variable's name", "[a-z][a-z0-9_]*");
    private static final Key<String> ID = required("id", NAME, "Its name; progress and reports use it.");

    private ExerciseShapes() {}

    static final Shape<Variable> DRAWN = drawn();
    private static final Type<Map<String, Variable>> VARIABLES = Types.mapping(VARIABLE_NAME, variable());
    private static final Key<Map<String, Variable>> VARS = optional(
            "vars",
            VARIABLES,
            "Variables for `{{name}}` in commands, names and replies: a value, or drawn by the seed.");
    private static final Key<List<Check>> SETUP =
            optional("setup", CheckShapes.SETUP, "What runs before the learner begins.");

    static final Shape<Exercise.Function> FUNCTION = function();
    static final Shape<Exercise.Stage> STAGE = stage();
    static final Shape<Requirement> REQUIREMENT = requirement();
    static final Shape<Variant> VARIANT = variant();
    static final Shape<Mistake> MISTAKE = mistake();
    static final Shape<Exercise.Hints> HINTS = hints();
    static final Shape<Exercise.Reflection> REFLECTION = reflection();
    static final Shape<Exercise.Approach> APPROACH = approach();
    static final Shape<Exercise> EXERCISE = exercise();

    private static Where where(Fields fields) {
        return fields.source().where(fields.node());
    }

    private static Shape<Variable> drawn() {
        Key<io.redislab.grading.Range> integer = optional("integer", Types.RANGE, "An integer within the range.");
        Key<List<String>> pick = optional("pick", Types.list(Types.VALUE, 1), "One of these.");
        Key<Integer> word = optional("word", Types.integer(1, 64), "A word of as many letters.");
        return Shape.checked(
                "drawn variable", "A value that the seed decides.", List.of(integer, pick, word), fields -> {
                    Optional<Variable> drawn = fields.find(integer)
                            .<Variable>map(r -> new Variable.IntegerIn((long) r.min(), (long) r.max()))
                            .or(() -> fields.find(pick).map(Variable.Pick::new))
                            .or(() -> fields.find(word).map(Variable.Word::new));
                    if (drawn.isEmpty()) {
                        fields.source()
                                .error(fields.node(), "empty", "nothing to draw from", "name integer, pick or word");
                    }
                    return drawn;
                });
    }

    private static Type<Variable> variable() {
        return new Type<>() {
            @Override
            public Optional<Variable> read(Node node, Source source) {
                return node instanceof MappingNode
                        ? DRAWN.read(node, source)
                        : Types.VALUE.read(node, source).map(Variable.Fixed::new);
            }

            @Override
            public String describe() {
                return "a value, or integer, pick or word";
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("anyOf", List.of(Types.VALUE.schema(), DRAWN.schema()));
            }
        };
    }

    private static Shape<Exercise.Function> function() {
        Key<String> name =
                required("name", Types.form("a function's name", "[A-Za-z_][A-Za-z0-9_]*"), "As the task has it.");
        Key<List<String>> keys = optional("keys", Types.list(Types.TEXT, 0), "What its keys are, one name each.");
        Key<List<String>> args = optional("args", Types.list(Types.TEXT, 0), "What its arguments are, one name each.");
        return Shape.of(
                "function",
                "A function that an answer must provide.",
                List.of(name, keys, args),
                fields -> new Exercise.Function(
                        where(fields), fields.get(name), fields.get(keys, List.of()), fields.get(args, List.of())));
    }

    private static Shape<Exercise.Stage> stage() {
        Key<String> title = required("title", Types.TEXT, "What the learner sees.");
        return Shape.of(
                "stage",
                "A part of the task.",
                List.of(ID, title),
                fields -> new Exercise.Stage(where(fields), fields.get(ID), fields.get(title)));
    }

    private static Shape<Requirement> requirement() {
        Key<String> title = required("title", Types.TEXT, "What is asked, in one line without a full stop.");
        Key<Integer> weight = optional("weight", Types.integer(0, 100), "Points; 1 if absent.");
        Key<Boolean> invariant = optional("invariant", Types.BOOLEAN, "It holds from the start and must be kept so.");
        Key<Boolean> sticky = optional("sticky", Types.BOOLEAN, "Once met, it stays met.");
        Key<String> stage = optional("stage", NAME, "The part of the task that it belongs to.");
        Key<String> advice = optional("advice", Types.MARKDOWN, "One line for when it is not met.");
        Key<List<String>> covers =
                optional("covers", Types.list(Types.TEXT, 1), "What it covers of an outline, as in `7.1 bullet 2`.");
        Key<List<Check>> checks =
                required("checks", CheckShapes.CHECKS, "What must be true, in order, in a fork of the world.");
        return Shape.of(
                "requirement",
                "One thing that is asked for.",
                List.of(ID, title, weight, invariant, sticky, stage, advice, covers, checks),
                fields -> new Requirement(
                        where(fields),
                        fields.get(ID),
                        fields.get(title),
                        fields.get(weight, 1),
                        fields.get(invariant, false),
                        fields.get(sticky, false),
                        fields.find(stage),
                        fields.find(advice),
                        fields.get(covers, List.of()),
                        fields.get(checks)));
    }

    private static Shape<Variant> variant() {
        Key<String> title = required("title", Types.TEXT, "What is different; shown when the answer fails on it.");
        return Shape.of(
                "variant",
                "Other data to try the answer on.",
                List.of(ID, title, VARS, SETUP),
                fields -> new Variant(
                        where(fields),
                        fields.get(ID),
                        fields.get(title),
                        fields.get(VARS, Map.of()),
                        fields.get(SETUP, List.of())));
    }

    private static Shape<Mistake> mistake() {
        Key<String> message = required("message", Types.MARKDOWN, "What went wrong and why.");
        Key<List<Check>> when = optional("when", CheckShapes.CHECKS, "Checks that all hold when it was made.");
        Key<List<String>> unmet =
                optional("unmet", Types.oneOrMore(NAME), "Requirements that are not met when it was made.");
        Key<Boolean> tuned =
                optional("tuned", Types.BOOLEAN, "All is met with the example's data, not with other data.");
        Key<List<String>> answers = optional(
                "answers",
                Types.oneOrMore(Types.fileName("redis|lua|sh")),
                "Files in the solutions' wrong/ folder that must get this message.");
        return Shape.checked(
                "mistake",
                "A wrong answer that many give.",
                List.of(ID, message, when, unmet, tuned, answers),
                fields -> {
                    if (!fields.has(when) && !fields.has(unmet) && !fields.get(tuned, false)) {
                        fields.source()
                                .error(
                                        fields.node(),
                                        "empty",
                                        "nothing tells this mistake",
                                        "name when, unmet or tuned");
                        return Optional.empty();
                    }
                    return Optional.of(new Mistake(
                            where(fields),
                            fields.get(ID),
                            fields.get(message),
                            fields.get(when, List.of()),
                            fields.get(unmet, List.of()),
                            fields.get(tuned, false),
                            fields.get(answers, List.of())));
                });
    }

    private static Shape<Exercise.Hints> hints() {
        Key<String> nudge = required("nudge", Types.MARKDOWN, "Where to look.");
        Key<String> concept = required("concept", Types.MARKDOWN, "The idea that is needed.");
        Key<String> shape = required("shape", Types.MARKDOWN, "The shape of the commands, with gaps.");
        Key<String> worked = required("worked", Types.MARKDOWN, "One part worked through, with the reason.");
        return Shape.of(
                "hints",
                "Four hints, each telling more.",
                List.of(nudge, concept, shape, worked),
                fields -> new Exercise.Hints(
                        fields.get(nudge), fields.get(concept), fields.get(shape), fields.get(worked)));
    }

    private static Shape<Exercise.Reflection> reflection() {
        Key<String> question = required("question", Types.MARKDOWN, "Asked after a pass.");
        Key<String> answer = required("answer", Types.MARKDOWN, "What the author thinks.");
        return Shape.of(
                "reflection",
                "A question to think about.",
                List.of(question, answer),
                fields -> new Exercise.Reflection(fields.get(question), fields.get(answer)));
    }

    private static Shape<Exercise.Approach> approach() {
        Key<String> title = required("title", Types.TEXT, "A few words.");
        Key<String> answer =
                required("answer", Types.fileName("redis|lua|sh"), "A file in the exercise's solutions folder.");
        Key<String> note = required("note", Types.MARKDOWN, "What it costs and when it fits.");
        Key<Boolean> raceSafe = optional("race-safe", Types.BOOLEAN, "Right whatever others do meanwhile.");
        Key<Boolean> crashSafe = optional("crash-safe", Types.BOOLEAN, "Right wherever it is broken off.");
        return Shape.of(
                "approach",
                "One of the author's answers, to compare.",
                List.of(title, answer, note, raceSafe, crashSafe),
                fields -> new Exercise.Approach(
                        where(fields),
                        fields.get(title),
                        fields.get(answer),
                        fields.get(note),
                        fields.find(raceSafe),
                        fields.find(crashSafe)));
    }

    private static Shape<Exercise> exercise() {
        Key<String> id = required("id", EXERCISE_ID, "As in 7.1; the file's name starts with it, as in 07.1.");
        Key<String> title = required("title", Types.TEXT, "A few words.");
        Key<Integer> minutes = required("minutes", Types.integer(1, 240), "How long it takes.");
        Key<List<String>> answers = optional(
                "answers", Types.list(Types.oneOf("redis", "lua", "sh"), 1), "Kinds of answers; redis if absent.");
        Key<Long> clock = optional("clock", TIME, "The time at which its world starts; now if absent.");
        Key<String> task = required("task", Types.MARKDOWN, "The task, with every name that the checks use.");
        Key<List<Exercise.Function>> functions =
                optional("functions", Types.list(FUNCTION, 1), "Functions that an answer must provide.");
        Key<List<Exercise.Stage>> stages = optional("stages", Types.list(STAGE, 1), "Parts of the task.");
        Key<List<Requirement>> requirements =
                required("requirements", Types.list(REQUIREMENT, 1), "What is asked for.");
        Key<List<Variant>> variants =
                optional("variants", Types.list(VARIANT, 1), "Other data, tried after the requirements are met.");
        Key<List<Mistake>> mistakes = optional("mistakes", Types.list(MISTAKE, 1), "Known wrong answers.");
        Key<Exercise.Hints> hints = required("hints", HINTS, "Four levels.");
        Key<Exercise.Reflection> reflect = optional("reflect", REFLECTION, "A question after a pass.");
        Key<List<Exercise.Approach>> approaches =
                optional("approaches", Types.list(APPROACH, 1), "The author's answers side by side.");
        return Shape.checked(
                        "exercise",
                        "An exercise.",
                        List.of(
                                id,
                                title,
                                minutes,
                                answers,
                                clock,
                                task,
                                VARS,
                                SETUP,
                                functions,
                                stages,
                                requirements,
                                variants,
                                mistakes,
                                hints,
                                reflect,
                                approaches),
                        fields -> consistent(
                                new Exercise(
                                        where(fields),
                                        fields.get(id),
                                        fields.get(title),
                                        fields.get(minutes),
                                        fields.get(task),
                                        fields.get(answers, List.of("redis")),
                                        fields.find(clock),
                                        fields.get(VARS, Map.of()),
                                        fields.get(SETUP, List.of()),
                                        fields.get(functions, List.of()),
                                        fields.get(stages, List.of()),
                                        fields.get(requirements),
                                        fields.get(variants, List.of()),
                                        fields.get(mistakes, List.of()),
                                        fields.get(hints),
                                        fields.find(reflect),
                                        fields.get(approaches, List.of())),
                                fields))
                .tolerant();
    }

    private static Optional<Exercise> consistent(Exercise exercise, Fields fields) {
        Source source = fields.source();
        unique(exercise.requirements(), Requirement::id, Requirement::where, source);
        unique(exercise.stages(), Exercise.Stage::id, Exercise.Stage::where, source);
        unique(exercise.variants(), Variant::id, Variant::where, source);
        unique(exercise.mistakes(), Mistake::id, Mistake::where, source);
        if (fields.isWhole()) {
            references(exercise, source);
        }
        return Optional.of(exercise);
    }

    private static void references(Exercise exercise, Source source) {
        Set<String> stages =
                new HashSet<>(exercise.stages().stream().map(Exercise.Stage::id).toList());
        for (Requirement requirement : exercise.requirements()) {
            requirement.stage().filter(stage -> !stages.contains(stage)).ifPresent(stage -> source.faults()
                    .error(requirement.where(), "reference", "there is no stage '" + stage + "'", "add it to stages"));
        }
        Set<String> requirements = new LinkedHashSet<>(
                exercise.requirements().stream().map(Requirement::id).toList());
        for (Mistake mistake : exercise.mistakes()) {
            for (String unmet : mistake.unmet()) {
                if (!requirements.contains(unmet)) {
                    source.faults()
                            .error(
                                    mistake.where(),
                                    "reference",
                                    "there is no requirement '" + unmet + "'",
                                    "there are: " + String.join(", ", requirements));
                }
            }
        }
    }

    private static <T> void unique(List<T> all, Function<T, String> id, Function<T, Where> where, Source source) {
        Set<String> seen = new HashSet<>();
        for (T each : all) {
            if (!seen.add(id.apply(each))) {
                source.faults()
                        .error(
                                where.apply(each),
                                "duplicate-id",
                                "the id '" + id.apply(each) + "' stands here twice",
                                "give it another one");
            }
        }
    }
}
