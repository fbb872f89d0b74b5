package io.redislab.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a command by name. An open-addressed table from the names that {@link CommandGroups} lists to their classes;
 * a class is loaded, and its declarations are built, when one of its commands is first asked for. Safe to share between
 * threads: engines of several forks use the one table.
 */
public final class CommandTable {
    /** Ids of a class's commands start at a multiple of this, so that they don't depend on which class is loaded first. */
    private static final int IDS_PER_CLASS = 128;

    private final List<CommandGroups.Entry> entries;
    private final byte[][] names;
    /** What a command is called in its class, by slot; another name than in {@link #names} where it was renamed. */
    private final byte[][] declaredNames;

    private final int[] entryOf;
    private final @Nullable CommandSpec[] specs;
    /** The commands of each class, once it is loaded; shared with the tables that renaming makes. */
    private final @Nullable List<CommandSpec>[] loaded;

    private static final class Standard {
        static final CommandTable TABLE = new CommandTable(CommandGroups.entries());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    CommandTable(List<CommandGroups.Entry> entries) {
        this.entries = entries;
        this.loaded = new List[entries.size()];
        List<Name> all = new ArrayList<>(256);
        for (int e = 0; e < entries.size(); e++) {
            String list = entries.get(e).names();
            for (int from = 0; from < list.length(); ) {
                int to = list.indexOf(' ', from);
                to = to < 0 ? list.length() : to;
                if (to > from) {
                    byte[] name = list.substring(from, to).getBytes(StandardCharsets.US_ASCII);
                    all.add(new Name(name, name, e));
                }
                from = to + 1;
            }
        }
        int capacity = Integer.highestOneBit(Math.max(all.size(), 8)) * 4;
        names = new byte[capacity][];
        declaredNames = new byte[capacity][];
        entryOf = new int[capacity];
        specs = new CommandSpec[capacity];
        for (Name name : all) {
            if (!add(name)) {
                throw new IllegalStateException("two classes declare " + string(name.name()));
            }
        }
    }

    /** A command before it is loaded: its name here and in its class, and the class. */
    private record Name(byte[] name, byte[] declared, int entry) {}

    /** The table with one name changed, or with one command less. */
    private CommandTable(CommandTable old, byte[] from, byte[] to) {
        entries = old.entries;
        loaded = old.loaded;
        int capacity = old.names.length;
        names = new byte[capacity][];
        declaredNames = new byte[capacity][];
        entryOf = new int[capacity];
        specs = new CommandSpec[capacity];
        for (int i = 0; i < capacity; i++) {
            if (old.names[i] != null) {
                byte[] name = same(old.names[i], from) ? to : old.names[i];
                if (name.length > 0) {
                    add(new Name(name, old.declaredNames[i], old.entryOf[i]));
                }
            }
        }
    }

    /** False when the name is taken. */
    private boolean add(Name name) {
        int slot = slot(name.name());
        if (names[slot] != null) {
            return false;
        }
        names[slot] = name.name();
        declaredNames[slot] = name.declared();
        entryOf[slot] = name.entry();
        return true;
    }

    /**
     * This table with a command under another name, or without it when that is empty. This one stays as it is.
     *
     * @throws IllegalArgumentException when there is no such command, or the new name is taken
     */
    public CommandTable renamed(byte[] from, byte[] to) {
        if (names[slot(from)] == null) {
            throw new IllegalArgumentException("No such command in rename-command");
        }
        if (to.length > 0 && !same(from, to) && names[slot(to)] != null) {
            throw new IllegalArgumentException("Target command name already exists");
        }
        byte[] lower = to.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = Ascii.lower(lower[i]);
        }
        return new CommandTable(this, from, lower);
    }

    /** The table of all commands. */
    public static CommandTable standard() {
        return Standard.TABLE;
    }

    /** The command of this name in any case, or null. Containers are found by their own name only. */
    public @Nullable CommandSpec find(byte[] name) {
        int slot = slot(name);
        if (names[slot] == null) {
            return null;
        }
        CommandSpec spec = specs[slot];
        return spec != null ? spec : load(slot);
    }

    /** The command or subcommand of this full name in any case: {@code get}, {@code config|get}. */
    public @Nullable CommandSpec find(String fullName) {
        int bar = fullName.indexOf('|');
        CommandSpec spec = find((bar < 0 ? fullName : fullName.substring(0, bar)).getBytes(StandardCharsets.UTF_8));
        if (bar < 0 || spec == null) {
            return spec;
        }
        return spec.subcommand(fullName.substring(bar + 1).getBytes(StandardCharsets.UTF_8));
    }

    /** The command of a call: the subcommand where its first argument names one; null when there is none such. */
    public @Nullable CommandSpec resolve(byte[][] argv) {
        CommandSpec spec = find(argv[0]);
        return spec == null || argv.length == 1 || !spec.isContainer() ? spec : spec.subcommand(argv[1]);
    }

    /** All commands, containers with their subcommands inside them. Loads every class. */
    public List<CommandSpec> all() {
        List<CommandSpec> result = new ArrayList<>(256);
        Set<String> present = new HashSet<>();
        for (byte[] declared : declaredNames) {
            if (declared != null) {
                present.add(string(declared));
            }
        }
        for (int e = 0; e < entries.size(); e++) {
            for (CommandSpec spec : specsOf(e)) {
                if (present.contains(spec.name())) {
                    result.add(spec);
                }
            }
        }
        return result;
    }

    /** The commands whose classes are loaded: all that was ever called is among them. */
    public List<CommandSpec> loaded() {
        List<CommandSpec> result = new ArrayList<>(256);
        synchronized (loaded) {
            for (List<CommandSpec> list : loaded) {
                if (list != null) {
                    result.addAll(list);
                }
            }
        }
        return result;
    }

    /** The names of all commands in lower case, without subcommands. Loads no class. */
    public List<String> names() {
        List<String> result = new ArrayList<>(256);
        for (byte[] name : names) {
            if (name != null) {
                result.add(string(name));
            }
        }
        result.sort(null);
        return result;
    }

    /** Ids of commands are below this. */
    public int idLimit() {
        return entries.size() * IDS_PER_CLASS;
    }

    private @Nullable CommandSpec load(int slot) {
        String name = string(declaredNames[slot]);
        for (CommandSpec spec : specsOf(entryOf[slot])) {
            if (spec.name().equals(name)) {
                specs[slot] = spec;
                return spec;
            }
        }
        throw new IllegalStateException("NAMES lists " + name + ", but its class does not declare it");
    }

    private List<CommandSpec> specsOf(int entry) {
        synchronized (loaded) {
            List<CommandSpec> list = loaded[entry];
            if (list == null) {
                list = build(entry);
                loaded[entry] = list;
            }
            return list;
        }
    }

    private List<CommandSpec> build(int entry) {
        List<CommandSpec> list = new ArrayList<>();
        int id = entry * IDS_PER_CLASS;
        for (Declaration declaration : entries.get(entry).declarations().get()) {
            CommandSpec spec = new CommandSpec(declaration, null, id);
            id += spec.idCount();
            list.add(spec);
        }
        if (id > (entry + 1) * IDS_PER_CLASS) {
            throw new IllegalStateException(
                    "too many commands in one class: " + list.get(0).name() + " …");
        }
        return list;
    }

    /** The slot that holds the name, or the empty one where it belongs. */
    private int slot(byte[] name) {
        int hash = name.length;
        for (byte b : name) {
            hash = hash * 31 + Ascii.lower(b);
        }
        int mask = names.length - 1;
        int slot = (hash ^ hash >>> 7 ^ hash >>> 15) & mask;
        while (names[slot] != null && !same(names[slot], name)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static boolean same(byte[] lower, byte[] name) {
        if (lower.length != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (lower[i] != Ascii.lower(name[i])) {
                return false;
            }
        }
        return true;
    }

    private static String string(byte[] name) {
        return new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }
}
