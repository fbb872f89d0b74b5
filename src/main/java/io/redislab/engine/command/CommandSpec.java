package io.redislab.engine.command;

import io.redislab.engine.RedisError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one command or subcommand. Built from its {@link Declaration}; immutable, shared by all engines
 * of the program. What only documentation needs (the syntax tree) is parsed when it is first asked for.
 */
public final class CommandSpec {
    private final String name;
    private final int id;
    private final @Nullable CommandSpec parent;
    private final Declaration facts;
    private final int arity;
    private final int flags;
    private final int categories;
    private final LegacyRange legacyRange;
    private final CommandHandler handler;
    private final List<CommandSpec> subcommands;
    private @Nullable List<Argument> arguments;

    CommandSpec(Declaration facts, @Nullable CommandSpec parent, int firstId) {
        this.facts = facts;
        this.parent = parent;
        this.id = firstId;
        this.name = parent == null ? facts.lowerName() : parent.name + "|" + facts.lowerName();
        this.legacyRange = LegacyRange.of(facts.keySpecs());
        this.flags = facts.flagBits() | (legacyRange.movable() ? CommandFlag.MOVABLEKEYS.bit() : 0);
        this.categories = facts.categoryBits(parent == null ? null : parent.facts);
        List<CommandSpec> children = new ArrayList<>(facts.children().size());
        for (Declaration child : facts.children()) {
            children.add(new CommandSpec(child, this, firstId + 1 + children.size()));
        }
        this.subcommands = List.copyOf(children);
        CommandHandler own = facts.handlerOrNull();
        if (own == null && children.isEmpty()) {
            throw new IllegalStateException("no handler declared for " + name);
        }
        this.handler = own != null
                ? own
                : context -> {
                    throw new RedisError("ERR unknown subcommand or wrong number of arguments for '" + this.name + "'");
                };
        Integer declared = facts.arityOrNull();
        this.arity = declared != null ? declared : own == null ? -2 : Syntax.arity(arguments(), parent == null ? 1 : 2);
    }

    /** In lower case; a subcommand with its container: {@code config|get}. */
    public String name() {
        return name;
    }

    /** The name without its container, in lower case: {@code get}. */
    public String lastName() {
        return facts.lowerName();
    }

    /** The number of arguments with the name itself; negative: at least so many. */
    public int arity() {
        return arity;
    }

    /** Whether a call with so many arguments, name included, passes the arity check. */
    public boolean accepts(int argc) {
        return arity >= 0 ? argc == arity : argc >= -arity;
    }

    public boolean has(CommandFlag flag) {
        return (flags & flag.bit()) != 0;
    }

    /** The bits of all {@link CommandFlag}s. */
    public int flags() {
        return flags;
    }

    public CommandHandler handler() {
        return handler;
    }

    public boolean isContainer() {
        return !subcommands.isEmpty();
    }

    public List<CommandSpec> subcommands() {
        return subcommands;
    }

    public @Nullable CommandSpec subcommand(byte[] subcommandName) {
        for (CommandSpec subcommand : subcommands) {
            if (Ascii.equalsIgnoreCase(subcommandName, subcommand.facts.lowerName())) {
                return subcommand;
            }
        }
        return null;
    }

    public @Nullable CommandSpec parent() {
        return parent;
    }

    /** A number below {@link CommandTable#idLimit()}, the same in all tables of the program. */
    public int id() {
        return id;
    }

    public List<KeySpec> keySpecs() {
        return facts.keySpecs();
    }

    /** First key, last key and step as COMMAND INFO gives them. */
    public LegacyRange legacyRange() {
        return legacyRange;
    }

    /** Whether calls of this command can have keys at all. */
    public boolean hasKeys() {
        return facts.keyFinderOrNull() != null || hasRealKeySpec();
    }

    private boolean hasRealKeySpec() {
        for (KeySpec spec : facts.keySpecs()) {
            if (!spec.has(KeySpec.NOT_KEY)) {
                return true;
            }
        }
        return false;
    }

    /** The keys of this call; none where the call is malformed. */
    public KeyPositions keys(byte[][] argv) {
        List<KeySpec> specs = facts.keySpecs();
        KeyFinder finder = facts.keyFinderOrNull();
        if (specs.isEmpty()) {
            return finder == null ? KeyPositions.NONE : finder.find(argv);
        }
        boolean variable = false;
        for (KeySpec spec : specs) {
            variable |= spec.has(KeySpec.VARIABLE_FLAGS);
        }
        if (!variable && hasRealKeySpec()) {
            KeyPositions result = new KeyPositions(2);
            boolean complete = true;
            for (KeySpec spec : specs) {
                if (!spec.has(KeySpec.NOT_KEY) && !spec.find(argv, result)) {
                    complete = false;
                    break;
                }
            }
            if (complete) {
                return result;
            }
        }
        return finder == null ? KeyPositions.NONE : finder.find(argv);
    }

    /** The bits of the {@link AclCategory}s. */
    public int aclCategories() {
        return categories;
    }

    public boolean in(AclCategory category) {
        return (categories & category.bit()) != 0;
    }

    public String summary() {
        return facts.summaryText();
    }

    public String since() {
        return facts.sinceVersion();
    }

    public @Nullable String complexity() {
        return facts.complexityText();
    }

    public CommandGroup group() {
        return facts.groupOrInherited(parent == null ? null : parent.facts);
    }

    /** {@code deprecated}, {@code syscmd}. */
    public List<String> docFlags() {
        return facts.docFlagNames();
    }

    public List<History> history() {
        return facts.historyEntries();
    }

    public @Nullable String deprecatedSince() {
        return facts.deprecatedSinceVersion();
    }

    public @Nullable String replacedBy() {
        return facts.replacedByText();
    }

    /** Hints for clients, such as {@code nondeterministic_output}. */
    public List<String> tips() {
        return facts.tipTexts();
    }

    /** The syntax as COMMAND DOCS gives it, without the command's own name. */
    public List<Argument> arguments() {
        List<Argument> parsed = arguments;
        if (parsed == null) {
            parsed = Syntax.parse(facts.syntaxText());
            arguments = parsed;
        }
        return parsed;
    }

    /** The arguments as redis.io prints them: {@code key [NX | XX] score member [score member ...]}. */
    public String syntaxLine() {
        return Syntax.print(arguments());
    }

    /** Arguments as redis.io prints them, one after the other. */
    public static String print(List<Argument> arguments) {
        return Syntax.print(arguments);
    }

    /** How many ids this command and its subcommands take. */
    int idCount() {
        return 1 + subcommands.size();
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return name + Arrays.asList(arity, id);
    }
}
