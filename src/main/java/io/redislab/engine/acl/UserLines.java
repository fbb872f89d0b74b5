package io.redislab.engine.acl;

import io.redislab.engine.command.CommandTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of redis.conf that begin with {@code user}, kept until the server starts. Rules are looked at as they come,
 * but for unknown commands, which are told when the users are made.
 */
public final class UserLines {
    /** One line: the name, and rules of one word each. */
    record UserLine(String name, List<String> rules) {}

    private final List<UserLine> lines = new ArrayList<>();

    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<UserLine> lines() {
        return lines;
    }

    /**
     * Adds a line.
     *
     * @param words the name and the rules, one character a byte
     * @param allChannelsByDefault the parameter acl-pubsub-default as it is by now
     * @return what is wrong with the line, in Redis' words; null when nothing is
     */
    public @Nullable String add(List<String> words, boolean allChannelsByDefault) {
        String name = words.get(0);
        if (lines.stream().anyMatch(line -> line.name().equals(name))) {
            return error(name, RuleFault.DUPLICATE_USER);
        }
        List<String> rules;
        try {
            rules = Rules.joinSelectors(words.subList(1, words.size()));
        } catch (Rules.UnmatchedParenthesis open) {
            return error(words.get(1 + open.word()), RuleFault.UNMATCHED_PARENTHESIS);
        }
        Rules reader = new Rules(CommandTable.standard(), allChannelsByDefault);
        User trial = reader.newUser(name);
        for (String rule : rules) {
            RuleFault fault = reader.apply(trial, rule);
            if (fault != null && fault != RuleFault.UNKNOWN_COMMAND) {
                return error(rule, fault);
            }
        }
        lines.add(new UserLine(name, rules));
        return null;
    }

    private static String error(String word, RuleFault fault) {
        return "Error in user declaration '" + word + "': " + fault.text();
    }
}
