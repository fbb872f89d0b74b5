package io.redislab.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a command class says about one command; {@link CommandTable} makes the {@link CommandSpec} of it. */
public final class Declaration {
    private final String lowerName;
    private String syntax = "";
    private @Nullable CommandGroup group;
    private String since = "";
    private @Nullable String complexity;
    private String summary = "";
    private int flags;
    private int categories;
    private boolean ownCategories;
    private @Nullable Integer arity;
    private List<KeySpec> keys = List.of();
    private @Nullable KeyFinder keyFinder;
    private @Nullable CommandHandler handler;
    private List<Declaration> children = List.of();
    private final List<History> history = new ArrayList<>(0);
    private final List<String> docFlags = new ArrayList<>(0);
    private List<String> tips = List.of();
    private @Nullable String deprecatedSince;
    private @Nullable String replacedBy;

    private Declaration(String name) {
        lowerName = name.toLowerCase(Locale.ROOT);
    }

    /** Starts the declaration of a command; of a subcommand with its own name only: {@code command("GET")}. */
    public static Declaration command(String name) {
        return new Declaration(name);
    }

    /** The annotated syntax; its notation is described at {@link Syntax}. */
    public Declaration syntax(String notation) {
        syntax = notation;
        return this;
    }

    /** A subcommand has its container's group unless it names one. */
    public Declaration group(CommandGroup value) {
        group = value;
        return this;
    }

    public Declaration since(String version) {
        since = version;
        return this;
    }

    public Declaration complexity(String text) {
        complexity = text;
        return this;
    }

    public Declaration summary(String text) {
        summary = text;
        return this;
    }

    public Declaration flags(CommandFlag... values) {
        for (CommandFlag flag : values) {
            flags |= flag.bit();
        }
        return this;
    }

    /** The categories that replace the group's one; those that the flags imply come in addition. None is allowed. */
    public Declaration categories(AclCategory... values) {
        ownCategories = true;
        for (AclCategory category : values) {
            categories |= category.bit();
        }
        return this;
    }

    /** Only where it does not follow from the syntax. */
    public Declaration arity(int value) {
        arity = value;
        return this;
    }

    public Declaration keys(KeySpec... specs) {
        keys = List.of(specs);
        return this;
    }

    /** How keys are found that the specs can't describe, see {@link KeyFinders}. */
    public Declaration keyFinder(KeyFinder finder) {
        keyFinder = finder;
        return this;
    }

    public Declaration handler(CommandHandler value) {
        handler = value;
        return this;
    }

    public Declaration subcommands(Declaration... values) {
        children = List.of(values);
        return this;
    }

    public Declaration history(String version, String change) {
        history.add(new History(version, change));
        return this;
    }

    public Declaration tips(String... values) {
        tips = List.of(values);
        return this;
    }

    public Declaration deprecated(String sinceVersion, String replacement) {
        deprecatedSince = sinceVersion;
        replacedBy = replacement;
        docFlags.add("deprecated");
        return this;
    }

    /** A command that servers use among themselves. */
    public Declaration internal() {
        docFlags.add("syscmd");
        return this;
    }

    String lowerName() {
        return lowerName;
    }

    String syntaxText() {
        return syntax;
    }

    CommandGroup groupOrInherited(@Nullable Declaration container) {
        if (group != null) {
            return group;
        }
        if (container != null && container.group != null) {
            return container.group;
        }
        throw new IllegalStateException("no group declared for " + lowerName);
    }

    String sinceVersion() {
        return since;
    }

    @Nullable
    String complexityText() {
        return complexity;
    }

    String summaryText() {
        return summary;
    }

    int flagBits() {
        return flags;
    }

    int categoryBits(@Nullable Declaration container) {
        int bits = categories;
        if (!ownCategories) {
            AclCategory own = groupOrInherited(container).category();
            bits |= own == null ? 0 : own.bit();
        }
        if (is(CommandFlag.WRITE)) {
            bits |= AclCategory.WRITE.bit();
        }
        if (is(CommandFlag.READONLY) && (bits & AclCategory.SCRIPTING.bit()) == 0) {
            bits |= AclCategory.READ.bit();
        }
        if (is(CommandFlag.ADMIN)) {
            bits |= AclCategory.ADMIN.bit() | AclCategory.DANGEROUS.bit();
        }
        if (is(CommandFlag.PUBSUB)) {
            bits |= AclCategory.PUBSUB.bit();
        }
        if (is(CommandFlag.BLOCKING)) {
            bits |= AclCategory.BLOCKING.bit();
        }
        return bits | (is(CommandFlag.FAST) ? AclCategory.FAST.bit() : AclCategory.SLOW.bit());
    }

    private boolean is(CommandFlag flag) {
        return (flags & flag.bit()) != 0;
    }

    @Nullable
    Integer arityOrNull() {
        return arity;
    }

    List<KeySpec> keySpecs() {
        return keys;
    }

    @Nullable
    KeyFinder keyFinderOrNull() {
        return keyFinder;
    }

    @Nullable
    CommandHandler handlerOrNull() {
        return handler;
    }

    List<Declaration> children() {
        return children;
    }

    List<History> historyEntries() {
        return history;
    }

    List<String> docFlagNames() {
        return docFlags;
    }

    List<String> tipTexts() {
        return tips;
    }

    @Nullable
    String deprecatedSinceVersion() {
        return deprecatedSince;
    }

    @Nullable
    String replacedByText() {
        return replacedBy;
    }
}
