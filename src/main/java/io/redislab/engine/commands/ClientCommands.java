package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.clients.ClientKind;
import io.redislab.engine.clients.ClientLine;
import io.redislab.engine.clients.ClientPause;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandHandler;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** CLIENT: the connections, what is known of them and what they may choose. See {@link TrackingCommands} too. */
public final class ClientCommands {
    public static final String NAMES = "client";

    private ClientCommands() {}

    public static List<Declaration> commands() {
        List<Declaration> subcommands = new ArrayList<>(aboutConnections());
        subcommands.addAll(aboutOthers());
        subcommands.addAll(TrackingCommands.subcommands());
        return List.of(command("CLIENT")
                .group(CommandGroup.CONNECTION)
                .since("2.4.0")
                .complexity("Depends on subcommand.")
                .summary("Manages connections.")
                .flags(SENTINEL)
                .categories()
                .subcommands(subcommands.toArray(Declaration[]::new)));
    }

    private static List<Declaration> aboutConnections() {
        return List.of(
                own("GETNAME", "2.6.9", ClientCommands::getName).summary("Tells the connection's name."),
                command("HELP")
                        .since("5.0.0")
                        .complexity("O(1)")
                        .summary("Lists the subcommands of CLIENT.")
                        .flags(LOADING, STALE, SENTINEL)
                        .handler(CommandReplies::help),
                own("ID", "5.0.0", ClientCommands::id).summary("Tells the connection's number."),
                own("INFO", "6.2.0", ClientCommands::info)
                        .summary("Describes the connection in one line.")
                        .tips("nondeterministic_output"),
                admin("NO-EVICT", "7.0.0", ClientCommands::noEvict)
                        .syntax("<enabled: ON | OFF>")
                        .summary("Protects the connection when clients are sent away to save memory."),
                own("REPLY", "3.2.0", ClientCommands::reply)
                        .syntax("<on_off_skip: ON | OFF | SKIP>")
                        .summary("Chooses whether the connection gets replies."),
                own("SETNAME", "2.6.9", ClientCommands::setName)
                        .syntax("connection-name")
                        .summary("Gives the connection a name."));
    }

    private static List<Declaration> aboutOthers() {
        return List.of(
                admin("KILL", "2.4.0", ClientCommands::kill)
                        .syntax("<filter: 'ip:port'!2.8.12 | <new-format: [ID client-id:int]@2.8.12 | [TYPE"
                                + " <normal_master_slave_pubsub: NORMAL | MASTER@3.2.0 | SLAVE"
                                + " | REPLICA@5.0.0 | PUBSUB>]@2.8.12 | [USER username] | [ADDR"
                                + " 'ip:port'] | [LADDR 'ip:port']@6.2.0 | [SKIPME 'yes/no']>...>")
                        .arity(-3)
                        .complexity("O(N) where N is the number of client connections")
                        .summary("Ends connections.")
                        .history("2.8.12", "Added new filter format.")
                        .history("2.8.12", "`ID` option.")
                        .history("3.2.0", "Added `master` type in for `TYPE` option.")
                        .history(
                                "5.0.0",
                                "Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward"
                                        + " compatibility.")
                        .history("6.2.0", "`LADDR` option."),
                admin("LIST", "2.4.0", ClientCommands::list)
                        .syntax("[TYPE <normal_master_replica_pubsub: NORMAL | MASTER | REPLICA"
                                + " | PUBSUB>]@5.0.0 [ID <id: client-id:int...>]@6.2.0")
                        .complexity("O(N) where N is the number of client connections")
                        .summary("Describes all connections, one a line.")
                        .history("2.8.12", "Added unique client `id` field.")
                        .history("5.0.0", "Added optional `TYPE` filter.")
                        .history("6.0.0", "Added `user` field.")
                        .history(
                                "6.2.0",
                                "Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter.")
                        .history("7.0.0", "Added `resp`, `multi-mem`, `rbs` and `rbp` fields.")
                        .history("7.0.3", "Added `ssub` field.")
                        .tips("nondeterministic_output"),
                admin("PAUSE", "2.9.50", ClientCommands::pause)
                        .syntax("timeout:int [mode: WRITE | ALL]@6.2.0")
                        .summary("Holds calls back for some time.")
                        .history("6.2.0", "`CLIENT PAUSE WRITE` mode added along with the `mode` option."),
                admin("UNBLOCK", "5.0.0", ClientCommands::unblock)
                        .syntax("client-id:int [timeout_error: TIMEOUT | ERROR]")
                        .complexity("O(log N) where N is the number of client connections")
                        .summary("Lets a connection wait no more."),
                admin("UNPAUSE", "6.2.0", ClientCommands::unpause)
                        .complexity("O(N) Where N is the number of paused clients")
                        .summary("Ends a pause before its time."));
    }

    /** A subcommand that concerns the connection itself. */
    static Declaration own(String name, String since, CommandHandler handler) {
        return command(name)
                .since(since)
                .complexity("O(1)")
                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                .handler(handler);
    }

    /** A subcommand for administrators. */
    private static Declaration admin(String name, String since, CommandHandler handler) {
        return own(name, since, handler).flags(ADMIN);
    }

    private static boolean is(Context c, int index, String word) {
        return Ascii.equalsIgnoreCase(c.arg(index), word);
    }

    // ---- the connection itself ----

    private static void id(Context c) {
        c.reply().integer(c.session().id());
    }

    private static void info(Context c) {
        verbatim(c, ClientLine.of(c.session(), c.now()) + "\n");
    }

    private static void verbatim(Context c, String text) {
        c.reply().verbatim("txt", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void getName(Context c) {
        byte[] name = c.session().name();
        if (name.length == 0) {
            c.reply().nil();
        } else {
            c.reply().bulk(name);
        }
    }

    private static void setName(Context c) {
        setName(c.session(), c.arg(2));
        c.reply().ok();
    }

    /** @param name empty for none @throws RedisError when it holds anything that would break CLIENT LIST's format */
    static void setName(Session session, byte[] name) {
        for (byte b : name) {
            if (b < '!' || b > '~') {
                throw new RedisError("ERR Client names cannot contain spaces, newlines or special characters.");
            }
        }
        session.setName(name);
    }

    private static void reply(Context c) {
        Session session = c.session();
        if (is(c, 2, "on")) {
            session.setReplyMode(Session.ReplyMode.ON);
            session.sink().ok();
        } else if (is(c, 2, "off")) {
            session.setReplyMode(Session.ReplyMode.OFF);
        } else if (is(c, 2, "skip")) {
            if (session.replyMode() != Session.ReplyMode.OFF) {
                session.setReplyMode(Session.ReplyMode.SKIP_NEXT);
            }
        } else {
            throw RedisError.SYNTAX;
        }
    }

    private static void noEvict(Context c) {
        if (is(c, 2, "on")) {
            c.session().setNoEvict(true);
        } else if (is(c, 2, "off")) {
            c.session().setNoEvict(false);
        } else {
            throw RedisError.SYNTAX;
        }
        c.reply().ok();
    }

    // ---- all connections ----

    private static void list(Context c) {
        Engine engine = c.engine();
        List<Session> shown = new ArrayList<>();
        if (c.argc() == 2) {
            shown.addAll(engine.sessions());
        } else if (c.argc() == 4 && is(c, 2, "type")) {
            ClientKind kind = kind(c.arg(3));
            engine.sessions().stream().filter(s -> ClientKind.of(s) == kind).forEach(shown::add);
        } else if (c.argc() > 3 && is(c, 2, "id")) {
            c.args().seek(3);
            while (c.args().hasNext()) {
                Session session = engine.session(c.args().longValue(new RedisError("ERR Invalid client ID")));
                if (session != null) {
                    shown.add(session);
                }
            }
        } else {
            throw RedisError.SYNTAX;
        }
        c.work(shown.size());
        StringBuilder text = new StringBuilder();
        shown.forEach(session -> text.append(ClientLine.of(session, c.now())).append('\n'));
        verbatim(c, text.toString());
    }

    private static ClientKind kind(byte[] name) {
        ClientKind kind = ClientKind.named(name);
        if (kind == null) {
            throw new RedisError("ERR Unknown client type '" + new String(name, StandardCharsets.UTF_8) + "'");
        }
        return kind;
    }

    private static void kill(Context c) {
        boolean oldForm = c.argc() == 3;
        // The old form kills whom it names, the caller too.
        Predicate<Session> filter = oldForm ? remoteAddress(c.arg(2)) : filter(c);
        List<Session> killed = c.engine().sessions().stream().filter(filter).toList();
        if (oldForm && killed.isEmpty()) {
            throw new RedisError("ERR No such client");
        }
        for (Session session : killed) {
            if (session == c.session()) {
                session.closeAfterCommand();
            } else {
                c.engine().disconnect(session, false);
            }
        }
        if (oldForm) {
            c.reply().ok();
        } else {
            c.reply().integer(killed.size());
        }
    }

    private static Predicate<Session> remoteAddress(byte[] address) {
        String text = new String(address, StandardCharsets.UTF_8);
        return session -> session.outlet().remoteAddress().equals(text);
    }

    /** Of several filters of one kind the last one counts. */
    private static Predicate<Session> filter(Context c) {
        Arguments args = c.args();
        Predicate<Session> byId = session -> true;
        Predicate<Session> byType = byId;
        Predicate<Session> byAddress = byId;
        Predicate<Session> byLocalAddress = byId;
        Predicate<Session> byUser = byId;
        boolean skipMe = true;
        while (args.hasNext()) {
            if (args.remaining() < 2) {
                throw RedisError.SYNTAX;
            } else if (args.option("ID")) {
                long id = args.longBetween(1, Long.MAX_VALUE, new RedisError("ERR client-id should be greater than 0"));
                byId = session -> session.id() == id;
            } else if (args.option("TYPE")) {
                ClientKind kind = kind(args.next());
                byType = session -> ClientKind.of(session) == kind;
            } else if (args.option("ADDR")) {
                byAddress = remoteAddress(args.next());
            } else if (args.option("LADDR")) {
                String address = new String(args.next(), StandardCharsets.UTF_8);
                byLocalAddress = session -> session.outlet().localAddress().equals(address);
            } else if (args.option("USER")) {
                byUser = ofUser(c, args.next());
            } else if (args.option("SKIPME")) {
                skipMe = yesOrNo(args);
            } else {
                throw RedisError.SYNTAX;
            }
        }
        Session me = skipMe ? c.session() : null;
        return byId.and(byType).and(byAddress).and(byLocalAddress).and(byUser).and(session -> session != me);
    }

    private static Predicate<Session> ofUser(Context c, byte[] name) {
        var user = c.engine().acl().user(new String(name, StandardCharsets.ISO_8859_1));
        if (user == null) {
            throw new RedisError("ERR No such user '" + new String(name, StandardCharsets.UTF_8) + "'");
        }
        return session -> session.user() == user;
    }

    private static boolean yesOrNo(Arguments args) {
        if (args.option("yes")) {
            return true;
        }
        if (args.option("no")) {
            return false;
        }
        throw RedisError.SYNTAX;
    }

    // ---- waiting ----

    private static void unblock(Context c) {
        requireAtMost(c, 4);
        boolean error = false;
        if (c.argc() == 4) {
            error = is(c, 3, "error");
            if (!error && !is(c, 3, "timeout")) {
                throw new RedisError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
            }
        }
        Engine engine = c.engine();
        Session session = engine.session(c.args().longValue());
        String text = error ? "UNBLOCKED client unblocked via CLIENT UNBLOCK" : null;
        boolean waited = session != null && engine.blocking().unblock(session, text);
        c.reply().integer(waited ? 1 : 0);
    }

    private static void requireAtMost(Context c, int words) {
        if (c.argc() > words) {
            throw CommandReplies.wrongSubcommand(c);
        }
    }

    private static void pause(Context c) {
        requireAtMost(c, 4);
        ClientPause.Mode mode = ClientPause.Mode.ALL;
        if (c.argc() == 4) {
            if (is(c, 3, "write")) {
                mode = ClientPause.Mode.WRITE;
            } else if (!is(c, 3, "all")) {
                throw new RedisError("ERR CLIENT PAUSE mode must be WRITE or ALL");
            }
        }
        long millis = c.args().longValue(new RedisError("ERR timeout is not an integer or out of range"));
        if (millis < 0) {
            throw new RedisError("ERR timeout is negative");
        }
        c.engine().pause().start(millis == 0 ? 0 : millis + c.now(), mode);
        c.reply().ok();
    }

    private static void unpause(Context c) {
        c.engine().pause().stop();
        c.reply().ok();
    }
}
