package io.redislab.engine.acl;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.clients.ClientLine;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The users, and whether a call is allowed to who makes it. */
public final class AccessControl {
    private static final String DEFAULT = "default";

    private final Engine engine;
    /** By name, in the order of bytes. */
    private Map<String, User> users = new TreeMap<>();

    private final User defaultUser;
    private final AclLog log = new AclLog();
    private final UserFiles files;
    private long edition;

    public AccessControl(Engine engine) {
        this.engine = engine;
        this.defaultUser = rules().newUser(DEFAULT);
        makeDefault(defaultUser);
        users.put(DEFAULT, defaultUser);
        this.files = new UserFiles(engine, this);
    }

    Rules rules() {
        return new Rules(CommandTable.standard(), engine.config().aclPubsubDefaultAllChannels());
    }

    private static void makeDefault(User user) {
        user.root().allowAllCommands();
        user.root().setAllKeys(true);
        user.root().setAllChannels(true);
        user.setEnabled(true);
        user.setPasswordless(true);
        user.changed();
    }

    // ---- users ----

    /** Whom new sessions belong to. */
    public User defaultUser() {
        return defaultUser;
    }

    public @Nullable User user(String name) {
        return users.get(name);
    }

    /** All users by name. */
    public Collection<User> users() {
        return users.values();
    }

    public AclLog log() {
        return log;
    }

    /** Users in files. */
    public UserFiles files() {
        return files;
    }

    /** A user as a line of an ACL file, without the leading {@code user}: its name and rules. */
    public String line(User user) {
        return user.name() + " " + text().describe(user);
    }

    private RulesText text() {
        return new RulesText(rules());
    }

    public UserView view(User user) {
        List<UserView.Permissions> permissions = new ArrayList<>();
        for (Selector selector : user.selectors()) {
            permissions.add(new UserView.Permissions(
                    text().commands(selector), text().keys(selector), text().channels(selector)));
        }
        return new UserView(
                user.flags(),
                List.copyOf(user.passwords()),
                permissions.get(0),
                permissions.subList(1, permissions.size()));
    }

    /** Whether a user may have this name: neither white space nor NUL. */
    public static boolean isUserName(String name) {
        return !Rules.hasSpaces(name);
    }

    /** The users' lines for redis.conf; null when they live in a file of their own. */
    public @Nullable List<String> configLines() {
        return files.exist() ? null : users.values().stream().map(this::line).toList();
    }

    /** Another number after each change of users. */
    public long edition() {
        return edition;
    }

    /** Sets the default user's only password, or none where it is empty: the parameter requirepass. */
    public void setDefaultPassword(byte[] password) {
        edition++;
        defaultUser.setPasswordless(password.length == 0);
        if (password.length > 0) {
            defaultUser.addPassword(Passwords.hash(password));
        }
    }

    /** Adds a user, or makes one that is there as it was when it was new, but for what {@code reset} says. */
    User begin(String name) {
        edition++;
        User user = users.get(name);
        if (user == null) {
            user = rules().newUser(name);
            users.put(name, user);
        } else {
            rules().reset(user);
        }
        return user;
    }

    /** Puts these in the place of all users, and ends the sessions of all but the default user. */
    void replaceAll(Map<String, User> newUsers) {
        edition++;
        Map<String, User> old = users;
        users = new TreeMap<>(newUsers);
        User newDefault = users.put(DEFAULT, defaultUser);
        if (newDefault == null) {
            newDefault = rules().newUser(DEFAULT);
            makeDefault(newDefault);
        }
        defaultUser.become(newDefault);
        for (User gone : old.values()) {
            if (gone != defaultUser) {
                endSessions(gone);
            }
        }
    }

    /** What the users were at one time. */
    public static final class Image {
        private final List<User> users;

        private Image(List<User> users) {
            this.users = users;
        }

        /** The names of all users. */
        public List<String> names() {
            return users.stream().map(User::name).toList();
        }
    }

    /** What the users are now, copied. */
    public Image image() {
        return new Image(users.values().stream().map(this::copy).toList());
    }

    private User copy(User user) {
        User copy = rules().newUser(user.name());
        copy.become(user);
        return copy;
    }

    /** Makes the users what an image says, be it this engine's or another's. Sessions stay whose they are. */
    public void restore(Image image) {
        edition++;
        Map<String, User> before = users;
        users = new TreeMap<>();
        users.put(DEFAULT, defaultUser);
        for (User user : image.users) {
            User known = before.get(user.name());
            users.computeIfAbsent(user.name(), name -> known != null ? known : rules().newUser(name))
                    .become(user);
        }
    }

    /** Takes over the users of another engine, as they are now. */
    public void adopt(AccessControl other) {
        restore(other.image());
    }

    /**
     * Makes or changes a user by rules; all or none of them take effect. Its sessions that are subscribed to what it may
     * not use any more are ended.
     *
     * @throws RedisError what is wrong with the rules
     */
    public void setUser(String name, List<String> words) {
        List<String> list;
        try {
            list = Rules.joinSelectors(words);
        } catch (Rules.UnmatchedParenthesis open) {
            throw new RedisError(
                    "ERR Unmatched parenthesis in acl selector starting at '" + shown(words.get(open.word())) + "'.");
        }
        Rules rules = rules();
        User existing = users.get(name);
        User changed = rules.newUser(name);
        if (existing != null) {
            changed.become(existing);
        }
        for (String rule : list) {
            RuleFault fault = rules.apply(changed, rule);
            if (fault != null) {
                throw new RedisError("ERR Error in ACL SETUSER modifier '" + shown(rule) + "': " + fault.text());
            }
        }
        edition++;
        if (existing == null) {
            users.put(name, changed);
            return;
        }
        endForbiddenSubscriptions(existing, changed);
        existing.become(changed);
    }

    private void endForbiddenSubscriptions(User user, User changed) {
        List<String> allowed = new ArrayList<>();
        for (Selector selector : changed.selectors()) {
            if (selector.allChannels()) {
                return;
            }
            allowed.addAll(selector.channels());
        }
        boolean narrower = user.selectors().stream()
                .anyMatch(selector -> selector.allChannels() || !allowed.containsAll(selector.channels()));
        if (!narrower) {
            return;
        }
        for (Session session : List.copyOf(engine.sessions())) {
            if (session.user() == user && isSubscribedBeyond(session, allowed)) {
                end(session);
            }
        }
    }

    private static boolean isSubscribedBeyond(Session session, List<String> allowed) {
        var subscriptions = session.subscriptions();
        return subscriptions.patterns.stream().anyMatch(p -> !Selector.allowsChannel(allowed, p.bytes(), true))
                || subscriptions.channels.stream().anyMatch(c -> !Selector.allowsChannel(allowed, c.bytes(), false))
                || subscriptions.shardChannels.stream()
                        .anyMatch(c -> !Selector.allowsChannel(allowed, c.bytes(), false));
    }

    /** Deletes a user, and ends its sessions; false when there is none such. */
    public boolean deleteUser(String name) {
        User deleted = users.remove(name);
        if (deleted == null) {
            return false;
        }
        edition++;
        endSessions(deleted);
        return true;
    }

    private void endSessions(User user) {
        for (Session session : List.copyOf(engine.sessions())) {
            if (session.user() == user) {
                session.setUser(defaultUser);
                session.setAuthenticated(false);
                end(session);
            }
        }
    }

    /** The session that is being served gets its reply first. */
    private void end(Session session) {
        if (session == engine.currentSession()) {
            session.closeAfterCommand();
        } else {
            engine.disconnect(session, false);
        }
    }

    // ---- who is it ----

    /** Whether new sessions have to authenticate. */
    public boolean requiresPassword() {
        return !defaultUser.isPasswordless() || !defaultUser.isEnabled();
    }

    /** Whether AUTH with a password only makes no sense. */
    public boolean isDefaultPasswordless() {
        return defaultUser.isPasswordless();
    }

    /** The session becomes the default user's, as at its beginning. */
    public void resetAuthentication(Session session) {
        session.setUser(defaultUser);
        session.setAuthenticated(!requiresPassword());
    }

    /** The session becomes the user's, when name and password are right; otherwise the attempt is logged. */
    public boolean authenticate(Session session, byte[] name, byte[] password) {
        User user = users.get(new String(name, StandardCharsets.ISO_8859_1));
        if (user == null || !user.isEnabled() || !(user.isPasswordless() || Passwords.matches(user, password))) {
            String command = new String(session.argv()[0], StandardCharsets.ISO_8859_1);
            AclLog.Origin origin = session.transaction() == null ? AclLog.Origin.TOPLEVEL : AclLog.Origin.MULTI;
            log(session, Denied.Reason.AUTH, origin, command, new String(name, StandardCharsets.ISO_8859_1));
            return false;
        }
        session.setUser(user);
        session.setAuthenticated(true);
        return true;
    }

    // ---- what may it do ----

    /** Why the user may not make the call, or null when it may. Nothing is logged. */
    public @Nullable Denied test(User user, CommandSpec spec, byte[][] argv) {
        if (user.isUnrestricted()) {
            return null;
        }
        Denied told = null;
        for (Selector selector : user.selectors()) {
            Denied denied = selector.test(spec, argv);
            if (denied == null) {
                return null;
            }
            if (told == null || denied.outweighs(told)) {
                told = denied;
            }
        }
        return told;
    }

    /**
     * Whether the user may make the call and do to all keys what these bits of a key spec say: for SORT, which reads keys
     * that its words don't name.
     */
    public boolean allowsEveryKey(User user, CommandSpec spec, byte[][] argv, int keyFlags) {
        return user.isUnrestricted()
                || user.selectors().stream()
                        .anyMatch(selector -> selector.test(spec, argv) == null && selector.allowsEveryKey(keyFlags));
    }

    /** Refuses and logs a call that the session's user may not make. @throws RedisError NOPERM */
    public void check(Session session, CommandSpec spec, byte[][] argv) {
        AclLog.Origin origin = session.transaction() == null ? AclLog.Origin.TOPLEVEL : AclLog.Origin.MULTI;
        Denied denied = checkAndLog(session, spec, argv, origin);
        if (denied == null) {
            return;
        }
        throw new RedisError(
                switch (denied.reason()) {
                    case COMMAND -> "NOPERM this user has no permissions to run the '" + spec.name() + "' command";
                    case KEY -> "NOPERM this user has no permissions to access one of the keys used as arguments";
                    case CHANNEL ->
                        "NOPERM this user has no permissions to access one of the channels used as arguments";
                    case AUTH -> "ERR no permission";
                });
    }

    /** As {@link #check}, for a call that EXEC is about to make. */
    public void checkQueued(Session session, CommandSpec spec, byte[][] argv) {
        Denied denied = checkAndLog(session, spec, argv, AclLog.Origin.MULTI);
        if (denied != null) {
            throw new RedisError("NOPERM ACLs rules changed between the moment the transaction was accumulated and the"
                    + " EXEC call. This command is no longer allowed for the following reason: "
                    + denied.reason().queuedText());
        }
    }

    /**
     * As {@link #check}, for a call that a script makes.
     *
     * @param caller whose script it is
     */
    public void checkScripted(Session caller, CommandSpec spec, byte[][] argv) {
        Denied denied = checkAndLog(caller, spec, argv, AclLog.Origin.SCRIPT);
        if (denied != null) {
            throw new RedisError(
                    "ERR The user executing the script " + denied.reason().scriptText());
        }
    }

    private @Nullable Denied checkAndLog(Session session, CommandSpec spec, byte[][] argv, AclLog.Origin origin) {
        Denied denied = test(session.user(), spec, argv);
        if (denied != null) {
            String object = denied.reason() == Denied.Reason.COMMAND
                    ? spec.name()
                    : new String(argv[denied.argument()], StandardCharsets.ISO_8859_1);
            log(session, denied.reason(), origin, object, session.user().name());
        }
        return denied;
    }

    private void log(Session session, Denied.Reason reason, AclLog.Origin origin, String object, String user) {
        AclLog.Entry entry =
                new AclLog.Entry(1, reason, origin, object, user, engine.now(), ClientLine.of(session, engine.now()));
        log.add(entry, engine.config().acllogMaxLen());
    }

    private static String shown(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
