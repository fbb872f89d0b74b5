package io.redislab.engine.script;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.SessionInput;
import io.redislab.engine.command.CommandSpec;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaString;
import io.redislab.resp.ReplyBuilder;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One EVAL under the debugger. The script has a thread of its own, but it and the engine's thread never run at the same
 * time: control goes to the script with each command of its client, and comes back when the script stops or ends. Unless
 * the client asked for a synchronous session, the script works on a copy of the engine, which is thrown away.
 */
final class DebugSession implements SessionInput, Debugger.Console {
    private static final long STACK_BYTES = 64L << 20;

    private final Engine engine;
    private final Session session;
    private final CommandSpec command;
    private final byte[][] argv;
    private final boolean synchronous;
    private final Debugger debugger;
    private final Semaphore toScript = new Semaphore(0);
    private final Semaphore toEngine = new Semaphore(0);
    /** What the script's side wants to be sent. */
    private List<List<String>> answers = new ArrayList<>();

    private byte @Nullable [][] request;
    private boolean gone;
    private boolean ended;
    private @Nullable RuntimeException failure;
    private final ReplyBuilder reply = new ReplyBuilder();

    private DebugSession(Context context, boolean synchronous) {
        this.engine = context.engine();
        this.session = context.session();
        this.command = context.spec();
        this.argv = context.argv();
        this.synchronous = synchronous;
        this.debugger = new Debugger(argv[1], this);
        reply.setProtocol(session.protocol());
    }

    /** Begins a session with an EVAL; its client's next commands are the debugger's. @return null when it is over already */
    static @Nullable DebugSession start(Context context, boolean synchronous) {
        DebugSession debug = new DebugSession(context, synchronous);
        debug.session.divertInput(debug);
        Engine target = synchronous ? debug.engine : debug.engine.fork(debug.engine.clock());
        Thread thread = new Thread(null, () -> debug.run(target), "redislab-script-debugger", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        debug.resume();
        return debug.ended ? null : debug;
    }

    // ---- on the engine's thread

    @Override
    public void command(byte[][] words) {
        request = words;
        resume();
    }

    @Override
    public void closed() {
        gone = true;
        resume();
    }

    private void resume() {
        toScript.release();
        toEngine.acquireUninterruptibly();
        ReplySink sink = session.sink();
        List<List<String>> lists = answers;
        answers = new ArrayList<>();
        for (List<String> lines : lists) {
            sink.array(lines.size());
            lines.forEach(line -> sink.status(line.replace('\r', ' ').replace('\n', ' ')));
        }
        if (ended) {
            finish(sink);
        }
    }

    private void finish(ReplySink sink) {
        session.divertInput(null);
        engine.scripting().debugEnded(this);
        reply.take().forEach(sink::reply);
        if (!gone) {
            engine.disconnect(session, true);
        }
        if (failure != null) {
            throw failure;
        }
    }

    boolean isSynchronous() {
        return synchronous;
    }

    // ---- on the script's thread

    private void run(Engine target) {
        toScript.acquireUninterruptibly();
        try {
            evaluate(target);
        } catch (RedisError e) {
            engine.stats().countError(e.text());
            reply.error(e.text());
        } catch (RuntimeException e) {
            failure = e;
        }
        debugger.add("<endsession>");
        debugger.flush();
        ended = true;
        toEngine.release();
    }

    private void evaluate(Engine target) {
        Session caller = session;
        if (!synchronous) {
            caller = target.internalSession(reply);
            caller.setUser(session.user());
            caller.select(session.database());
        }
        int keys = Scripting.keyCount(argv, RedisError.NOT_AN_INTEGER);
        ScriptCache.Script script = target.scripting().cache().load(argv[1]);
        ScriptHost host = new ScriptHost(target, debugger);
        debugger.attach(host);
        LuaClosure code = ScriptCache.compile(host, script, true);
        ScriptRun run = new ScriptRun(
                caller,
                command,
                argv,
                script.sha(),
                true,
                script.traits(),
                false,
                engine.runner().isOutOfMemory());
        Scripting.evaluate(host, run, code, keys, reply);
    }

    @Override
    public void send(List<String> lines) {
        answers.add(lines);
    }

    @Override
    public byte @Nullable [][] read() {
        request = null;
        toEngine.release();
        toScript.acquireUninterruptibly();
        if (gone && !synchronous) {
            // Nobody will see what the script does from now on.
            throw LuaError.abort(LuaString.of("debugging ended"));
        }
        return gone ? null : request;
    }
}
