package io.redislab.engine.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever rules make of a user, its description makes again. */
class RulesTextTest {
    private final CommandTable table = CommandTable.standard();
    private final Rules rules = new Rules(table, false);
    private final RulesText text = new RulesText(rules);

    @Provide
    Arbitrary<List<String>> ruleLists() {
        List<String> all = new ArrayList<>(List.of(
                "on",
                "off",
                "nopass",
                "resetpass",
                ">secret",
                "~a*",
                "~b",
                "%R~c",
                "%W~c",
                "allkeys",
                "resetkeys",
                "&x",
                "&y*",
                "allchannels",
                "resetchannels",
                "+@all",
                "-@all",
                "+select|0",
                "+select|1",
                "reset",
                "clearselectors",
                "(+get ~a)",
                "(~* &* +@all -set)",
                "(%R~q +@read -@slow)",
                "sanitize-payload",
                "skip-sanitize-payload"));
        for (AclCategory category : AclCategory.values()) {
            all.add("+@" + category.wireName());
            all.add("-@" + category.wireName());
        }
        for (CommandSpec spec : table.all()) {
            all.add("+" + spec.name());
            all.add("-" + spec.name());
            for (CommandSpec subcommand : spec.subcommands()) {
                all.add("+" + subcommand.name());
                all.add("-" + subcommand.name());
            }
        }
        return Arbitraries.of(all).list().ofMinSize(0).ofMaxSize(30);
    }

    @Property(tries = 300)
    void aDescriptionMakesTheUserAgain(@ForAll("ruleLists") List<String> list) throws Rules.UnmatchedParenthesis {
        User user = rules.newUser("u");
        for (String rule : list) {
            // A pattern behind "all" is refused and changes nothing.
            rules.apply(user, rule);
        }
        User again = rules.newUser("u");
        for (String rule : Rules.joinSelectors(List.of(text.describe(user).split(" ", -1)))) {
            assertNull(rules.apply(again, rule), rule);
        }
        assertEquals(text.describe(user), text.describe(again));
        for (int i = 0; i < user.selectors().size(); i++) {
            for (CommandSpec spec : table.all()) {
                assertEquals(
                        user.selectors().get(i).has(spec),
                        again.selectors().get(i).has(spec),
                        spec.name());
            }
        }
        assertEquals(user.isUnrestricted(), again.isUnrestricted());
    }
}
