package io.redislab.engine.acl;

import io.redislab.engine.Glob;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.command.KeyPositions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One set of permissions: commands, keys and channels. A user has a root selector, and may have others: a call is allowed
 * when one of them allows all of it.
 */
final class Selector {
    private final CommandTable table;
    /** By {@link CommandSpec#id}. */
    private BitSet commands = new BitSet();
    /** First arguments with which a command is allowed that otherwise is not, by the command's id. */
    private Map<Integer, List<String>> firstArguments = new HashMap<>();

    /** No command was taken away since {@code +@all}. */
    private boolean allCommands;
    /** {@code +@all} came later than {@code -@all}: what rules say starts from everything. */
    private boolean startsFromAll;

    private boolean allKeys;
    private boolean allChannels;
    private final List<KeyPattern> keys = new ArrayList<>();
    private final List<String> channels = new ArrayList<>();

    Selector(CommandTable table, boolean allChannels) {
        this.table = table;
        this.allChannels = allChannels;
    }

    Selector copy() {
        Selector copy = new Selector(table, allChannels);
        copy.commands = (BitSet) commands.clone();
        firstArguments.forEach((id, words) -> copy.firstArguments.put(id, new ArrayList<>(words)));
        copy.allCommands = allCommands;
        copy.startsFromAll = startsFromAll;
        copy.allKeys = allKeys;
        copy.keys.addAll(keys);
        copy.channels.addAll(channels);
        return copy;
    }

    CommandTable table() {
        return table;
    }

    boolean isUnrestricted() {
        return allCommands && allKeys && allChannels;
    }

    // ---- commands ----

    boolean startsFromAll() {
        return startsFromAll;
    }

    void allowAllCommands() {
        commands = new BitSet();
        commands.set(0, table.idLimit());
        allCommands = true;
        startsFromAll = true;
        firstArguments = new HashMap<>();
    }

    void denyAllCommands() {
        commands = new BitSet();
        allCommands = false;
        startsFromAll = false;
        firstArguments = new HashMap<>();
    }

    /** Allows or denies a command; a container with all that is in it. */
    void setCommand(CommandSpec spec, boolean allowed) {
        set(spec, allowed);
        firstArguments.remove(spec.id());
        spec.subcommands().forEach(subcommand -> set(subcommand, allowed));
    }

    private void set(CommandSpec spec, boolean allowed) {
        commands.set(spec.id(), allowed);
        allCommands &= allowed;
    }

    boolean has(CommandSpec spec) {
        return commands.get(spec.id());
    }

    boolean sameCommands(Selector other) {
        return commands.equals(other.commands);
    }

    void allowFirstArgument(CommandSpec spec, String word) {
        List<String> words = firstArguments.computeIfAbsent(spec.id(), id -> new ArrayList<>());
        if (words.stream().noneMatch(word::equalsIgnoreCase)) {
            words.add(word);
        }
    }

    List<String> firstArguments(CommandSpec spec) {
        return firstArguments.getOrDefault(spec.id(), List.of());
    }

    // ---- keys and channels ----

    boolean allKeys() {
        return allKeys;
    }

    List<KeyPattern> keys() {
        return keys;
    }

    /** All keys, or none. */
    void setAllKeys(boolean all) {
        allKeys = all;
        keys.clear();
    }

    /** Adds a pattern; one that is there already gets the further rights. */
    void addKeys(KeyPattern added) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).pattern().equals(added.pattern())) {
                keys.set(i, keys.get(i).or(added.read(), added.write()));
                return;
            }
        }
        keys.add(added);
    }

    boolean allChannels() {
        return allChannels;
    }

    List<String> channels() {
        return channels;
    }

    /** All channels, or none. */
    void setAllChannels(boolean all) {
        allChannels = all;
        channels.clear();
    }

    void addChannels(String pattern) {
        if (!channels.contains(pattern)) {
            channels.add(pattern);
        }
    }

    // ---- checks ----

    /** Why this selector does not allow the call, or null when it does. */
    @Nullable
    Denied test(CommandSpec spec, byte[][] argv) {
        if (!allCommands && !spec.has(CommandFlag.NO_AUTH) && !has(spec) && !hasFirstArgument(spec, argv)) {
            return new Denied(Denied.Reason.COMMAND, 0);
        }
        if (!allKeys && spec.hasKeys()) {
            KeyPositions positions = spec.keys(argv);
            for (int i = 0; i < positions.size(); i++) {
                if (!allowsKey(argv[positions.position(i)], positions.flags(i))) {
                    return new Denied(Denied.Reason.KEY, positions.position(i));
                }
            }
        }
        return allChannels ? null : testChannels(spec, argv);
    }

    private boolean hasFirstArgument(CommandSpec spec, byte[][] argv) {
        int index = spec.parent() == null ? 1 : 2;
        if (argv.length <= index) {
            return false;
        }
        for (String word : firstArguments(spec)) {
            if (Ascii.equalsIgnoreCase(argv[index], word)) {
                return true;
            }
        }
        return false;
    }

    boolean allowsKey(byte[] key, int keyFlags) {
        if (allKeys) {
            return true;
        }
        for (KeyPattern pattern : keys) {
            if (pattern.allows(key, keyFlags)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what these bits of a key spec say may be done to every key there is. */
    boolean allowsEveryKey(int keyFlags) {
        if (allKeys) {
            return true;
        }
        for (KeyPattern pattern : keys) {
            if (pattern.grants(keyFlags) && pattern.pattern().equals("*")) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Denied testChannels(CommandSpec spec, byte[][] argv) {
        int end;
        boolean patterns = false;
        switch (spec.name()) {
            case "publish", "spublish" -> end = Math.min(2, argv.length);
            case "subscribe", "ssubscribe" -> end = argv.length;
            case "psubscribe" -> {
                end = argv.length;
                patterns = true;
            }
            default -> {
                return null;
            }
        }
        for (int i = 1; i < end; i++) {
            if (!allowsChannel(channels, argv[i], patterns)) {
                return new Denied(Denied.Reason.CHANNEL, i);
            }
        }
        return null;
    }

    /**
     * Whether one of the patterns allows the channel.
     *
     * @param isPattern the channel is itself a pattern, of PSUBSCRIBE: it must be one of those listed, letter by letter
     */
    static boolean allowsChannel(List<String> patterns, byte[] channel, boolean isPattern) {
        String literal = isPattern ? new String(channel, StandardCharsets.ISO_8859_1) : "";
        for (String pattern : patterns) {
            boolean allowed = isPattern
                    ? pattern.equals(literal)
                    : Glob.matches(pattern.getBytes(StandardCharsets.ISO_8859_1), channel);
            if (allowed) {
                return true;
            }
        }
        return false;
    }
}
