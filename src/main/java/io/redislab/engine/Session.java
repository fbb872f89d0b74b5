package io.redislab.engine;

import io.redislab.engine.acl.User;
import io.redislab.engine.clients.ClientTracking;
import io.redislab.engine.clients.Tracking;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.keyspace.WatchedKeys;
import io.redislab.engine.pubsub.Subscriptions;
import io.redislab.resp.ReplySink;
import io.redislab.resp.SilentSink;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One client's state. Owned by the engine's thread. */
public final class Session {
    /** What CLIENT REPLY chose. */
    public enum ReplyMode {
        ON,
        OFF,
        SKIP_NEXT,
        SKIP
    }

    /** What SCRIPT DEBUG chose: how the next EVAL runs. */
    public enum ScriptDebugging {
        OFF,
        /** On a copy of the data. */
        FORKED,
        SYNCHRONOUS
    }

    private static final byte[][] NO_WORDS = {};

    private final long id;
    private final Outlet outlet;
    private final ReplySink sink;
    private final ReplySink pushSink;
    private final long createdMillis;
    private final Subscriptions subscriptions = new Subscriptions();
    private final WatchedKeys watched = new WatchedKeys();

    private byte[] name = {};
    private int database;
    private User user;
    private boolean authenticated;
    private ReplyMode replyMode = ReplyMode.ON;
    private @Nullable Transaction transaction;
    private @Nullable BlockedState blocked;
    private @Nullable CommandSpec lastCommand;
    private byte[][] argv = NO_WORDS;
    private @Nullable CommandSpec running;
    private byte[][] runningArgv = NO_WORDS;
    private @Nullable Session scriptCaller;
    private @Nullable SessionInput divertedInput;
    private ScriptDebugging scriptDebugging = ScriptDebugging.OFF;
    private long lastInteractionMillis;
    private boolean monitor;
    private boolean replica;
    private boolean master;
    private boolean closing;
    private boolean closeAfterCommand;
    private boolean script;
    private boolean noEvict;
    private boolean unixSocket;
    private boolean fromAof;
    private @Nullable Tracking tracking;
    /** Calls that CLIENT PAUSE holds back, in order. */
    private final Deque<byte[][]> postponed = new ArrayDeque<>();

    private @Nullable SilentSink silent;
    private long countedMemory;

    Session(long id, Outlet outlet, ReplySink sink, ReplySink pushSink, long createdMillis, User user) {
        this.id = id;
        this.outlet = outlet;
        this.sink = sink;
        this.pushSink = pushSink;
        this.createdMillis = createdMillis;
        this.lastInteractionMillis = createdMillis;
        this.user = user;
    }

    /** As CLIENT ID answers. */
    public long id() {
        return id;
    }

    public Outlet outlet() {
        return outlet;
    }

    /** Where this session's replies go: nowhere while CLIENT REPLY says so. */
    public ReplySink sink() {
        return isMuted() ? silentSink() : sink;
    }

    /** Whether CLIENT REPLY keeps replies back now; messages come all the same. */
    public boolean isMuted() {
        return replyMode == ReplyMode.OFF || replyMode == ReplyMode.SKIP;
    }

    private ReplySink silentSink() {
        SilentSink nowhere = silent;
        if (nowhere == null) {
            nowhere = new SilentSink();
            silent = nowhere;
        }
        nowhere.setProtocol(sink.protocol());
        return nowhere;
    }

    /** Where messages go that answer no command; for a socket the same as {@link #sink}. */
    public ReplySink pushSink() {
        return pushSink;
    }

    public int protocol() {
        return sink.protocol();
    }

    public void setProtocol(int version) {
        sink.setProtocol(version);
        pushSink.setProtocol(version);
    }

    /** Unix time in ms. */
    public long createdMillis() {
        return createdMillis;
    }

    public byte[] name() {
        return name;
    }

    public void setName(byte[] newName) {
        name = newName;
    }

    /** The number of the selected database. */
    public int database() {
        return database;
    }

    public void select(int index) {
        database = index;
    }

    public User user() {
        return user;
    }

    public void setUser(User newUser) {
        user = newUser;
    }

    public boolean isAuthenticated() {
        return authenticated;
    }

    public void setAuthenticated(boolean yes) {
        authenticated = yes;
    }

    public ReplyMode replyMode() {
        return replyMode;
    }

    public void setReplyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** What MULTI began, or null outside of a transaction. */
    public @Nullable Transaction transaction() {
        return transaction;
    }

    public void setTransaction(@Nullable Transaction begun) {
        transaction = begun;
    }

    public WatchedKeys watched() {
        return watched;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public @Nullable BlockedState blocked() {
        return blocked;
    }

    public boolean isBlocked() {
        return blocked != null || !postponed.isEmpty();
    }

    void setBlocked(@Nullable BlockedState state) {
        blocked = state;
    }

    Deque<byte[][]> postponed() {
        return postponed;
    }

    /** The command called last, or being called; null when there was none such. */
    public @Nullable CommandSpec lastCommand() {
        return lastCommand;
    }

    /** The words of the call that is being looked at, runs or waits; empty between calls. */
    public byte[][] argv() {
        return argv;
    }

    void beginCall(@Nullable CommandSpec spec, byte[][] words) {
        lastCommand = spec;
        argv = words;
    }

    /** The command that was begun last, within EXEC the queued one. */
    @Nullable
    CommandSpec running() {
        return running;
    }

    byte[][] runningArgv() {
        return runningArgv;
    }

    void setRunning(CommandSpec spec, byte[][] words) {
        running = spec;
        runningArgv = words;
    }

    /** The call is over and does not wait: what was meant for one command only ends with it. */
    void endCall() {
        argv = NO_WORDS;
        runningArgv = NO_WORDS;
        if (tracking != null) {
            ClientTracking.endCaching(this);
        }
        if (replyMode == ReplyMode.SKIP) {
            replyMode = ReplyMode.ON;
        } else if (replyMode == ReplyMode.SKIP_NEXT) {
            replyMode = ReplyMode.SKIP;
        }
    }

    /** Unix time in ms. */
    public long lastInteractionMillis() {
        return lastInteractionMillis;
    }

    public void touch(long nowMillis) {
        lastInteractionMillis = nowMillis;
    }

    public boolean isMonitor() {
        return monitor;
    }

    public void setMonitor(boolean yes) {
        monitor = yes;
    }

    /** Whether this is a replica, which gets changes instead of replies. */
    public boolean isReplica() {
        return replica;
    }

    /** From now on it gets changes instead of replies. */
    public void markReplica() {
        replica = true;
    }

    /** Whether this is the master, whose commands are run without questions. */
    public boolean isMaster() {
        return master;
    }

    void markMaster() {
        master = true;
    }

    /** Whether the commands have been run elsewhere or before, so that they can't be refused. */
    public boolean mustBeObeyed() {
        return fromAof || master;
    }

    /** No further command of this session is run. */
    public boolean isClosing() {
        return closing;
    }

    void setClosing() {
        closing = true;
    }

    /** The session ends with the reply of the command that runs now. */
    public boolean isClosingAfterCommand() {
        return closeAfterCommand;
    }

    public void closeAfterCommand() {
        closeAfterCommand = true;
    }

    /** The caller is a script: no blocking, no transaction of its own. */
    public boolean isScript() {
        return script;
    }

    public void markScript() {
        script = true;
    }

    /** Of a script's session: who called the script. */
    public @Nullable Session scriptCaller() {
        return scriptCaller;
    }

    public void setScriptCaller(@Nullable Session caller) {
        scriptCaller = caller;
    }

    public ScriptDebugging scriptDebugging() {
        return scriptDebugging;
    }

    public void setScriptDebugging(ScriptDebugging choice) {
        scriptDebugging = choice;
    }

    /** Who gets this session's commands now instead of the command table, or null. */
    public @Nullable SessionInput divertedInput() {
        return divertedInput;
    }

    public void divertInput(@Nullable SessionInput to) {
        divertedInput = to;
    }

    public boolean isNoEvict() {
        return noEvict;
    }

    public void setNoEvict(boolean yes) {
        noEvict = yes;
    }

    public boolean isUnixSocket() {
        return unixSocket;
    }

    /** Whether the client is on this machine. */
    public boolean isLocal() {
        String address = outlet.remoteAddress();
        return unixSocket || address.isEmpty() || address.startsWith("127.0.0.1:") || address.startsWith("[::1]:");
    }

    public void markUnixSocket() {
        unixSocket = true;
    }

    /** Commands that a loading AOF gives: checks for clients don't apply. */
    public boolean isFromAof() {
        return fromAof;
    }

    public void markFromAof() {
        fromAof = true;
    }

    /** Bytes that the session took when {@link io.redislab.engine.clients.ClientEviction} looked last. */
    public long countedMemory() {
        return countedMemory;
    }

    public void setCountedMemory(long bytes) {
        countedMemory = bytes;
    }

    /** Client-side caching, or null when off. */
    public @Nullable Tracking tracking() {
        return tracking;
    }

    public void setTracking(@Nullable Tracking state) {
        tracking = state;
    }

    @Override
    public String toString() {
        return "session " + id;
    }
}
