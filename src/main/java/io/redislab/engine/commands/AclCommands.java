package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.acl.AccessControl;
import io.redislab.engine.acl.AclLog;
import io.redislab.engine.acl.Denied;
import io.redislab.engine.acl.User;
import io.redislab.engine.acl.UserView;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.Declaration;
import io.redislab.resp.ReplySink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** ACL: users and what they may do. */
public final class AclCommands {
    public static final String NAMES = "acl";

    private static final int MAX_PASSWORD_BITS = 4096;
    private static final int DEFAULT_PASSWORD_BITS = 256;
    private static final int DEFAULT_LOG_ENTRIES = 10;

    private AclCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("ACL")
                .group(CommandGroup.SERVER)
                .since("6.0.0")
                .complexity("Depends on subcommand.")
                .summary("Manages users and what they may do.")
                .flags(SENTINEL)
                .categories()
                .subcommands(
                        command("CAT")
                                .syntax("[categoryname]")
                                .since("6.0.0")
                                .complexity("O(1) since the categories and commands are a fixed set.")
                                .summary("Lists the categories of commands, or the commands of one.")
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::cat),
                        command("DELUSER")
                                .syntax("username...")
                                .since("6.0.0")
                                .complexity("O(1) amortized time considering the typical user.")
                                .summary("Deletes users and ends their connections.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::delUser),
                        command("DRYRUN")
                                .syntax("username command [arg...]")
                                .since("7.0.0")
                                .complexity("O(1).")
                                .summary("Tells whether a user may make a call, without making it.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::dryRun),
                        command("GENPASS")
                                .syntax("[bits:int]")
                                .since("6.0.0")
                                .complexity("O(1)")
                                .summary("Makes up a random password, 256 bits unless told otherwise.")
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::genPass),
                        command("GETUSER")
                                .syntax("username")
                                .since("6.0.0")
                                .complexity(
                                        "O(N). Where N is the number of password, command and pattern rules that the"
                                                + " user has.")
                                .summary("Shows a user's rules.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .history("6.2.0", "Added Pub/Sub channel patterns.")
                                .history(
                                        "7.0.0",
                                        "Added selectors and changed the format of key and channel patterns from a"
                                                + " list to their rule representation.")
                                .handler(AclCommands::getUser),
                        command("HELP")
                                .since("6.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of ACL.")
                                .flags(LOADING, STALE, SENTINEL)
                                .handler(CommandReplies::help),
                        command("LIST")
                                .since("6.0.0")
                                .complexity("O(N). Where N is the number of configured users.")
                                .summary("Lists the users with their rules, as an ACL file does.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::list),
                        command("LOAD")
                                .since("6.0.0")
                                .complexity("O(N). Where N is the number of configured users.")
                                .summary("Reads the users anew from the ACL file.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::load),
                        command("LOG")
                                .syntax("[operation: count:int | RESET]")
                                .since("6.0.0")
                                .complexity("O(N) with N being the number of entries shown.")
                                .summary("Shows what was refused of late, or forgets it.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::log),
                        command("SAVE")
                                .since("6.0.0")
                                .complexity("O(N). Where N is the number of configured users.")
                                .summary("Writes the users into the ACL file.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::save),
                        command("SETUSER")
                                .syntax("username [rule...]")
                                .since("6.0.0")
                                .complexity("O(N). Where N is the number of rules provided.")
                                .summary("Makes a user, or changes what one may do.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .history("6.2.0", "Added Pub/Sub channel patterns.")
                                .history("7.0.0", "Added selectors and key based permissions.")
                                .handler(AclCommands::setUser),
                        command("USERS")
                                .since("6.0.0")
                                .complexity("O(N). Where N is the number of configured users.")
                                .summary("Lists the names of the users.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::users),
                        command("WHOAMI")
                                .since("6.0.0")
                                .complexity("O(1)")
                                .summary("Tells whose connection this is.")
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .handler(AclCommands::whoAmI)));
    }

    /** One character a byte, as users and rules are kept. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For error texts, which are characters. */
    private static String shown(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void requireAtMost(Context c, int words) {
        if (c.argc() > words) {
            throw CommandReplies.wrongSubcommand(c);
        }
    }

    private static void cat(Context c) {
        requireAtMost(c, 3);
        ReplySink reply = c.reply();
        if (c.argc() == 2) {
            AclCategory[] all = AclCategory.values();
            reply.array(all.length);
            for (AclCategory category : all) {
                reply.bulk(category.wireName());
            }
            return;
        }
        AclCategory category = AclCategory.of(text(c.arg(2)));
        if (category == null) {
            throw new RedisError("ERR Unknown category '" + shown(c.arg(2)) + "'");
        }
        List<String> names = new ArrayList<>();
        addNames(c.engine().commands().all(), category, names);
        reply.array(names.size());
        names.forEach(reply::bulk);
    }

    private static void addNames(List<CommandSpec> specs, AclCategory category, List<String> names) {
        for (CommandSpec spec : specs) {
            if (spec.in(category)) {
                names.add(spec.name());
            }
            addNames(spec.subcommands(), category, names);
        }
    }

    private static void setUser(Context c) {
        for (int i = 2; i < c.argc(); i++) {
            c.redact(i);
        }
        String name = text(c.arg(2));
        if (!AccessControl.isUserName(name)) {
            throw new RedisError("ERR Usernames can't contain spaces or null characters");
        }
        List<String> rules = new ArrayList<>();
        for (int i = 3; i < c.argc(); i++) {
            rules.add(text(c.arg(i)));
        }
        c.engine().acl().setUser(name, rules);
        c.reply().ok();
    }

    private static void delUser(Context c) {
        AccessControl acl = c.engine().acl();
        for (int i = 2; i < c.argc(); i++) {
            if (text(c.arg(i)).equals(acl.defaultUser().name())) {
                throw new RedisError("ERR The 'default' user cannot be removed");
            }
        }
        int deleted = 0;
        for (int i = 2; i < c.argc(); i++) {
            deleted += acl.deleteUser(text(c.arg(i))) ? 1 : 0;
        }
        c.reply().integer(deleted);
    }

    private static void getUser(Context c) {
        User user = c.engine().acl().user(text(c.arg(2)));
        ReplySink reply = c.reply();
        if (user == null) {
            reply.nil();
            return;
        }
        UserView view = c.engine().acl().view(user);
        reply.map(6);
        reply.bulk("flags");
        reply.set(view.flags().size());
        view.flags().forEach(reply::bulk);
        reply.bulk("passwords");
        reply.array(view.passwords().size());
        view.passwords().forEach(hash -> reply.bulk(bytes(hash)));
        permissions(reply, view.root());
        reply.bulk("selectors");
        reply.array(view.selectors().size());
        for (UserView.Permissions selector : view.selectors()) {
            reply.map(3);
            permissions(reply, selector);
        }
    }

    private static void permissions(ReplySink reply, UserView.Permissions permissions) {
        reply.bulk("commands");
        reply.bulk(bytes(permissions.commands()));
        reply.bulk("keys");
        reply.bulk(bytes(permissions.keys()));
        reply.bulk("channels");
        reply.bulk(bytes(permissions.channels()));
    }

    private static void list(Context c) {
        AccessControl acl = c.engine().acl();
        c.reply().array(acl.users().size());
        acl.users().forEach(user -> c.reply().bulk(bytes("user " + acl.line(user))));
    }

    private static void users(Context c) {
        AccessControl acl = c.engine().acl();
        c.reply().array(acl.users().size());
        acl.users().forEach(user -> c.reply().bulk(bytes(user.name())));
    }

    private static void whoAmI(Context c) {
        c.reply().bulk(bytes(c.session().user().name()));
    }

    private static void load(Context c) {
        requireFile(c);
        String errors = c.engine().acl().files().load();
        if (errors != null) {
            throw new RedisError("ERR " + shown(bytes(errors)));
        }
        c.reply().ok();
    }

    private static void save(Context c) {
        requireFile(c);
        try {
            c.engine().acl().files().save();
        } catch (IOException e) {
            c.engine().log().warning("Writing ACL file for ACL SAVE: " + e.getMessage());
            throw new RedisError("ERR There was an error trying to save the ACLs. Please check the server logs for more"
                    + " information");
        }
        c.reply().ok();
    }

    private static void requireFile(Context c) {
        if (!c.engine().acl().files().exist()) {
            throw new RedisError("ERR This Redis instance is not configured to use an ACL file. You may want to specify"
                    + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis"
                    + " configuration file set) in order to store users in the Redis configuration.");
        }
    }

    private static void genPass(Context c) {
        requireAtMost(c, 3);
        long bits = c.argc() == 2 ? DEFAULT_PASSWORD_BITS : c.args().longValue();
        if (bits <= 0 || bits > MAX_PASSWORD_BITS) {
            throw new RedisError(
                    "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
                            + " number up to " + MAX_PASSWORD_BITS);
        }
        int digits = (int) (bits + 3) / 4;
        StringBuilder password = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            password.append(Character.forDigit(c.random().nextInt(16), 16));
        }
        c.reply().bulk(password.toString());
    }

    private static void log(Context c) {
        requireAtMost(c, 3);
        AclLog log = c.engine().acl().log();
        if (c.argc() == 3 && Ascii.equalsIgnoreCase(c.arg(2), "reset")) {
            log.clear();
            c.reply().ok();
            return;
        }
        long count = c.argc() == 2 ? DEFAULT_LOG_ENTRIES : c.args().longValue();
        List<AclLog.Entry> entries = log.newest(count);
        ReplySink reply = c.reply();
        reply.array(entries.size());
        for (AclLog.Entry entry : entries) {
            reply.map(7);
            reply.bulk("count");
            reply.integer(entry.count());
            reply.bulk("reason");
            reply.bulk(entry.reason().wireName());
            reply.bulk("context");
            reply.bulk(entry.origin().wireName());
            reply.bulk("object");
            reply.bulk(bytes(entry.object()));
            reply.bulk("username");
            reply.bulk(bytes(entry.user()));
            reply.bulk("age-seconds");
            reply.doubleValue((c.now() - entry.millis()) / 1000.0);
            reply.bulk("client-info");
            reply.bulk(bytes(entry.client()));
        }
    }

    private static void dryRun(Context c) {
        AccessControl acl = c.engine().acl();
        User user = acl.user(text(c.arg(2)));
        if (user == null) {
            throw new RedisError("ERR User '" + shown(c.arg(2)) + "' not found");
        }
        byte[][] call = Arrays.copyOfRange(c.argv(), 3, c.argc());
        CommandSpec spec = c.engine().commands().resolve(call);
        if (spec == null) {
            throw new RedisError("ERR Command '" + shown(c.arg(3)) + "' not found");
        }
        if (!spec.accepts(call.length)) {
            throw new RedisError("ERR wrong number of arguments for '" + spec.name() + "' command");
        }
        Denied denied = acl.test(user, spec, call);
        if (denied == null) {
            c.reply().ok();
            return;
        }
        String what = denied.reason() == Denied.Reason.COMMAND
                ? "run the '" + spec.name() + "' command"
                : "access the '" + text(call[denied.argument()]) + "' "
                        + denied.reason().wireName();
        c.reply().bulk(bytes("This user has no permissions to " + what));
    }
}
