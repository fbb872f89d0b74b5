package io.redislab.engine.acl;

import io.redislab.engine.command.CommandTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A user of the server: how to log in as it, and what it may do. Sessions hold on to it, so its rules change in place. */
public final class User {
    /** Whether RESTORE looks closely at what the user gives it; unsaid means yes, but is not shown. */
    enum Sanitizing {
        UNSAID(""),
        YES("sanitize-payload"),
        NO("skip-sanitize-payload");

        private final String flag;

        Sanitizing(String flag) {
            this.flag = flag;
        }
    }

    private final String name;
    private boolean enabled;
    private boolean passwordless;
    private Sanitizing sanitizing = Sanitizing.UNSAID;
    /** SHA-256, 64 lower-case hexadecimal digits each. */
    private final Set<String> passwords = new LinkedHashSet<>();
    /** The root selector first. */
    private final List<Selector> selectors = new ArrayList<>();

    private boolean unrestricted;

    /** A user that may do nothing and can't log in. */
    User(String name, CommandTable table, boolean allChannels) {
        this.name = name;
        selectors.add(new Selector(table, allChannels));
    }

    /** A user for the engine's own work, to whom everything is allowed. */
    public static User superuser(CommandTable table) {
        User user = new User("(superuser)", table, true);
        user.root().allowAllCommands();
        user.root().setAllKeys(true);
        user.changed();
        return user;
    }

    /** One character a byte. */
    public String name() {
        return name;
    }

    /** Every command, key and channel is allowed: no check is needed. */
    public boolean isUnrestricted() {
        return unrestricted;
    }

    /** Takes over all that another user is and may do, but for its name. */
    void become(User other) {
        enabled = other.enabled;
        passwordless = other.passwordless;
        sanitizing = other.sanitizing;
        passwords.clear();
        passwords.addAll(other.passwords);
        List<Selector> copies = other.selectors.stream().map(Selector::copy).toList();
        selectors.clear();
        selectors.addAll(copies);
        changed();
    }

    /** To be called after changes to selectors. */
    void changed() {
        unrestricted = root().isUnrestricted();
    }

    boolean isEnabled() {
        return enabled;
    }

    void setEnabled(boolean on) {
        enabled = on;
    }

    /** {@code nopass}: any password will do. */
    boolean isPasswordless() {
        return passwordless;
    }

    void setPasswordless(boolean yes) {
        passwordless = yes;
        passwords.clear();
    }

    /** Whether RESTORE looks at what this user gives it closely. */
    public boolean isSanitizing() {
        return sanitizing != Sanitizing.NO;
    }

    void setSanitizing(Sanitizing choice) {
        sanitizing = choice;
    }

    Set<String> passwords() {
        return passwords;
    }

    void addPassword(String hash) {
        passwords.add(hash);
        passwordless = false;
    }

    Selector root() {
        return selectors.get(0);
    }

    List<Selector> selectors() {
        return selectors;
    }

    /** Leaves the root selector only. */
    void clearSelectors() {
        selectors.subList(1, selectors.size()).clear();
    }

    /** {@code on}, {@code off}, {@code nopass} and so on, in the order in which they are shown. */
    List<String> flags() {
        List<String> flags = new ArrayList<>(3);
        flags.add(enabled ? "on" : "off");
        if (passwordless) {
            flags.add("nopass");
        }
        if (sanitizing != Sanitizing.UNSAID) {
            flags.add(sanitizing.flag);
        }
        return flags;
    }

    @Override
    public String toString() {
        return "user " + name;
    }
}
