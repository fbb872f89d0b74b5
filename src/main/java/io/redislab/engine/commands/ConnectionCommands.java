package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ALLOW_BUSY;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.NO_AUTH;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.acl.AccessControl;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a connection says of itself: AUTH, ECHO, HELLO, PING, QUIT, RESET, SELECT. */
public final class ConnectionCommands {
    public static final String NAMES = "auth echo hello ping quit reset select";

    private ConnectionCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("AUTH")
                        .syntax("[username]@6.0.0 password")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of passwords defined for the user")
                        .summary("Logs in.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, SENTINEL, ALLOW_BUSY)
                        .history("6.0.0", "Added ACL style (username and password).")
                        .handler(ConnectionCommands::auth),
                command("ECHO")
                        .syntax("message")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Gives back what it gets.")
                        .flags(LOADING, STALE, FAST)
                        .handler(ConnectionCommands::echo),
                command("HELLO")
                        .syntax("[arguments: protover:int [AUTH <username_password: username password>]"
                                + " [SETNAME clientname]]")
                        .group(CommandGroup.CONNECTION)
                        .since("6.0.0")
                        .complexity("O(1)")
                        .summary("Chooses the protocol, logs in and gives a name, all at once.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, SENTINEL, ALLOW_BUSY)
                        .history(
                                "6.2.0",
                                "`protover` made optional; when called without arguments the command reports the"
                                        + " current connection's context.")
                        .handler(ConnectionCommands::hello),
                command("PING")
                        .syntax("[message]")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Answers PONG, or the message that it gets.")
                        .flags(FAST, SENTINEL)
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .handler(ConnectionCommands::ping),
                command("QUIT")
                        .arity(-1)
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Ends the connection.")
                        .flags(ALLOW_BUSY, NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
                        .handler(ConnectionCommands::quit),
                command("RESET")
                        .group(CommandGroup.CONNECTION)
                        .since("6.2.0")
                        .complexity("O(1)")
                        .summary("Makes the connection as it was when it began.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                        .handler(ConnectionCommands::reset),
                command("SELECT")
                        .syntax("index:int")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Goes to another database.")
                        .flags(LOADING, STALE, FAST)
                        .handler(ConnectionCommands::select));
    }

    private static RedisError wrongPassword() {
        return new RedisError("WRONGPASS invalid username-password pair or user is disabled.");
    }

    private static void auth(Context c) {
        if (c.argc() > 3) {
            throw RedisError.SYNTAX;
        }
        for (int i = 1; i < c.argc(); i++) {
            c.redact(i);
        }
        AccessControl acl = c.engine().acl();
        byte[] name = acl.defaultUser().name().getBytes(StandardCharsets.ISO_8859_1);
        if (c.argc() == 3) {
            name = c.arg(1);
        } else if (acl.isDefaultPasswordless()) {
            throw new RedisError("ERR AUTH <password> called without any password configured for the default user. Are"
                    + " you sure your configuration is correct?");
        }
        if (!acl.authenticate(c.session(), name, c.arg(c.argc() - 1))) {
            throw wrongPassword();
        }
        c.reply().ok();
    }

    private static void hello(Context c) {
        Session session = c.session();
        Arguments args = c.args();
        int protocol = session.protocol();
        if (args.hasNext()) {
            long version = args.longValue(new RedisError("ERR Protocol version is not an integer or out of range"));
            if (version < 2 || version > 3) {
                throw new RedisError("NOPROTO unsupported protocol version");
            }
            protocol = (int) version;
        }
        while (args.hasNext()) {
            // As in Redis, what was right before a mistake has taken effect.
            if (args.remaining() >= 3 && args.option("AUTH")) {
                c.redact(args.position());
                c.redact(args.position() + 1);
                if (!c.engine().acl().authenticate(session, args.next(), args.next())) {
                    throw wrongPassword();
                }
            } else if (args.remaining() >= 2 && args.option("SETNAME")) {
                ClientCommands.setName(session, args.next());
            } else {
                String option = new String(args.next(), StandardCharsets.UTF_8);
                throw new RedisError("ERR Syntax error in HELLO option '" + option + "'");
            }
        }
        if (!session.isAuthenticated()) {
            throw new RedisError(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
                            + " <user> <pass> option can be used to authenticate the client and select the RESP protocol"
                            + " version at the same time");
        }
        session.setProtocol(protocol);
        describe(c);
    }

    private static void describe(Context c) {
        ReplySink reply = c.reply();
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(Engine.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(c.session().protocol());
        reply.bulk("id");
        reply.integer(c.session().id());
        reply.bulk("mode");
        reply.bulk(c.config().clusterEnabled() ? "cluster" : "standalone");
        reply.bulk("role");
        reply.bulk(c.config().replicaof().isEmpty() ? "master" : "replica");
        reply.bulk("modules");
        reply.emptyArray();
    }

    private static void quit(Context c) {
        c.session().closeAfterCommand();
        c.reply().ok();
    }

    private static void reset(Context c) {
        c.engine().reset(c.session());
        c.reply().status("RESET");
    }

    static void ping(Context c) {
        if (c.argc() > 2) {
            throw new RedisError("ERR wrong number of arguments for 'ping' command");
        }
        if (c.session().protocol() == 2 && !c.session().subscriptions().isEmpty()) {
            c.reply().array(2);
            c.reply().bulk("pong");
            c.reply().bulk(c.argc() == 1 ? new byte[0] : c.arg(1));
        } else if (c.argc() == 1) {
            c.reply().status("PONG");
        } else {
            c.reply().bulk(c.arg(1));
        }
    }

    static void echo(Context c) {
        c.reply().bulk(c.arg(1));
    }

    static void select(Context c) {
        int index = c.args().intValue();
        if (index < 0 || index >= c.keyspace().count()) {
            throw new RedisError("ERR DB index is out of range");
        }
        c.select(index);
        c.reply().ok();
    }
}
