package io.redislab.engine.acl;

import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the rules of ACL SETUSER and of ACL files: {@code on}, {@code >password}, {@code ~key*}, {@code +@read}, … */
final class Rules {
    private static final int READ = 1;
    private static final int WRITE = 2;

    private final CommandTable table;
    /** Whether what is made anew may use all channels: the parameter acl-pubsub-default. */
    private final boolean allChannelsByDefault;

    Rules(CommandTable table, boolean allChannelsByDefault) {
        this.table = table;
        this.allChannelsByDefault = allChannelsByDefault;
    }

    /** A user without any rule. */
    User newUser(String name) {
        return new User(name, table, allChannelsByDefault);
    }

    /** Applies one rule; null when it could be, and otherwise why not, and the user may be changed in part. */
    @Nullable
    RuleFault apply(User user, String rule) {
        RuleFault fault = applyToUser(user, rule);
        user.changed();
        return fault;
    }

    private @Nullable RuleFault applyToUser(User user, String rule) {
        if (rule.isEmpty()) {
            return null;
        }
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "on" -> user.setEnabled(true);
            case "off" -> user.setEnabled(false);
            case "skip-sanitize-payload" -> user.setSanitizing(User.Sanitizing.NO);
            case "sanitize-payload" -> user.setSanitizing(User.Sanitizing.YES);
            case "nopass" -> user.setPasswordless(true);
            case "resetpass" -> user.setPasswordless(false);
            case "clearselectors" -> user.clearSelectors();
            case "reset" -> reset(user);
            default -> {
                return applyWithOperand(user, rule);
            }
        }
        return null;
    }

    /** {@code reset}: the user can't log in and may do nothing. */
    void reset(User user) {
        User fresh = newUser(user.name());
        fresh.setSanitizing(User.Sanitizing.YES);
        user.become(fresh);
    }

    private @Nullable RuleFault applyWithOperand(User user, String rule) {
        char kind = rule.charAt(0);
        switch (kind) {
            case '>', '#', '<', '!' -> {
                return password(user, kind, rule.substring(1));
            }
            case '(' -> {
                if (rule.endsWith(")")) {
                    return selector(user, rule.substring(1, rule.length() - 1));
                }
            }
            default -> {}
        }
        return apply(user.root(), rule);
    }

    private static @Nullable RuleFault password(User user, char kind, String word) {
        boolean hashed = kind == '#' || kind == '!';
        if (hashed && !Passwords.isHash(word)) {
            return RuleFault.BAD_HASH;
        }
        String hash = hashed ? word : Passwords.hash(word.getBytes(StandardCharsets.ISO_8859_1));
        if (kind == '>' || kind == '#') {
            user.addPassword(hash);
            return null;
        }
        return user.passwords().remove(hash) ? null : RuleFault.NO_SUCH_PASSWORD;
    }

    /** The rules between parentheses. As in Redis, quotes that are not closed leave none. */
    private @Nullable RuleFault selector(User user, String rules) {
        Selector selector = new Selector(table, allChannelsByDefault);
        List<byte[]> words = ArgumentSplitter.split(rules.getBytes(StandardCharsets.ISO_8859_1))
                .orElse(List.of());
        for (byte[] word : words) {
            RuleFault fault = apply(selector, new String(word, StandardCharsets.ISO_8859_1));
            if (fault != null) {
                return fault;
            }
        }
        user.selectors().add(selector);
        return null;
    }

    /** Applies one rule on commands, keys or channels. */
    @Nullable
    RuleFault apply(Selector selector, String rule) {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> selector.setAllKeys(true);
            case "resetkeys" -> selector.setAllKeys(false);
            case "allchannels", "&*" -> selector.setAllChannels(true);
            case "resetchannels" -> selector.setAllChannels(false);
            case "allcommands", "+@all" -> selector.allowAllCommands();
            case "nocommands", "-@all" -> selector.denyAllCommands();
            case "" -> {
                return RuleFault.SYNTAX;
            }
            default -> {
                return applyWithOperand(selector, rule);
            }
        }
        return null;
    }

    private @Nullable RuleFault applyWithOperand(Selector selector, String rule) {
        return switch (rule.charAt(0)) {
            case '~', '%' -> keys(selector, rule);
            case '&' -> channels(selector, rule.substring(1));
            case '+', '-' ->
                rule.startsWith("@", 1)
                        ? category(selector, rule.charAt(0) == '+', rule.substring(2))
                        : command(selector, rule.charAt(0) == '+', rule.substring(1));
            default -> RuleFault.SYNTAX;
        };
    }

    private static @Nullable RuleFault keys(Selector selector, String rule) {
        if (selector.allKeys()) {
            return RuleFault.BEHIND_ALL_KEYS;
        }
        int rights = READ | WRITE;
        int at = 1;
        if (rule.charAt(0) == '%') {
            rights = 0;
            for (; at < rule.length() && rule.charAt(at) != '~'; at++) {
                int right =
                        switch (rule.charAt(at)) {
                            case 'r', 'R' -> READ;
                            case 'w', 'W' -> WRITE;
                            default -> 0;
                        };
                if (right == 0 || (rights & right) != 0) {
                    return RuleFault.SYNTAX;
                }
                rights |= right;
            }
            at = Math.min(at + 1, rule.length());
        }
        String pattern = rule.substring(at);
        if (rights == 0 || hasSpaces(pattern)) {
            return RuleFault.SYNTAX;
        }
        selector.addKeys(new KeyPattern(pattern, (rights & READ) != 0, (rights & WRITE) != 0));
        return null;
    }

    private static @Nullable RuleFault channels(Selector selector, String pattern) {
        if (selector.allChannels()) {
            return RuleFault.BEHIND_ALL_CHANNELS;
        }
        if (hasSpaces(pattern)) {
            return RuleFault.SYNTAX;
        }
        selector.addChannels(pattern);
        return null;
    }

    private @Nullable RuleFault category(Selector selector, boolean allowed, String name) {
        AclCategory category = AclCategory.of(name);
        if (category == null) {
            return RuleFault.UNKNOWN_COMMAND;
        }
        setCategory(selector, table.all(), category, allowed);
        return null;
    }

    private static void setCategory(Selector selector, List<CommandSpec> specs, AclCategory category, boolean allowed) {
        for (CommandSpec spec : specs) {
            if (spec.in(category)) {
                selector.setCommand(spec, allowed);
            }
            setCategory(selector, spec.subcommands(), category, allowed);
        }
    }

    private @Nullable RuleFault command(Selector selector, boolean allowed, String name) {
        int bar = name.lastIndexOf('|');
        if (!allowed || bar < 0) {
            CommandSpec spec = find(name);
            if (spec == null) {
                return RuleFault.UNKNOWN_COMMAND;
            }
            selector.setCommand(spec, allowed);
            return null;
        }
        CommandSpec parent = find(name.substring(0, bar));
        if (parent == null) {
            return RuleFault.UNKNOWN_COMMAND;
        }
        if (parent.parent() != null) {
            return RuleFault.FIRST_ARGUMENT_OF_SUBCOMMAND;
        }
        if (bar == name.length() - 1) {
            return RuleFault.SYNTAX;
        }
        if (!parent.isContainer()) {
            selector.allowFirstArgument(parent, name.substring(bar + 1));
            return null;
        }
        CommandSpec subcommand = find(name);
        if (subcommand == null) {
            return RuleFault.UNKNOWN_COMMAND;
        }
        selector.setCommand(subcommand, true);
        return null;
    }

    private @Nullable CommandSpec find(String name) {
        return table.find(name);
    }

    static boolean hasSpaces(String text) {
        return text.chars().anyMatch(c -> c == ' ' || (c >= '\t' && c <= '\r') || c == 0);
    }

    /**
     * Puts selectors together that were written with spaces, {@code (~a +get)}, and so came as several words. Each rule
     * of the result is one word.
     *
     * @throws UnmatchedParenthesis when one is not closed
     */
    static List<String> joinSelectors(List<String> words) throws UnmatchedParenthesis {
        List<String> joined = new ArrayList<>(words.size());
        StringBuilder open = new StringBuilder();
        int openedAt = -1;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (openedAt < 0 && !(word.startsWith("(") && !word.endsWith(")"))) {
                joined.add(word);
                continue;
            }
            if (word.startsWith("(") && !word.endsWith(")")) {
                // As in Redis, a second opening forgets what stands before it.
                open.setLength(0);
                open.append(word);
                openedAt = i;
                continue;
            }
            open.append(' ').append(word);
            if (word.endsWith(")")) {
                joined.add(open.toString());
                openedAt = -1;
            }
        }
        if (openedAt >= 0) {
            throw new UnmatchedParenthesis(openedAt);
        }
        return joined;
    }

    /** A selector is not closed. */
    static final class UnmatchedParenthesis extends Exception {
        private static final long serialVersionUID = 1L;

        private final int word;

        UnmatchedParenthesis(int word) {
            super("a selector is not closed", null, false, false);
            this.word = word;
        }

        /** The index of the word that opens it. */
        int word() {
            return word;
        }
    }
}
