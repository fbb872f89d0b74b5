package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine. Its body runs on a Java thread of its own, but never at the same time as its resumer: control goes
 * back and forth through two batons. The thread is taken at the first resume and given back at the end.
 */
public final class LuaCoroutine {
    /** What {@code coroutine.status} tells. */
    public enum Status {
        SUSPENDED,
        RUNNING,
        NORMAL,
        DEAD
    }

    /** Steps that a change of threads is worth. */
    private static final int SWITCH_COST = 20;

    private final LuaState state;
    private final LuaFunction body;
    private final LuaThread thread;
    private final Baton toBody;
    private final Baton toResumer;
    private Status status = Status.SUSPENDED;
    private boolean started;
    private boolean cancelled;
    private Object[] transfer = Lua.NONE;
    private @Nullable LuaError failure;

    public LuaCoroutine(LuaState state, LuaFunction body) {
        this.state = state;
        this.body = body;
        this.thread = new LuaThread(state, this);
        this.toBody = new Baton(state);
        this.toResumer = new Baton(state);
        state.memory().charge(1024);
    }

    public Status status() {
        return status;
    }

    /**
     * Runs the body until it yields or ends.
     *
     * @return what it yielded or returned
     * @throws LuaError the error that ended it
     */
    public Object[] resume(LuaFrame caller, Object[] args) {
        LuaThread resumer = caller.thread;
        resumer.charge(SWITCH_COST);
        LuaCoroutine outer = resumer.coroutine();
        transfer = args;
        if (!started && !state.carriers().start(this, state.limits().coroutines())) {
            status = Status.DEAD;
            throw LuaError.plain("not enough memory");
        }
        resumer.settle();
        status = Status.RUNNING;
        if (outer != null) {
            outer.status = Status.NORMAL;
        }
        state.setCurrent(thread);
        started = true;
        toBody.pass();
        toResumer.await();
        state.setCurrent(resumer);
        if (outer != null) {
            outer.status = Status.RUNNING;
        }
        LuaError error = failure;
        if (error != null) {
            failure = null;
            throw error;
        }
        return transfer;
    }

    /** Gives values to the resumer and waits for the next resume, whose arguments it returns. */
    public static Object[] suspend(LuaFrame caller, Object[] values) {
        LuaThread thread = caller.thread;
        LuaCoroutine self = thread.coroutine();
        if (self == null || !thread.canYield()) {
            throw LuaError.of(caller, LuaString.of("attempt to yield across metamethod/C-call boundary"));
        }
        self.transfer = values;
        self.status = Status.SUSPENDED;
        thread.settle();
        self.toResumer.pass();
        self.toBody.await();
        if (self.cancelled) {
            throw LuaError.abort(LuaString.of("coroutine closed"));
        }
        return self.transfer;
    }

    /** The body's whole life, on the carrier's thread. */
    void run() {
        toBody.await();
        if (!cancelled) {
            LuaFrame base = LuaFrame.base(thread);
            thread.startCoroutine();
            try {
                failure = thread.protect(base, () -> {
                    transfer = Lua.all(body.call(base, transfer));
                    thread.settle();
                });
            } catch (LuaError abort) {
                failure = abort;
            } catch (RuntimeException | Error e) {
                failure = LuaError.abort(LuaString.utf8("internal error: " + e));
                failure.initCause(e);
            }
        }
        status = Status.DEAD;
    }

    /** Lets the resumer go on; the carrier's last act for this coroutine. */
    void finish() {
        if (!cancelled) {
            toResumer.pass();
        }
    }

    /** Ends a suspended body: its next step throws. */
    void cancel() {
        cancelled = true;
        toBody.pass();
    }
}
