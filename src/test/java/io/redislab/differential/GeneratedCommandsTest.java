package io.redislab.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.command.Argument;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random commands are all commands, with all their options, but for those that are left out for a reason. */
class GeneratedCommandsTest {
    private static final int CASES = 5000;

    /** They are refused whatever options they have. */
    private static final Set<String> REFUSED =
            CommandGenerator.refused().stream().map(CommandSpec::name).collect(Collectors.toSet());

    /** By command, the words of its calls in upper case. */
    private static final Map<String, Set<String>> GENERATED = new TreeMap<>();

    @BeforeAll
    static void generate() {
        CaseGenerator generator = new CaseGenerator(1);
        for (int i = 0; i < CASES; i++) {
            for (Step step : generator.next()) {
                CommandSpec spec = CommandTable.standard().resolve(step.argv().toArray(byte[][]::new));
                if (spec != null && !spec.isContainer()) {
                    Set<String> words = GENERATED.computeIfAbsent(spec.name(), name -> new TreeSet<>());
                    step.argv().forEach(word -> words.add(Step.text(word).toUpperCase(Locale.ROOT)));
                }
            }
        }
    }

    private static Stream<CommandSpec> commands() {
        return CommandTable.standard().all().stream()
                .flatMap(spec -> spec.isContainer() ? spec.subcommands().stream() : Stream.of(spec));
    }

    @Test
    void everyCommand() {
        Set<String> never = new TreeSet<>();
        commands().filter(spec -> !GENERATED.containsKey(spec.name())).forEach(spec -> never.add(spec.name()));
        assertEquals(Knowledge.neverGenerated(), never, "commands that are never generated");
    }

    @Test
    void everyOption() {
        Set<String> never = new TreeSet<>();
        commands()
                .filter(spec -> GENERATED.containsKey(spec.name()) && !REFUSED.contains(spec.name()))
                .forEach(spec -> {
                    Set<String> tokens = new TreeSet<>();
                    addTokens(spec.arguments(), tokens);
                    tokens.removeAll(GENERATED.get(spec.name()));
                    tokens.forEach(token -> never.add(spec.name() + " " + token));
                });
        assertEquals(Knowledge.optionsNeverGenerated(), never, "options that are never generated");
    }

    private static void addTokens(List<Argument> arguments, Set<String> to) {
        for (Argument argument : arguments) {
            String token = argument.token();
            if (token != null && !token.isBlank()) {
                to.add(token.toUpperCase(Locale.ROOT));
            }
            addTokens(argument.children(), to);
        }
    }
}
