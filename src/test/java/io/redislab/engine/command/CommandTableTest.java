package io.redislab.engine.command;

import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTableTest {
    private int loads;

    private final CommandTable table = new CommandTable(List.of(
            CommandGroups.entry("zadd config", this::first), CommandGroups.entry("get", CommandTableTest::second)));

    private List<Declaration> first() {
        loads++;
        return List.of(
                command("ZADD")
                        .syntax("key [condition: NX | XX]@3.0.2 [change=CH] <pair: score:double member>...")
                        .group(CommandGroup.SORTED_SET)
                        .flags(CommandFlag.WRITE, CommandFlag.FAST)
                        .keys(firstKey().readWrite().update())
                        .handler(context -> {}),
                command("CONFIG")
                        .group(CommandGroup.SERVER)
                        .subcommands(command("GET")
                                .syntax("<parameter: parameter>...")
                                .flags(CommandFlag.ADMIN)
                                .handler(context -> {})));
    }

    private static List<Declaration> second() {
        return List.of(command("GET")
                .syntax("key")
                .group(CommandGroup.STRING)
                .flags(CommandFlag.READONLY)
                .handler(context -> {}));
    }

    @Test
    void findsInAnyCaseAndLoadsOnlyWhatIsAsked() {
        assertNotNull(table.find(bytes("GeT")));
        assertEquals(0, loads);
        assertSame(table.find("zadd"), table.find(bytes("ZADD")));
        assertNotNull(table.find("config|GET"));
        assertEquals(1, loads);
        assertNull(table.find("nosuch"));
        assertNull(table.find("config|nosuch"));
        assertNull(table.find(bytes("")));
        assertEquals(List.of("config", "get", "zadd"), table.names());
    }

    @Test
    void aSubcommandIsResolvedFromTheCall() {
        CommandSpec get = table.resolve(new byte[][] {bytes("Config"), bytes("get"), bytes("x")});
        assertEquals("config|get", get.name());
        assertEquals("config", get.parent().name());
        assertEquals("config", table.resolve(new byte[][] {bytes("config")}).name());
        assertNull(table.resolve(new byte[][] {bytes("config"), bytes("nosuch")}));
        assertEquals(CommandGroup.SERVER, get.group());
    }

    @Test
    void arityAndCategoriesFollowFromTheDeclaration() {
        CommandSpec zadd = table.find("zadd");
        assertEquals(-4, zadd.arity());
        assertEquals(-3, table.find("config|get").arity());
        assertEquals(-2, table.find("config").arity());
        assertEquals(2, table.find("get").arity());
        assertEquals(
                AclCategory.WRITE.bit() | AclCategory.SORTEDSET.bit() | AclCategory.FAST.bit(), zadd.aclCategories());
    }

    @Test
    void aNameThatNobodyDeclaresIsAMistake() {
        CommandTable wrong = new CommandTable(List.of(CommandGroups.entry("get set", CommandTableTest::second)));
        assertThrows(IllegalStateException.class, () -> wrong.find("set"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "key member...;key member [member ...]",
                "key [condition: NX | XX]@3.0.2 [change=CH] <pair: score:double member>...;"
                        + "key [NX | XX] [CH] score member [score member ...]",
                "key [BY pattern:pattern#1] [GET pattern:pattern#1]...;key [BY pattern] [GET pattern [GET pattern ...]]",
                "<keys: key> [WEIGHTS weight:int...];key [WEIGHTS weight [weight ...]]",
                "<what: auto_id='*' | id>;<* | id>",
                "[AGGREGATE <aggregate: SUM | MIN>];[AGGREGATE <SUM | MIN>]",
                "'ip:port';ip:port"
            })
    void aSyntaxLineReadsAsOnRedisIo(String notation, String printed) {
        assertEquals(printed, Syntax.print(Syntax.parse(notation)));
    }

    @Test
    void mistakesInASyntaxLineAreSaidWithTheirColumn() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> Syntax.parse("key [NX"));
        assertEquals("syntax line \"key [NX\", column 8: ']' is missing", e.getMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
