package io.redislab.engine.script;

import io.redislab.engine.command.CommandFlag;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of a script before it runs.
 *
 * @param legacy whether it is an EVAL script without a first line {@code #!lua}, which has said nothing and is checked
 *     command by command
 */
record ScriptTraits(boolean legacy, Set<ScriptFlag> flags) {
    static final ScriptTraits LEGACY = new ScriptTraits(true, EnumSet.noneOf(ScriptFlag.class));

    static ScriptTraits declared(Set<ScriptFlag> flags) {
        return new ScriptTraits(false, flags);
    }

    boolean has(ScriptFlag flag) {
        return flags.contains(flag);
    }

    boolean mayWrite() {
        return !has(ScriptFlag.NO_WRITES);
    }

    /** A script that does not write needs no memory either. */
    boolean runsOutOfMemory() {
        return has(ScriptFlag.ALLOW_OOM) || has(ScriptFlag.NO_WRITES);
    }

    /** The flags of the command that calls the script, as far as the script's declaration changes them. */
    int commandFlags(int flagsOfCommand) {
        if (legacy) {
            return flagsOfCommand;
        }
        int result = flagsOfCommand
                & ~(CommandFlag.STALE.bit()
                        | CommandFlag.DENYOOM.bit()
                        | CommandFlag.WRITE.bit()
                        | CommandFlag.MAY_REPLICATE.bit());
        if (!runsOutOfMemory()) {
            result |= CommandFlag.DENYOOM.bit();
        }
        if (mayWrite()) {
            result |= CommandFlag.WRITE.bit();
        }
        if (has(ScriptFlag.ALLOW_STALE)) {
            result |= CommandFlag.STALE.bit();
        }
        return result;
    }
}
