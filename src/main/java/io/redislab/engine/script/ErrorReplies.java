package io.redislab.engine.script;

import io.redislab.engine.EngineStats;
import io.redislab.engine.command.CommandSpec;
import io.redislab.resp.ReplySink;

/** Writes the errors that a script replies with and counts them. @param command that ran the script */
record ErrorReplies(EngineStats stats, CommandSpec command) {
    /** @param counted whether the error was counted where it arose; then only the command that ran the script fails */
    void write(ReplySink out, String text, boolean counted) {
        if (counted) {
            stats.command(command.id()).failed++;
        } else {
            stats.countError(text);
        }
        out.error(text);
    }
}
