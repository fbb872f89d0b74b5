package io.redislab.engine;

import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.LongDouble;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.Keyspace;
import io.redislab.engine.value.Value;
import io.redislab.resp.ReplySink;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a handler works with: the call's words, the keyspace as this session sees it, and where the reply goes. Valid for
 * one call.
 */
public final class Context {
    private static final byte[] REDACTED = "(redacted)".getBytes(StandardCharsets.US_ASCII);

    private final Engine engine;
    private final Arguments args = new Arguments();
    private Session session;
    private CommandSpec spec;
    private byte[][] argv;
    private ReplySink reply;
    private Database database;
    private boolean insideExec;
    /** Propagate the call as it stands, unless a handler said otherwise. */
    private boolean verbatim;

    private boolean prevented;
    private long dirtyBefore;
    /** The words as MONITOR and SLOWLOG show them, when they differ from the call's. */
    private byte @Nullable [][] shown;

    Context(Engine engine, Session session, CommandSpec spec, byte[][] argv, ReplySink reply) {
        this.engine = engine;
        this.session = session;
        this.spec = spec;
        this.argv = argv;
        this.reply = reply;
        this.database = engine.keyspace().database(session.database());
    }

    void reset(Session newSession, CommandSpec newSpec, byte[][] newArgv, ReplySink newReply, boolean exec) {
        session = newSession;
        spec = newSpec;
        argv = newArgv;
        reply = newReply;
        insideExec = exec;
        database = engine.keyspace().database(newSession.database());
        args.reset(newArgv, newSpec.parent() == null ? 1 : 2);
        verbatim = true;
        prevented = false;
        shown = null;
        dirtyBefore = engine.keyspace().dirty();
    }

    public Engine engine() {
        return engine;
    }

    public Session session() {
        return session;
    }

    /** The command that runs; for a container the subcommand. */
    public CommandSpec spec() {
        return spec;
    }

    /** The words of the call, the name first. Handlers may keep the arrays but not change them. */
    public byte[][] argv() {
        return argv;
    }

    public int argc() {
        return argv.length;
    }

    /** A secret: MONITOR and SLOWLOG show the word as {@code (redacted)}. */
    public void redact(int index) {
        byte[][] words = shown;
        if (words == null) {
            words = argv.clone();
            shown = words;
        }
        words[index] = REDACTED;
    }

    /** The words as others may see them: secrets are redacted. */
    public byte[][] shownArgv() {
        byte[][] words = shown;
        return words == null ? argv : words;
    }

    public byte[] arg(int index) {
        return argv[index];
    }

    /** The cursor, behind the command's name. */
    public Arguments args() {
        return args;
    }

    public ReplySink reply() {
        return reply;
    }

    public Configuration config() {
        return engine.config();
    }

    public RandomGenerator random() {
        return engine.random();
    }

    /** Whether keys whose time is up stay until others delete them: while an AOF is loaded, and on a replica. */
    public boolean leavesExpired() {
        return session.isFromAof() || engine.replication().isReplica();
    }

    /** Unix time in ms, the same during the whole call, transaction or script. */
    public long now() {
        return engine.now();
    }

    public Keyspace keyspace() {
        return engine.keyspace();
    }

    /** The session's database. */
    public Database database() {
        return database;
    }

    /** The session selects another database. */
    public void select(int index) {
        session.select(index);
        database = engine.keyspace().database(index);
    }

    /** Counts work done: elements visited. */
    public void work(long elements) {
        engine.stats().work += elements;
    }

    // ---- keys ----

    /** The entry to read, or null; an expired key is not there. Counts as a hit or a miss and as an access. */
    public @Nullable KeyEntry read(byte[] key) {
        return engine.keyspace().read(database, key, true);
    }

    /** As {@link #read}, but neither the statistics nor the access time see it. */
    public @Nullable KeyEntry peek(byte[] key) {
        return engine.keyspace().read(database, key, false);
    }

    /** The entry to change, or null. An expired key is deleted first. */
    public @Nullable KeyEntry write(byte[] key) {
        return engine.keyspace().write(database, key);
    }

    /** The value to read, or null. @throws RedisError WRONGTYPE */
    public <V extends Value> @Nullable V readValue(byte[] key, Class<V> type) {
        KeyEntry entry = read(key);
        if (entry == null) {
            return null;
        }
        Value value = entry.value();
        if (!type.isInstance(value)) {
            throw RedisError.WRONG_TYPE;
        }
        return type.cast(value);
    }

    /** The value to change, or null. @throws RedisError WRONGTYPE */
    public <V extends Value> @Nullable V writeValue(byte[] key, Class<V> type) {
        KeyEntry entry = writeEntry(key, type);
        return entry == null ? null : type.cast(entry.value());
    }

    /** The entry to change, or null; its value has this type. @throws RedisError WRONGTYPE */
    public @Nullable KeyEntry writeEntry(byte[] key, Class<? extends Value> type) {
        KeyEntry entry = write(key);
        if (entry != null && !type.isInstance(entry.value())) {
            throw RedisError.WRONG_TYPE;
        }
        return entry;
    }

    /** Adds a key, or replaces its value; the expiry stays. Wakes who waits for such a key. Reports nothing. */
    public KeyEntry put(byte[] key, Value value) {
        return put(key, database.findForChange(key), value);
    }

    /**
     * As {@link #put(byte[], Value)}, where the entry is known already.
     *
     * @param existing what {@link #write} gave for the key
     */
    public KeyEntry put(byte[] key, @Nullable KeyEntry existing, Value value) {
        if (existing != null) {
            engine.keyspace().replace(database, existing, value);
            return existing;
        }
        KeyEntry entry = database.add(key, value);
        engine.keyspace().created(database, key, entry);
        return entry;
    }

    /** Removes the key and reports {@code del}; false when it was not there. For values that became empty. */
    public boolean removeEmptied(byte[] key) {
        return engine.keyspace().removeEmptied(database, key);
    }

    /**
     * A write reports itself: watching and tracking clients, keyspace events, the counter of changes and the memory
     * model learn it from this one call.
     *
     * @param event the event's name, as in {@code __keyspace@0__:key}
     */
    public void modified(byte[] key, EventType type, String event) {
        modified(key, type, event, 1);
    }

    /**
     * As {@link #modified(byte[], EventType, String)}, for several changes at once.
     *
     * @param changes how much the counter of changes grows
     */
    public void modified(byte[] key, EventType type, String event, long changes) {
        engine.keyspace().touched(database, key, session);
        engine.keyspace().notify(type, event, key, database);
        engine.keyspace().addDirty(changes);
    }

    /** As {@link #modified(byte[], EventType, String, long)}, for an entry that is still there: saves the lookup. */
    public void modified(KeyEntry entry, EventType type, String event, long changes) {
        engine.keyspace().touched(database, entry, session);
        engine.keyspace().notify(type, event, entry.key(), database);
        engine.keyspace().addDirty(changes);
    }

    /**
     * As {@link #modified(KeyEntry, EventType, String, long)}, for a value that may have lost its last element: then its
     * key goes and {@code del} is reported, too.
     */
    public void shrunk(KeyEntry entry, boolean empty, EventType type, String event, long changes) {
        if (!empty) {
            modified(entry, type, event, changes);
            return;
        }
        byte[] key = entry.key();
        notify(type, event, key);
        removeEmptied(key);
        touched(key);
        addDirty(changes);
    }

    /** The part of {@link #modified(byte[], EventType, String)} without event and counter. */
    public void touched(byte[] key) {
        engine.keyspace().touched(database, key, session);
    }

    /** As {@link #touched(byte[])}, for an entry that is still there. */
    public void touched(KeyEntry entry) {
        engine.keyspace().touched(database, entry, session);
    }

    public void notify(EventType type, String event, byte[] key) {
        engine.keyspace().notify(type, event, key, database);
    }

    public void addDirty(long changes) {
        engine.keyspace().addDirty(changes);
    }

    /** A key that waiting clients may be served from got more elements. */
    public void signalReady(byte[] key) {
        engine.blocking().signal(database.index(), key);
    }

    // ---- propagation ----

    /** The AOF gets this instead of the call's own words. */
    public void propagateAs(byte[]... words) {
        if (verbatim) {
            verbatim = false;
        }
        engine.propagation().add(database.index(), words);
    }

    public void propagateAs(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        propagateAs(bytes);
    }

    /** The AOF gets nothing of this call, or only what {@link #propagateAs} says. */
    public void preventPropagation() {
        prevented = true;
    }

    /** The AOF gets the call even if it changed nothing. */
    public void forcePropagation() {
        engine.propagation().force(this);
    }

    void finishPropagation() {
        if (verbatim && !prevented && engine.keyspace().dirty() > dirtyBefore && !spec.has(CommandFlag.MAY_REPLICATE)) {
            engine.propagation().add(database.index(), argv);
        }
    }

    // ---- blocking ----

    /** Whether this call may wait: not in a transaction, not in a script. */
    public boolean mayBlock() {
        return !insideExec && !session.isScript() && !session.mustBeObeyed();
    }

    public boolean insideExec() {
        return insideExec;
    }

    /**
     * The session waits for one of the keys. The handler has written no reply.
     *
     * @param timeoutMillis 0 for ever
     * @param servesDeleted whether {@code retry} is also asked when a key is deleted or changes its type
     * @param onTimeout writes the reply of a timeout into the session's sink
     */
    public void block(
            List<byte[]> keys,
            long timeoutMillis,
            boolean servesDeleted,
            BlockedState.Retry retry,
            Runnable onTimeout) {
        engine.blocking().block(this, keys, timeoutMillis, servesDeleted, retry, onTimeout);
    }

    /** A timeout in seconds as blocking commands take it, in ms. @throws RedisError when it is no number or negative */
    public static long timeoutMillis(byte[] word) {
        BigDecimal seconds = LongDouble.parse(word, new RedisError("ERR timeout is not a float or out of range"));
        BigDecimal product = seconds == null ? null : LongDouble.product(seconds, BigDecimal.valueOf(1000));
        BigDecimal millis = product == null ? null : product.setScale(0, RoundingMode.CEILING);
        // What is too large for a long wraps around in Redis.
        if (millis == null || millis.signum() < 0 || millis.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new RedisError("ERR timeout is negative");
        }
        return millis.longValue();
    }
}
