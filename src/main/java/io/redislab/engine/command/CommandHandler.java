package io.redislab.engine.command;

import io.redislab.engine.Context;

/** What a command does: reads its arguments from the context, changes the keyspace, writes one reply. */
@FunctionalInterface
public interface CommandHandler {
    void execute(Context context);
}
