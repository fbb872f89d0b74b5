package io.redislab.engine.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads an ACL file: a user on each line, as ACL LIST shows it. All of it is read, so that every mistake is told. */
final class AclFileReader {
    private final String path;
    private final Rules rules;
    private final Map<String, User> users = new TreeMap<>();
    private final StringBuilder errors = new StringBuilder();

    /** @param path as the messages name it */
    AclFileReader(String path, Rules rules) {
        this.path = path;
        this.rules = rules;
    }

    /** What is wrong, in Redis' words; empty when nothing is. */
    String errors() {
        return errors.toString();
    }

    /** By name. Of use only when there are no errors. */
    Map<String, User> users() {
        return users;
    }

    /** @param text one character a byte */
    void read(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = trim(lines[i], " \t\r\n");
            if (!line.isEmpty()) {
                readLine(line, path + ":" + (i + 1));
            }
        }
    }

    private void readLine(String line, String place) {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        if (!words.get(0).equals("user") || words.size() < 2) {
            errors.append(place).append(" should start with user keyword followed by the username. ");
            return;
        }
        String name = words.get(1);
        if (Rules.hasSpaces(name)) {
            errors.append('\'').append(place).append(": username '").append(name);
            errors.append("' contains invalid characters. ");
            return;
        }
        if (users.containsKey(name)) {
            errors.append("WARNING: Duplicate user '").append(name);
            errors.append("' found on line ")
                    .append(place.substring(place.lastIndexOf(':') + 1))
                    .append(". ");
            return;
        }
        User user = rules.newUser(name);
        users.put(name, user);
        try {
            readRules(user, Rules.joinSelectors(words.subList(2, words.size())), place);
        } catch (Rules.UnmatchedParenthesis open) {
            errors.append(place).append(": Unmatched parenthesis in selector definition.");
        }
    }

    /** Every unknown command is told, with its rule; of other mistakes the first, and without it: it may be a secret. */
    private void readRules(User user, List<String> words, String place) {
        boolean told = false;
        for (String word : words) {
            String rule = trim(word, "\t\r\n");
            RuleFault fault = rules.apply(user, rule);
            if (fault == RuleFault.UNKNOWN_COMMAND) {
                errors.append(place)
                        .append(": Error in applying operation '")
                        .append(rule)
                        .append("': ");
                errors.append(fault.text()).append(". ");
            } else if (fault != null && !told) {
                errors.append(place).append(": ").append(fault.text()).append(". ");
                told = true;
            }
        }
    }

    private static String trim(String text, String blanks) {
        int from = 0;
        int to = text.length();
        while (from < to && blanks.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && blanks.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }
}
