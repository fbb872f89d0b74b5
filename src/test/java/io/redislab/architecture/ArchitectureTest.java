package io.redislab.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.redislab.engine.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of docs/architecture.md: who may know whom. */
class ArchitectureTest {
    private static final String ROOT = "io.redislab.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.redislab");

    private static String[] withSubpackages(String packages) {
        return Stream.of(packages.split(" ", -1))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0} knows only {1}")
    @CsvSource({
        "resp, resp",
        "lua, lua",
        "engine, engine resp lua",
        "tls, tls",
        "server, server tls engine resp",
        "benchmark, benchmark client tls engine resp",
        "client, client engine resp",
        "grading, grading client resp",
        "course, course grading client resp",
        "lab, lab course grading client engine resp",
        "terminal, terminal lab course grading client engine resp",
        "lab.door, lab.door client engine resp",
        "lab.sql, lab.sql",
        "rediscli, rediscli tls engine resp",
        "engine.arena, engine.arena",
        "engine.value, engine.value engine.arena resp",
        "lua.syntax, lua.syntax lua",
        "lua.exec, lua.exec lua.syntax lua",
    })
    void arrowsPointDown(String from, String allowed) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + from + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.redislab..").and(not(resideInAnyPackage(withSubpackages(allowed)))))
                .check(CLASSES);
    }

    /** The values of Lua know neither how source is read nor how it runs. */
    @Test
    void luaItselfKnowsItsPartsOnlyThroughItsFront() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "lua.exec..", ROOT + "lua.syntax..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "lua.lib..")
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0} is used only in {1}")
    @CsvSource({
        "io.netty, server",
        "org.jline, terminal cli rediscli",
        "picocli, cli",
        "org.yaml, course",
        "org.commonmark, terminal",
        "java.sql, lab.sql",
        "java.lang.reflect, none",
    })
    void librariesHaveTheirPlace(String library, String places) {
        noClasses()
                .that(not(resideInAnyPackage(withSubpackages(places))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .that()
                .areNotAssignableTo(Clock.class)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void chanceIsInjectedIntoTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "engine..", ROOT + "lua..")
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat(equivalentTo(ThreadLocalRandom.class))
                .check(CLASSES);
    }

    @Test
    void engineOpensNoSocket() {
        classes()
                .that()
                .resideInAPackage(ROOT + "engine..")
                .should()
                // Failures of a connection that others make may come in their own words.
                .onlyDependOnClassesThat(not(resideInAPackage("java.net..").and(not(assignableTo(Exception.class)))))
                .check(CLASSES);
    }

    /** Null is marked everywhere but in lua, where it is the value nil. */
    @Test
    void packagesMarkNull() {
        List<String> silent = CLASSES.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(pack -> !pack.isAnnotatedWith(NullMarked.class))
                .filter(pack -> !pack.getName().startsWith(ROOT + "lua"))
                .map(JavaPackage::getName)
                .toList();
        assertEquals(List.of(), silent);
    }
}
