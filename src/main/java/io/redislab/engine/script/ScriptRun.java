package io.redislab.engine.script;

import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;

/** One execution of a script or a function. */
final class ScriptRun {
    /** Effects go to the AOF. */
    static final int TO_AOF = 1;
    /** Effects go to replicas. */
    static final int TO_REPLICAS = 2;

    private final Session caller;
    private final CommandSpec command;
    private final byte[][] argv;
    private final String name;
    private final boolean eval;
    private final boolean readOnly;
    private final boolean allowOutOfMemory;
    private final boolean outOfMemory;
    private long startNanos;
    private boolean wrote;
    private boolean busy;
    private boolean killed;
    private int replication = TO_AOF | TO_REPLICAS;

    /**
     * Checks that the script may run at all.
     *
     * @param command that runs it
     * @param name the SHA1 of an EVAL script, a function's name
     * @param readOnlyCall whether the command is one of those that end in _RO
     * @param outOfMemory whether memory is used up
     * @throws RedisError why it may not
     */
    ScriptRun(
            Session caller,
            CommandSpec command,
            byte[][] argv,
            String name,
            boolean eval,
            ScriptTraits traits,
            boolean readOnlyCall,
            boolean outOfMemory) {
        if (!traits.legacy()) {
            if (traits.mayWrite() && readOnlyCall) {
                throw new RedisError("ERR Can not execute a script with write flag using *_ro command.");
            }
            if (outOfMemory && !traits.runsOutOfMemory()) {
                throw new RedisError("OOM allow-oom flag is not set on the script, "
                        + "can not run it when used memory > 'maxmemory'");
            }
        }
        this.caller = caller;
        this.command = command;
        this.argv = argv;
        this.name = name;
        this.eval = eval;
        this.readOnly = readOnlyCall || (!traits.legacy() && !traits.mayWrite());
        this.allowOutOfMemory = traits.has(ScriptFlag.ALLOW_OOM);
        this.outOfMemory = outOfMemory;
    }

    /** Who called the script. */
    Session caller() {
        return caller;
    }

    /** EVAL, FCALL or the like. */
    CommandSpec command() {
        return command;
    }

    /** The call that the script serves. */
    byte[][] argv() {
        return argv;
    }

    String name() {
        return name;
    }

    /** Whether EVAL or the like runs it; otherwise FCALL. */
    boolean isEval() {
        return eval;
    }

    void start(long nanos) {
        startNanos = nanos;
    }

    long millis(long nowNanos) {
        return (nowNanos - startNanos) / 1_000_000;
    }

    /** The script has run for so long that others get to know of it. */
    boolean isBusy() {
        return busy;
    }

    void setBusy() {
        busy = true;
    }

    boolean isKilled() {
        return killed;
    }

    /** @throws RedisError when it has written already, or runs otherwise than the one who asks thinks */
    void kill(boolean asEval) {
        if (wrote) {
            throw new RedisError("UNKILLABLE Sorry the script already executed write commands against the dataset. You"
                    + " can either wait the script termination or kill the server in a hard way using the SHUTDOWN"
                    + " NOSAVE command.");
        }
        if (asEval != eval) {
            throw busyError();
        }
        killed = true;
    }

    RedisError busyError() {
        return new RedisError("BUSY Redis is busy running a script. You can only call " + (eval ? "SCRIPT" : "FUNCTION")
                + " KILL or SHUTDOWN NOSAVE.");
    }

    /** What {@code redis.set_repl} chose, of {@link #TO_AOF} and {@link #TO_REPLICAS}. */
    void setReplication(int targets) {
        replication = targets;
    }

    boolean reachesAof() {
        return (replication & TO_AOF) != 0;
    }

    /**
     * A command is about to be called.
     *
     * @param checkWritable throws when the server takes no writes now; a script that has written goes on
     * @throws RedisError when the script may not run this command now
     */
    void admit(CommandSpec spec, Runnable checkWritable) {
        if (readOnly && (spec.has(CommandFlag.WRITE) || spec.has(CommandFlag.MAY_REPLICATE))) {
            throw new RedisError("ERR Write commands are not allowed from read-only scripts.");
        }
        if (spec.has(CommandFlag.WRITE) && !wrote) {
            checkWritable.run();
        }
        if (outOfMemory && !allowOutOfMemory && !wrote && spec.has(CommandFlag.DENYOOM)) {
            throw RedisError.OUT_OF_MEMORY;
        }
        if (spec.has(CommandFlag.WRITE)) {
            wrote = true;
        }
    }
}
