package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.Glob;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.command.Declaration;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** COMMAND: the table of commands, asked by clients. */
public final class CommandCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "command";

    private CommandCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("COMMAND")
                .group(CommandGroup.SERVER)
                .since("2.8.13")
                .complexity("O(N) where N is the total number of Redis commands")
                .summary("Describes the commands that the server knows.")
                .arity(-1)
                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                .categories(AclCategory.CONNECTION)
                .tips("nondeterministic_output_order")
                .handler(CommandCommands::all)
                .subcommands(
                        command("COUNT")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Counts the commands that the server knows.")
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .handler(CommandCommands::commandCount),
                        command("DOCS")
                                .syntax("[command-name...]")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of commands to look up")
                                .summary("Gives what there is to read about commands: summary, syntax, history.")
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .tips("nondeterministic_output_order")
                                .handler(CommandCommands::commandDocs),
                        command("GETKEYS")
                                .since("2.8.13")
                                .complexity("O(N) where N is the number of arguments to the command")
                                .summary("Picks the keys out of a whole call.")
                                .arity(-4)
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .handler(CommandCommands::commandGetkeys),
                        command("GETKEYSANDFLAGS")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of arguments to the command")
                                .summary("Picks the keys out of a whole call and tells what it would do to each.")
                                .arity(-4)
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .handler(CommandCommands::commandGetkeysandflags),
                        command("HELP")
                                .since("5.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of COMMAND.")
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .handler(CommandCommands::commandHelp),
                        command("INFO")
                                .syntax("[command-name...]")
                                .since("2.8.13")
                                .complexity("O(N) where N is the number of commands to look up")
                                .summary("Gives arity, flags, keys and categories of the commands named, or of all.")
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .history("7.0.0", "Allowed to be called with no argument to get info on all commands.")
                                .tips("nondeterministic_output_order")
                                .handler(CommandCommands::commandInfo),
                        command("LIST")
                                .syntax("[FILTERBY <filterby: MODULE module-name | ACLCAT category | PATTERN pattern>]")
                                .since("7.0.0")
                                .complexity("O(N) where N is the total number of Redis commands")
                                .summary("Names the commands, all or those that a filter selects.")
                                .flags(LOADING, STALE, CommandFlag.SENTINEL)
                                .categories(AclCategory.CONNECTION)
                                .tips("nondeterministic_output_order")
                                .handler(CommandCommands::commandList)));
    }

    private static CommandTable table(Context context) {
        return context.engine().commands();
    }

    private static void all(Context context) {
        List<CommandSpec> specs = table(context).all();
        context.reply().array(specs.size());
        specs.forEach(spec -> CommandReplies.info(context.reply(), spec));
    }

    private static void commandCount(Context context) {
        context.reply().integer(table(context).names().size());
    }

    private static void commandInfo(Context context) {
        if (context.argc() == 2) {
            all(context);
            return;
        }
        Arguments args = context.args();
        context.reply().array(args.remaining());
        while (args.hasNext()) {
            CommandReplies.info(context.reply(), named(context, args.next()));
        }
    }

    private static @Nullable CommandSpec named(Context context, byte[] fullName) {
        return table(context).find(new String(fullName, StandardCharsets.ISO_8859_1));
    }

    private static void commandDocs(Context context) {
        Arguments args = context.args();
        List<CommandSpec> specs = new ArrayList<>();
        if (context.argc() == 2) {
            specs.addAll(table(context).all());
        }
        while (args.hasNext()) {
            CommandSpec spec = named(context, args.next());
            if (spec != null) {
                specs.add(spec);
            }
        }
        ReplySink reply = context.reply();
        reply.map(specs.size());
        for (CommandSpec spec : specs) {
            reply.bulk(spec.name());
            CommandReplies.docs(reply, spec);
        }
    }

    private static void commandList(Context context) {
        Arguments args = context.args();
        Predicate<CommandSpec> filter = spec -> true;
        while (args.hasNext()) {
            if (args.remaining() != 3 || !args.option("FILTERBY")) {
                throw RedisError.SYNTAX;
            }
            filter = filter(args);
        }
        List<String> names = new ArrayList<>();
        for (CommandSpec spec : table(context).all()) {
            addName(spec, filter, names);
        }
        context.reply().array(names.size());
        names.forEach(context.reply()::bulk);
    }

    private static Predicate<CommandSpec> filter(Arguments args) {
        if (args.option("MODULE")) {
            args.next();
            return spec -> false;
        }
        if (args.option("ACLCAT")) {
            AclCategory category = AclCategory.of(new String(args.next(), StandardCharsets.ISO_8859_1));
            return spec -> category != null && spec.in(category);
        }
        if (args.option("PATTERN")) {
            byte[] pattern = args.next();
            return spec -> Glob.matchesIgnoreCase(pattern, spec.name().getBytes(StandardCharsets.US_ASCII));
        }
        throw RedisError.SYNTAX;
    }

    private static void addName(CommandSpec spec, Predicate<CommandSpec> filter, List<String> names) {
        if (filter.test(spec)) {
            names.add(spec.name());
        }
        spec.subcommands().forEach(subcommand -> addName(subcommand, filter, names));
    }

    private static void commandGetkeys(Context context) {
        keys(context, false);
    }

    private static void commandGetkeysandflags(Context context) {
        keys(context, true);
    }

    private static void keys(Context context, boolean withFlags) {
        byte[][] call = Arrays.copyOfRange(context.argv(), 2, context.argc());
        CommandReplies.keys(context.reply(), table(context).resolve(call), call, withFlags);
    }

    private static void commandHelp(Context context) {
        CommandReplies.help(context);
    }
}
