package io.redislab.engine.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.resp.ReplySink;
import io.redislab.resp.WireText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what is known about commands as COMMAND INFO, COMMAND DOCS, GETKEYS and every HELP reply it. */
public final class CommandReplies {
    private CommandReplies() {}

    /** One command as COMMAND INFO replies it: nil when there is none such. */
    public static void info(ReplySink sink, @Nullable CommandSpec spec) {
        if (spec == null) {
            sink.nil();
            return;
        }
        sink.array(10);
        sink.bulk(spec.name());
        sink.integer(spec.arity());
        statuses(
                sink,
                Stream.of(CommandFlag.values())
                        .filter(spec::has)
                        .map(CommandFlag::wireName)
                        .filter(Objects::nonNull)
                        .toList());
        LegacyRange range = spec.legacyRange();
        sink.integer(range.first());
        sink.integer(range.last());
        sink.integer(range.step());
        statuses(
                sink,
                Stream.of(AclCategory.values())
                        .filter(spec::in)
                        .map(category -> "@" + category.wireName())
                        .toList());
        sink.set(spec.tips().size());
        spec.tips().forEach(sink::bulk);
        sink.set(spec.keySpecs().size());
        spec.keySpecs().forEach(keySpec -> keySpec(sink, keySpec));
        if (spec.isContainer()) {
            sink.array(spec.subcommands().size());
            spec.subcommands().forEach(subcommand -> info(sink, subcommand));
        } else {
            sink.set(0);
        }
    }

    private static void statuses(ReplySink sink, List<String> names) {
        sink.set(names.size());
        names.forEach(sink::status);
    }

    private static void keySpec(ReplySink sink, KeySpec spec) {
        String notes = spec.notes();
        sink.map(notes == null ? 3 : 4);
        if (notes != null) {
            pair(sink, "notes", notes);
        }
        sink.bulk("flags");
        statuses(sink, KeySpec.flagNames(spec.flags()));
        sink.bulk("begin_search");
        sink.map(2);
        pair(sink, "type", lower(spec.begin()));
        sink.bulk("spec");
        switch (spec.begin()) {
            case INDEX -> {
                sink.map(1);
                pair(sink, "index", spec.index());
            }
            case KEYWORD -> {
                sink.map(2);
                pair(sink, "keyword", spec.keyword());
                pair(sink, "startfrom", spec.index());
            }
            case UNKNOWN -> sink.map(0);
        }
        sink.bulk("find_keys");
        sink.map(2);
        pair(sink, "type", lower(spec.find()));
        sink.bulk("spec");
        switch (spec.find()) {
            case RANGE -> {
                sink.map(3);
                pair(sink, "lastkey", spec.lastKey());
                pair(sink, "keystep", spec.step());
                pair(sink, "limit", spec.limit());
            }
            case KEYNUM -> {
                sink.map(3);
                pair(sink, "keynumidx", spec.countAt());
                pair(sink, "firstkey", spec.firstKeyAt());
                pair(sink, "keystep", spec.step());
            }
            case UNKNOWN -> sink.map(0);
        }
    }

    /** One command as COMMAND DOCS replies it, without its name before it. */
    public static void docs(ReplySink sink, CommandSpec spec) {
        String complexity = spec.complexity();
        String deprecatedSince = spec.deprecatedSince();
        String replacedBy = spec.replacedBy();
        sink.map(3
                + one(complexity != null)
                + one(!spec.docFlags().isEmpty())
                + one(deprecatedSince != null)
                + one(replacedBy != null)
                + one(!spec.history().isEmpty())
                + one(!spec.arguments().isEmpty())
                + one(spec.isContainer()));
        pair(sink, "summary", spec.summary());
        pair(sink, "since", spec.since());
        pair(sink, "group", spec.group().wireName());
        if (complexity != null) {
            pair(sink, "complexity", complexity);
        }
        if (!spec.docFlags().isEmpty()) {
            sink.bulk("doc_flags");
            statuses(sink, spec.docFlags());
        }
        if (deprecatedSince != null) {
            pair(sink, "deprecated_since", deprecatedSince);
        }
        if (replacedBy != null) {
            pair(sink, "replaced_by", replacedBy);
        }
        if (!spec.history().isEmpty()) {
            sink.bulk("history");
            sink.set(spec.history().size());
            for (History entry : spec.history()) {
                sink.array(2);
                pair(sink, entry.version(), entry.change());
            }
        }
        if (!spec.arguments().isEmpty()) {
            sink.bulk("arguments");
            arguments(sink, spec.arguments());
        }
        if (spec.isContainer()) {
            sink.bulk("subcommands");
            sink.map(spec.subcommands().size());
            for (CommandSpec subcommand : spec.subcommands()) {
                sink.bulk(subcommand.name());
                docs(sink, subcommand);
            }
        }
    }

    private static void arguments(ReplySink sink, List<Argument> arguments) {
        sink.array(arguments.size());
        for (Argument argument : arguments) {
            String token = argument.token();
            String since = argument.since();
            String deprecatedSince = argument.deprecatedSince();
            boolean flagged = argument.optional() || argument.multiple() || argument.multipleToken();
            boolean nested = argument.type() == ArgumentType.ONE_OF || argument.type() == ArgumentType.BLOCK;
            sink.map(2
                    + one(argument.keySpecIndex() >= 0)
                    + one(token != null)
                    + one(since != null)
                    + one(deprecatedSince != null)
                    + one(flagged)
                    + one(nested));
            pair(sink, "name", argument.name());
            pair(sink, "type", argument.type().wireName());
            if (argument.keySpecIndex() >= 0) {
                pair(sink, "key_spec_index", argument.keySpecIndex());
            }
            if (token != null) {
                pair(sink, "token", token);
            }
            if (since != null) {
                pair(sink, "since", since);
            }
            if (deprecatedSince != null) {
                pair(sink, "deprecated_since", deprecatedSince);
            }
            if (flagged) {
                sink.bulk("flags");
                sink.set(one(argument.optional()) + one(argument.multiple()) + one(argument.multipleToken()));
                status(sink, argument.optional(), "optional");
                status(sink, argument.multiple(), "multiple");
                status(sink, argument.multipleToken(), "multiple_token");
            }
            if (nested) {
                sink.bulk("arguments");
                arguments(sink, argument.children());
            }
        }
    }

    /** The reply of the HELP subcommand that runs. */
    public static void help(Context context) {
        CommandSpec container = context.spec().parent();
        help(context.reply(), container == null ? context.spec() : container);
    }

    /** What a container's HELP replies: Redis' frame around the subcommands' syntax lines and summaries. */
    public static void help(ReplySink sink, CommandSpec container) {
        List<CommandSpec> shown = container.subcommands().stream()
                .filter(subcommand -> !subcommand.lastName().equals("help"))
                .toList();
        sink.array(2 * shown.size() + 3);
        sink.status(container.name().toUpperCase(Locale.ROOT)
                + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (CommandSpec subcommand : shown) {
            String syntax = subcommand.syntaxLine();
            sink.status(subcommand.lastName().toUpperCase(Locale.ROOT) + (syntax.isEmpty() ? "" : " " + syntax));
            sink.status("    " + subcommand.summary());
        }
        sink.status("HELP");
        sink.status("    Prints this help.");
    }

    /** What a subcommand answers to more words than it takes, where its arity alone does not say so. */
    public static RedisError wrongSubcommand(Context context) {
        CommandSpec container = context.spec().parent();
        String name = container == null ? context.spec().name() : container.name();
        String subcommand = WireText.ofC(context.arg(1));
        return new RedisError("ERR unknown subcommand or wrong number of arguments for '"
                + subcommand.substring(0, Math.min(128, subcommand.length())) + "'. Try "
                + name.toUpperCase(Locale.ROOT) + " HELP.");
    }

    /**
     * What COMMAND GETKEYS replies on a call.
     *
     * @param spec the call's command, or null when there is none such
     */
    public static void keys(ReplySink sink, @Nullable CommandSpec spec, byte[][] call, boolean withFlags) {
        if (spec == null) {
            throw new RedisError("ERR Invalid command specified");
        }
        if (!spec.hasKeys()) {
            throw new RedisError("ERR The command has no key arguments");
        }
        if (!spec.accepts(call.length)) {
            throw new RedisError("ERR Invalid number of arguments specified for command");
        }
        KeyPositions keys = spec.keys(call);
        if (keys.size() == 0 && !spec.has(CommandFlag.NO_MANDATORY_KEYS)) {
            throw new RedisError("ERR Invalid arguments specified for command");
        }
        sink.array(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            if (withFlags) {
                sink.array(2);
            }
            sink.bulk(call[keys.position(i)]);
            if (withFlags) {
                statuses(sink, KeySpec.flagNames(keys.flags(i)));
            }
        }
    }

    private static void pair(ReplySink sink, String name, String value) {
        sink.bulk(name);
        sink.bulk(value);
    }

    private static void pair(ReplySink sink, String name, int value) {
        sink.bulk(name);
        sink.integer(value);
    }

    private static void status(ReplySink sink, boolean present, String name) {
        if (present) {
            sink.status(name);
        }
    }

    private static int one(boolean present) {
        return present ? 1 : 0;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
