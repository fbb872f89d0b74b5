package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;

/** PING, ECHO, SELECT. */
public final class ConnectionCommands {
    private ConnectionCommands() {}

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
