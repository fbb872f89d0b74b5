package io.redislab.engine;

import io.redislab.engine.replication.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the server ends. Who asks for it waits, and writes of all clients with them, until every replica has everything or
 * shutdown-timeout is over; then everything is brought onto the disk. What stands in the way of that leaves the server
 * running.
 */
public final class ServerEnd implements EngineModule {
    /**
     * What SHUTDOWN asks for.
     *
     * @param save whether an RDB file is written even without save points
     * @param noSave whether none is written
     * @param now whether replicas are not waited for
     * @param force whether failures don't matter
     */
    public record Request(boolean save, boolean noSave, boolean now, boolean force) {}

    private static final String FAILED = "ERR Errors trying to SHUTDOWN. Check logs.";

    private final Engine engine;
    private final List<Session> waiting = new ArrayList<>();
    /** What waits for replicas. */
    private @Nullable Request begun;
    /** Until when it does: Unix time in ms. */
    private long deadline;
    /** What a signal wants, before the cron has seen it. */
    private @Nullable Runnable due;

    private Runnable onAborted = () -> {};
    private Consumer<Crash> onCrash = this::endWithoutSaving;

    ServerEnd(Engine engine) {
        this.engine = engine;
    }

    /** What happens when the server crashes; by default the log tells, and it ends without saving. */
    public void onCrash(Consumer<Crash> action) {
        onCrash = action;
    }

    /** Ends as after a fault. */
    public void crash(Crash crash) {
        onCrash.accept(crash);
    }

    private void endWithoutSaving(Crash crash) {
        crash.lines().forEach(engine.log()::warning);
        engine.requestShutdown(false);
    }

    /** Whether it has begun and waits for replicas. */
    public boolean isWaiting() {
        return begun != null;
    }

    /** How long it may still wait: ms. */
    public long millisLeft() {
        return deadline - engine.now();
    }

    /**
     * Ends the server, or begins to; {@link Engine#shutdown} and {@link #isWaiting} tell. When neither holds then, it has
     * failed, and the log says why.
     */
    public void begin(Request request) {
        if (begun != null) {
            return;
        }
        engine.log().warning("User requested shutdown...");
        long patience = engine.config().shutdownTimeout() * 1000L;
        if (request.now || patience == 0 || lagging().isEmpty()) {
            finish(request);
            return;
        }
        begun = request;
        deadline = engine.now() + patience;
        engine.replication().replicas().askHowFar();
        engine.pause().setEnding(true);
        engine.log().notice("Waiting for replicas before shutting down.");
    }

    /** SHUTDOWN of a client, which gets an error should the server live on. */
    public void begin(Context context, Request request) {
        begin(request);
        if (engine.shutdown() == null && begun == null) {
            throw new RedisError(FAILED);
        }
        if (begun != null) {
            Session session = context.session();
            waiting.add(session);
            context.block(List.of(), 0, false, (again, key) -> false, () -> {});
        }
    }

    /**
     * A signal wants the server to end: the next cron does it, unless SHUTDOWN ABORT comes first.
     *
     * @param whenAborted is run when the server lives on
     */
    public void schedule(Runnable shutdown, Runnable whenAborted) {
        due = shutdown;
        onAborted = whenAborted;
    }

    /** SHUTDOWN ABORT: false when the server is not about to end. */
    public boolean abort() {
        if (begun == null && due == null) {
            return false;
        }
        due = null;
        onAborted.run();
        cancel();
        engine.log().notice("Shutdown manually aborted.");
        return true;
    }

    @Override
    public void cron(long run) {
        Runnable wanted = due;
        Request request = begun;
        if (wanted != null && request == null) {
            due = null;
            wanted.run();
        } else if (request != null && (engine.now() >= deadline || lagging().isEmpty())) {
            finish(request);
        }
    }

    @Override
    public void closed(Session session) {
        waiting.remove(session);
    }

    private List<Replica> lagging() {
        long offset = engine.replication().offset();
        return engine.replication().replicas().all().stream()
                .filter(replica -> replica.acknowledged() != offset)
                .toList();
    }

    private void finish(Request request) {
        tellOfReplicas();
        boolean ends = engine.persistence().prepareToEnd(request.save, request.noSave, request.force);
        if (ends) {
            engine.requestShutdown(!request.noSave);
            return;
        }
        engine.log().warning("Errors trying to shut down the server. Check the logs for more information.");
        if (begun != null) {
            onAborted.run();
            cancel();
        }
    }

    private void tellOfReplicas() {
        int all = engine.replication().replicas().all().size();
        List<Replica> lagging = lagging();
        for (Replica replica : lagging) {
            engine.log()
                    .warning("Lagging replica " + replica.name() + " reported offset "
                            + (engine.replication().offset() - replica.acknowledged()) + " behind master, lag="
                            + (engine.now() - replica.acknowledgedMillis()) / 1000 + ", state=online.");
        }
        if (all > 0) {
            engine.log().notice((all - lagging.size()) + " of " + all + " replicas are in sync when shutting down.");
        }
    }

    private void cancel() {
        begun = null;
        List<Session> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(session -> engine.blocking().unblock(session, FAILED));
        engine.pause().setEnding(false);
    }
}
