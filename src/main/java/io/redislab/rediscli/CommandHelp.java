package io.redislab.rediscli;

import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Help on commands, their hints and completion: from the engine's own table, so that it is there without a server. */
final class CommandHelp {
    private static final String GENERAL = "redis-cli " + RedisCli.VERSION + """

        To learn about commands:
              "help @<group>" lists the commands of a group
              "help <command>" tells about one
              "help <tab>" offers what there is help on
              "quit" leaves

        To change how redis-cli behaves:
              ":set hints" shows what a command takes while it is typed
              ":set nohints" doesn't
        Lines like these are read from ~/.redisclirc at the start.
        """;

    private CommandHelp() {}

    /** What {@code help} with these words says. */
    static String about(List<String> words) {
        if (words.isEmpty()) {
            return GENERAL;
        }
        StringBuilder out = new StringBuilder();
        boolean group = words.get(0).startsWith("@");
        for (CommandSpec spec : commands()) {
            if (group && words.get(0).substring(1).equalsIgnoreCase(groupName(spec.group()))) {
                append(spec, false, out);
            } else if (!group && startsWith(names(spec), words)) {
                append(spec, true, out);
            }
        }
        return out.append("\r\n").toString();
    }

    private static void append(CommandSpec spec, boolean withGroup, StringBuilder out) {
        out.append("\r\n  \u001b[1m")
                .append(fullName(spec))
                .append("\u001b[0m \u001b[90m")
                .append(syntax(spec))
                .append("\u001b[0m\r\n");
        line("summary", spec.summary(), out);
        line("since", spec.since(), out);
        if (withGroup) {
            line("group", groupName(spec.group()), out);
        }
    }

    /** The arguments as redis-cli writes them, with no blanks around what is to be chosen from. */
    private static String syntax(CommandSpec spec) {
        return spec.syntaxLine().replace(" | ", "|");
    }

    private static void line(String name, String text, StringBuilder out) {
        out.append("  \u001b[33m")
                .append(name)
                .append(":\u001b[0m ")
                .append(text)
                .append("\r\n");
    }

    /** All commands and subcommands, by their names. */
    private static List<CommandSpec> commands() {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec spec : CommandTable.standard().all()) {
            all.add(spec);
            all.addAll(spec.subcommands());
        }
        all.sort(Comparator.comparing(CommandHelp::fullName));
        return all;
    }

    private static String fullName(CommandSpec spec) {
        return spec.name().replace('|', ' ').toUpperCase(Locale.ROOT);
    }

    private static List<String> names(CommandSpec spec) {
        return Arrays.asList(fullName(spec).split(" ", -1));
    }

    private static String groupName(CommandGroup group) {
        return group.wireName();
    }

    private static boolean startsWith(List<String> names, List<String> words) {
        if (words.size() > names.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).equalsIgnoreCase(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What Tab completes: commands, and with {@code groups} also {@code @list} and the like. */
    static List<String> topics(boolean groups) {
        List<String> topics = new ArrayList<>();
        commands().forEach(spec -> topics.add(fullName(spec)));
        if (groups) {
            Arrays.stream(CommandGroup.values())
                    .map(group -> "@" + groupName(group))
                    .forEach(topics::add);
        }
        return topics;
    }

    /** What the command in a line still takes, with a blank before it where one is needed; empty for nothing. */
    static String hint(String line) {
        List<String> words = Texts.split(Texts.encoded(line)).orElse(List.of());
        Optional<CommandSpec> command = command(words);
        if (command.isEmpty()) {
            return "";
        }
        List<String> arguments = words.subList(names(command.get()).size(), words.size());
        String rest = syntax(command.get());
        for (int given = arguments.size(); given > 0 && !rest.isEmpty() && !rest.startsWith("["); given--) {
            int blank = rest.indexOf(' ');
            rest = blank < 0 ? "" : rest.substring(blank + 1);
        }
        return rest.isEmpty() || Texts.isSpace(line.charAt(line.length() - 1)) ? rest : " " + rest;
    }

    private static Optional<CommandSpec> command(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        byte[][] argv = Texts.all(words).toArray(new byte[0][]);
        return Optional.ofNullable(CommandTable.standard().resolve(argv));
    }
}
