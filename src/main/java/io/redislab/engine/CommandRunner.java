package io.redislab.engine;

import io.redislab.engine.clients.ClientPause;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.config.Permission;
import io.redislab.engine.keyspace.Eviction;
import io.redislab.engine.monitor.MonitorFeed;
import io.redislab.resp.ReplySink;
import io.redislab.resp.WireText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a call from its words to its reply: finds the command, checks what must hold, runs it, counts it. */
public final class CommandRunner {
    private static final Set<String> ALLOWED_WHILE_SUBSCRIBED = Set.of(
            "ping",
            "subscribe",
            "psubscribe",
            "ssubscribe",
            "unsubscribe",
            "punsubscribe",
            "sunsubscribe",
            "quit",
            "reset");
    private static final Set<String> NEVER_QUEUED = Set.of("exec", "discard", "multi", "watch", "quit", "reset");

    private static final Set<String> NEEDS_NO_MEMORY_IN_MULTI = Set.of("exec", "discard", "quit", "reset");
    /** Calls that read in the name of others: what they read is theirs. */
    private static final Set<String> READ_ONLY_SCRIPTS = Set.of("eval_ro", "evalsha_ro", "fcall_ro");

    private final Engine engine;
    /** Contexts by depth of nesting; the first serves all plain calls. */
    private @Nullable Context idle;
    /** For commands from files. */
    private @Nullable Context replayed;
    /** Whether EXEC runs what was queued. */
    private boolean exec;
    /** Sessions have stopped waiting whose further calls have not run yet. */
    private boolean resumeDue;

    /** Error replies up to here belong to calls that have ended. */
    private long countedErrors;

    private boolean outOfMemory;

    CommandRunner(Engine engine) {
        this.engine = engine;
    }

    void execute(Session session, byte[][] argv) {
        if (argv.length == 0 || session.isClosing()) {
            return;
        }
        engine.refreshTime();
        session.touch(engine.now());
        if (session.isBlocked()) {
            session.postponed().add(argv);
            return;
        }
        SessionInput diverted = session.divertedInput();
        if (diverted != null) {
            diverted.command(argv);
            engine.afterUnit();
            return;
        }
        if (engine.scripting().isHeldByDebugger()) {
            engine.blocking().hold(session, argv);
            return;
        }
        process(session, argv);
    }

    private void process(Session session, byte[][] argv) {
        Session before = engine.setCurrentSession(session);
        try {
            run(session, argv);
        } finally {
            engine.setCurrentSession(before);
        }
        if (!session.isBlocked()) {
            session.endCall();
        }
        engine.clientEviction().changed(session);
        if (session.isClosingAfterCommand() && !session.isClosing()) {
            engine.disconnect(session, true);
        }
    }

    private void run(Session session, byte[][] argv) {
        CommandSpec spec = null;
        session.beginCall(null, argv);
        try {
            spec = find(argv);
            session.beginCall(spec, argv);
            if (!spec.accepts(argv.length)) {
                throw new RedisError("ERR wrong number of arguments for '" + spec.name() + "' command");
            }
            checkProtected(session, spec);
            admit(session, spec, argv);
        } catch (RedisError refused) {
            refuse(session, spec, refused);
            return;
        }
        if (session.isClosing()) {
            // It was one of those that took too much memory.
            return;
        }
        ClientPause pause = engine.pause();
        if (pause.isActive() && pause.holds(session, spec, engine.scripting().commandFlags(spec, argv))) {
            engine.blocking().hold(session, argv);
            return;
        }
        Transaction transaction = session.transaction();
        if (transaction != null && !NEVER_QUEUED.contains(spec.name())) {
            // A transaction that will not run needs no memory.
            if (!transaction.hasFailed() && !session.watched().isDirty()) {
                transaction.add(spec, argv, engine.scripting().commandFlags(spec, argv));
            }
            sinkOf(session).status("QUEUED");
            return;
        }
        Context context = idle;
        idle = null;
        if (context == null) {
            context = new Context(engine, session, spec, argv, session.sink());
        }
        boolean fixed = engine.fixTime(true);
        try {
            call(context, session, spec, argv, sinkOf(session), false);
        } finally {
            engine.fixTime(fixed);
            idle = context;
        }
        if (spec.has(CommandFlag.TOUCHES_ARBITRARY_KEYS)) {
            // Keys that it found expired have nothing to do with each other.
            engine.propagation().flushEach();
        }
        engine.afterUnit();
    }

    /** A call that did not pass the checks: a transaction that it belongs to fails with it; EXEC itself aborts at once. */
    private void refuse(Session session, @Nullable CommandSpec spec, RedisError cause) {
        RedisError error = cause;
        if (spec != null) {
            engine.stats().command(spec.id()).rejected++;
        }
        if (spec != null && spec.name().equals("exec")) {
            engine.discardTransaction(session);
            String text = cause.text();
            error = new RedisError("EXECABORT Transaction discarded because of: "
                    + (text.startsWith("ERR ") ? text.substring(4) : text));
            showEnd(session, spec);
        } else if (session.transaction() != null) {
            session.transaction().fail();
        }
        engine.stats().countError(error.text());
        sinkOf(session).error(error.text());
    }

    /** Monitors have seen MULTI, so that they are shown EXEC even if it is refused. */
    private void showEnd(Session session, CommandSpec exec) {
        MonitorFeed monitors = engine.callLog().monitors();
        if (!monitors.sessions().isEmpty()) {
            monitors.show(nested(session, exec, session.argv(), sinkOf(session)));
        }
    }

    /** The sink for the reply of a call: nowhere, if CLIENT REPLY says so. */
    private static ReplySink sinkOf(Session session) {
        return session.sink();
    }

    /** @throws RedisError unknown command or subcommand */
    private CommandSpec find(byte[][] argv) {
        CommandSpec spec = engine.commands().find(argv[0]);
        if (spec == null) {
            throw new RedisError(unknown(argv));
        }
        if (spec.isContainer() && argv.length > 1) {
            CommandSpec sub = spec.subcommand(argv[1]);
            if (sub == null) {
                throw new RedisError("ERR unknown subcommand '" + printable(argv[1], 128) + "'. Try "
                        + new String(argv[0], StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT) + " HELP.");
            }
            return sub;
        }
        return spec;
    }

    private static String printable(byte[] word, int limit) {
        String text = WireText.ofC(word);
        return text.substring(0, Math.min(text.length(), limit))
                .replace('\r', ' ')
                .replace('\n', ' ');
    }

    private static String unknown(byte[][] argv) {
        StringBuilder args = new StringBuilder();
        for (int i = 1; i < argv.length && args.length() < 128; i++) {
            args.append('\'').append(printable(argv[i], 128 - args.length())).append("' ");
        }
        return "ERR unknown command '" + printable(argv[0], 128) + "', with args beginning with: " + args;
    }

    /** DEBUG and MODULE are allowed by the configuration only. */
    private void checkProtected(Session session, CommandSpec spec) {
        if (!spec.has(CommandFlag.PROTECTED)) {
            return;
        }
        boolean debug = spec.name().equals("debug");
        Permission permission =
                debug ? engine.config().enableDebugCommand() : engine.config().enableModuleCommand();
        if (!permission.allows(session.isLocal())) {
            String option = debug ? "debug" : "module";
            throw new RedisError("ERR " + option.toUpperCase(Locale.ROOT)
                    + " command not allowed. If the enable-" + option
                    + "-command option is set to \"local\", you can run it from a local connection, otherwise you need"
                    + " to set this option in the configuration file, and then restart the server.");
        }
    }

    private void admit(Session session, CommandSpec spec, byte[][] argv) {
        if (!session.isAuthenticated() && engine.acl().requiresPassword() && !spec.has(CommandFlag.NO_AUTH)) {
            throw new RedisError("NOAUTH Authentication required.");
        }
        if (session.transaction() != null && spec.has(CommandFlag.NO_MULTI)) {
            throw new RedisError("ERR Command not allowed inside a transaction");
        }
        if (!session.user().isUnrestricted()) {
            engine.acl().check(session, spec, argv);
        }
        engine.clientEviction().enforce();
        if (engine.tracking().isActive()) {
            engine.tracking().limitTable();
        }
        // What a file holds was let in when it was written.
        if (engine.config().maxmemory() > 0 && !session.isFromAof()) {
            checkMemory(session, spec, argv);
        } else {
            outOfMemory = false;
        }
        engine.persistence().check(session, spec, argv);
        engine.replication().check(session, spec, argv);
        if (session.protocol() == 2
                && !session.subscriptions().isEmpty()
                && !ALLOWED_WHILE_SUBSCRIBED.contains(spec.name())) {
            throw new RedisError("ERR Can't execute '" + spec.name()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
        }
        engine.scripting().checkBusy(spec);
        if ((session.isMonitor() || session.isReplica())
                && (spec.has(CommandFlag.WRITE)
                        || spec.has(CommandFlag.READONLY)
                        || spec.has(CommandFlag.MAY_REPLICATE))) {
            throw new RedisError("ERR Replica can't interact with the keyspace");
        }
    }

    /**
     * Runs a command that has passed the checks, in the session's name. For EXEC and scripts, which run others inside
     * themselves, too.
     *
     * @param reply where the reply goes
     * @param insideExec whether a transaction runs it
     */
    public void call(
            Context context, Session session, CommandSpec spec, byte[][] argv, ReplySink reply, boolean insideExec) {
        call(context, session, spec, argv, reply, insideExec, engine.clock().monotonicNanos());
    }

    /**
     * The same for who knows the time.
     *
     * @param start the monotonic clock's time in ns
     * @return its time at the end
     */
    public long call(
            Context context,
            Session session,
            CommandSpec spec,
            byte[][] argv,
            ReplySink reply,
            boolean insideExec,
            long start) {
        boolean execBefore = exec;
        exec |= insideExec;
        context.reset(session, spec, argv, reply, insideExec);
        session.setRunning(spec, argv);
        EngineStats stats = engine.stats();
        countedErrors = stats.errorReplies;
        try {
            spec.handler().execute(context);
        } catch (RedisError error) {
            stats.countError(error.text());
            reply.error(error.text());
        }
        engine.keyspace().settle();
        exec = execBefore;
        long end = engine.clock().monotonicNanos();
        context.finishPropagation();
        if (spec.has(CommandFlag.READONLY) && engine.tracking().isActive()) {
            track(session, spec, argv);
        }
        // Not before the call: CONFIG RESETSTAT begins with new counters.
        EngineStats.CommandStats counters = stats.command(spec.id());
        // An error fails the innermost call only: not the EXEC or script around it.
        if (stats.errorReplies != countedErrors) {
            counters.failed++;
            countedErrors = stats.errorReplies;
        }
        stats.commandsProcessed++;
        engine.callLog().called(context, counters, end - start);
        return end;
    }

    /**
     * Runs a command from a file that is being loaded. Nobody counts it, gets its reply or writes it down again.
     *
     * @param session one that {@link Session#markFromAof} has marked
     */
    public void replay(Session session, CommandSpec spec, byte[][] argv) {
        engine.refreshTime();
        Context context = replayed;
        if (context == null) {
            context = new Context(engine, session, spec, argv, session.sink());
            replayed = context;
        }
        context.reset(session, spec, argv, session.sink(), false);
        try {
            spec.handler().execute(context);
        } catch (RedisError refused) {
            // It was refused when it was written, too, or does not matter: Redis goes on here as well.
            session.sink().error(refused.text());
        }
        engine.keyspace().settle();
    }

    /** Whether a transaction runs now, from which this is called. */
    boolean isInsideExec() {
        return exec;
    }

    /** Counts a call that a script was not allowed to make. It fails that call, not the script. */
    public void countRefusal(@Nullable CommandSpec spec, RedisError refusal) {
        EngineStats stats = engine.stats();
        if (spec != null) {
            stats.command(spec.id()).rejected++;
        }
        stats.countError(refusal.text());
        countedErrors = stats.errorReplies;
    }

    /** What was read may be cached. Of what a script has read, Redis remembers the keys that the script has declared. */
    private void track(Session session, CommandSpec spec, byte[][] argv) {
        Session caller = session.scriptCaller();
        if (caller == null) {
            if (!READ_ONLY_SCRIPTS.contains(spec.name())) {
                engine.tracking().remember(session, spec, argv);
            }
            return;
        }
        CommandSpec script = caller.running();
        if (script != null) {
            engine.tracking().remember(caller, script, caller.runningArgv());
        }
    }

    /** A context for calls inside of a call. */
    public Context nested(Session session, CommandSpec spec, byte[][] argv, ReplySink reply) {
        return new Context(engine, session, spec, argv, reply);
    }

    boolean retry(Session session, BlockedState state, byte[] key) {
        CommandSpec spec = engine.commands().resolve(state.argv);
        if (spec == null) {
            throw new IllegalStateException("a blocked command is not in the table");
        }
        Context context = nested(session, spec, state.argv, session.sink());
        context.reset(session, spec, state.argv, session.sink(), false);
        context.preventPropagation();
        EngineStats.CommandStats counters = engine.stats().command(spec.id());
        long start = engine.clock().monotonicNanos();
        Session before = engine.setCurrentSession(session);
        boolean fixed = engine.fixTime(true);
        try {
            if (!state.retry.serve(context, key)) {
                return false;
            }
        } catch (RedisError error) {
            engine.stats().countError(error.text());
            counters.failed++;
            session.sink().error(error.text());
        } finally {
            engine.keyspace().settle();
            engine.fixTime(fixed);
            engine.setCurrentSession(before);
        }
        long end = engine.clock().monotonicNanos();
        engine.callLog().unblocked(context, counters, (end - state.sinceNanos) / 1000, (end - start) / 1000);
        return true;
    }

    /** Sessions wait no more and have calls to go on with: these run when no command does. */
    void resumeHeld() {
        resumeDue = true;
        if (engine.currentSession() == null) {
            engine.timers().after(0, this::resumeIfDue);
        }
    }

    void resumeIfDue() {
        if (resumeDue) {
            resumeDue = false;
            engine.blocking().takeResumable().forEach(this::resume);
        }
    }

    private void resume(Session session) {
        Deque<byte[][]> calls = new ArrayDeque<>(session.postponed());
        session.postponed().clear();
        while (!calls.isEmpty() && !session.isClosing()) {
            process(session, calls.remove());
            if (session.isBlocked()) {
                session.postponed().addAll(calls);
                return;
            }
        }
        session.outlet().ready(session);
    }

    /** Whether memory was used up, and no room could be made, when the current call began. */
    public boolean isOutOfMemory() {
        return outOfMemory;
    }

    private void checkMemory(Session session, CommandSpec spec, byte[][] argv) {
        boolean full = !engine.pause().isActive() && engine.eviction().makeRoom() == Eviction.Result.FAIL;
        Transaction transaction = session.transaction();
        int flags = engine.scripting().commandFlags(spec, argv);
        boolean needsMemory = (flags & CommandFlag.DENYOOM.bit()) != 0;
        if (transaction != null) {
            needsMemory |= spec.name().equals("exec")
                    ? (transaction.flagUnion() & CommandFlag.DENYOOM.bit()) != 0
                    : !NEEDS_NO_MEMORY_IN_MULTI.contains(spec.name());
        }
        if (full && needsMemory) {
            throw RedisError.OUT_OF_MEMORY;
        }
        outOfMemory = full;
    }
}
