package io.redislab.engine.acl;

import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.CommandSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes users down as the rules that make them: what ACL LIST, ACL GETUSER and ACL files show. */
final class RulesText {
    private final Rules rules;

    RulesText(Rules rules) {
        this.rules = rules;
    }

    /** All that ACL SETUSER needs to make the user again. */
    String describe(User user) {
        List<String> words = new ArrayList<>(user.flags());
        user.passwords().forEach(hash -> words.add("#" + hash));
        for (Selector selector : user.selectors()) {
            String text = describe(selector);
            words.add(selector == user.root() ? text : "(" + text + ")");
        }
        return String.join(" ", words);
    }

    private String describe(Selector selector) {
        List<String> words = new ArrayList<>();
        if (selector.allKeys() || !selector.keys().isEmpty()) {
            words.add(keys(selector));
        }
        if (!selector.allChannels()) {
            words.add("resetchannels");
        }
        if (selector.allChannels() || !selector.channels().isEmpty()) {
            words.add(channels(selector));
        }
        words.add(commands(selector));
        return String.join(" ", words);
    }

    String keys(Selector selector) {
        return selector.allKeys()
                ? "~*"
                : selector.keys().stream().map(KeyPattern::toString).collect(Collectors.joining(" "));
    }

    String channels(Selector selector) {
        return selector.allChannels()
                ? "&*"
                : selector.channels().stream().map(pattern -> "&" + pattern).collect(Collectors.joining(" "));
    }

    /**
     * The commands, in few words: from all or none, the categories that say the most with the fewest exceptions, then the
     * exceptions one by one. Selectors that hold what was said so far, and what is still to be said, keep the account.
     */
    String commands(Selector selector) {
        boolean removing = selector.startsFromAll();
        Selector said = new Selector(selector.table(), false);
        if (removing) {
            said.allowAllCommands();
        }
        List<String> words = new ArrayList<>();
        words.add(removing ? "+@all" : "-@all");
        Selector unsaid = selector.copy();
        Set<AclCategory> left = EnumSet.allOf(AclCategory.class);
        if (selector.sameCommands(said)) {
            // Nothing is left to say, as of most users.
            left.clear();
        }
        for (AclCategory best = best(unsaid, left, removing); best != null; best = best(unsaid, left, removing)) {
            String word = (removing ? "-@" : "+@") + best.wireName();
            apply(said, word);
            apply(unsaid, (removing ? "+@" : "-@") + best.wireName());
            words.add(word);
            left.remove(best);
        }
        addExceptions(selector, said, selector.table().all(), words);
        return String.join(" ", words);
    }

    private void apply(Selector selector, String rule) {
        RuleFault fault = rules.apply(selector, rule);
        if (fault != null) {
            throw new IllegalStateException(rule + ": " + fault.text());
        }
    }

    /** The category to name next: more right than wrong, then the fewest wrong, then the most right; null when none is. */
    private static @Nullable AclCategory best(Selector unsaid, Set<AclCategory> left, boolean removing) {
        AclCategory best = null;
        int leastWrong = Integer.MAX_VALUE;
        int mostRight = 0;
        for (AclCategory category : left) {
            int[] allowedAndDenied = new int[2];
            count(unsaid, unsaid.table().all(), category, allowedAndDenied);
            int right = allowedAndDenied[removing ? 1 : 0];
            int wrong = allowedAndDenied[removing ? 0 : 1];
            if (right > wrong && (wrong < leastWrong || (wrong == leastWrong && right > mostRight))) {
                best = category;
                leastWrong = wrong;
                mostRight = right;
            }
        }
        return best;
    }

    private static void count(Selector selector, List<CommandSpec> specs, AclCategory category, int[] counts) {
        for (CommandSpec spec : specs) {
            if (spec.in(category)) {
                counts[selector.has(spec) ? 0 : 1]++;
            }
            count(selector, spec.subcommands(), category, counts);
        }
    }

    private static void addExceptions(Selector selector, Selector said, List<CommandSpec> specs, List<String> words) {
        for (CommandSpec spec : specs) {
            boolean allowed = selector.has(spec);
            if (allowed != said.has(spec)) {
                words.add((allowed ? "+" : "-") + spec.name());
                said.setCommand(spec, allowed);
            }
            addExceptions(selector, said, spec.subcommands(), words);
            if (!allowed) {
                selector.firstArguments(spec).forEach(word -> words.add("+" + spec.name() + "|" + word));
            }
        }
    }
}
