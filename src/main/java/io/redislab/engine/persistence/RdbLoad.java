package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.persistence.rdb.RdbException;
import io.redislab.engine.persistence.rdb.RdbInput;
import io.redislab.engine.persistence.rdb.RdbReader;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.util.Locale;

/** Loads the keys of an RDB file, one after the other. */
final class RdbLoad implements RdbReader.Handler {
    private static final int EMPTY_KEYS_TOLD = 10;

    private final Engine engine;
    private final Loading loading;
    private final RdbReader reader;
    private final boolean aofBase;
    private final boolean mayReplace;
    private boolean begun;

    /**
     * A load from an input.
     *
     * @param aofBase whether commands follow that need every key as it was, even one whose time has come
     * @param mayReplace whether a key that is there already is replaced
     */
    RdbLoad(Engine engine, RdbInput in, boolean aofBase, boolean mayReplace) {
        this.engine = engine;
        this.loading = engine.persistence().loading();
        this.aofBase = aofBase;
        this.mayReplace = mayReplace;
        boolean verify = engine.config().rdbchecksum() && !engine.persistence().skipsChecksums();
        this.reader = new RdbReader(in, engine.config(), this, verify);
    }

    /** Tells the log where the file is damaged. */
    void tellDamage(String what) {
        engine.log().warning("--- RDB ERROR DETECTED ---");
        engine.log().warning("[offset " + reader.input().position() + "] " + what);
        byte[] key = reader.lastKey();
        if (key != null) {
            engine.log().warning("[additional info] Reading key '" + Printable.bytes(key) + "'");
        }
        engine.log().warning("[info] " + loading.keysLoaded() + " keys read");
    }

    /** Loads the next key; false at the end of the file. */
    boolean next() throws IOException {
        if (!begun) {
            begun = true;
            reader.begin();
        }
        if (reader.next()) {
            return true;
        }
        String counts =
                "Done loading RDB, keys loaded: " + loading.keysLoaded() + ", keys expired: " + loading.keysExpired();
        if (loading.emptyKeys() > 0) {
            engine.log().warning(counts + ", empty keys skipped: " + loading.emptyKeys() + ".");
        } else {
            engine.log().notice(counts + ".");
        }
        return false;
    }

    @Override
    public void aux(String name, String value) {
        if (name.startsWith("%")) {
            engine.log().notice("RDB '" + name + "': " + value);
            return;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "redis-ver" -> engine.log().notice("Loading RDB produced by version " + value);
            case "ctime" -> {
                long age = engine.clock().wallMillis() / 1000 - number(value);
                engine.log().notice("RDB age " + Math.max(0, age) + " seconds");
            }
            case "used-mem" -> {
                long bytes = number(value);
                engine.log().notice("RDB memory usage when created " + hundredths(bytes) + " Mb");
                loading.setRdbUsedMemory(bytes);
            }
            case "repl-stream-db" -> {
                long index = number(value);
                loading.setStreamDatabase(index < engine.keyspace().count() ? (int) index : 0);
            }
            case "aof-preamble" -> tellIf(value, "RDB has an AOF tail");
            case "aof-base" -> tellIf(value, "RDB is base AOF");
            default -> {
                // Whoever does not know a field has to skip it.
            }
        }
    }

    private void tellIf(String value, String line) {
        if (number(value) != 0) {
            engine.log().notice(line);
        }
    }

    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(Character::isDigit);
        return digits ? Long.parseLong(text) : 0;
    }

    private static String hundredths(long bytes) {
        long hundredths = Math.round(bytes * 100.0 / (1 << 20));
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }

    @Override
    public void function(byte[] code) throws RdbException {
        try {
            engine.scripting().loadLibrary(code, mayReplace, false);
        } catch (RedisError e) {
            engine.log().warning("Failed loading library, " + e.text());
            throw RdbException.damaged(e.text());
        }
    }

    @Override
    public void databaseSize(int database, long keys, long volatileKeys) {
        Database target = engine.keyspace().database(database);
        // A hint from outside: no more than what the file can hold.
        long most = reader.input().remaining();
        target.keys().expand((int) Math.min(Math.min(keys, most), 1 << 28));
        target.expires().expand((int) Math.min(Math.min(volatileKeys, most), 1 << 28));
    }

    @Override
    public void entry(RdbEntry entry) throws RdbException {
        if (!aofBase
                && entry.expireAt() != -1
                && entry.expireAt() < engine.clock().wallMillis()) {
            loading.countExpired();
            return;
        }
        Database database = engine.keyspace().database(entry.database());
        byte[] key = entry.key();
        if (database.find(key) != null) {
            if (!mayReplace) {
                engine.log().warning("RDB has duplicated key '" + Printable.bytes(key) + "' in DB " + entry.database());
                throw RdbException.damaged("Duplicated key found in RDB file");
            }
            database.remove(key);
        }
        KeyEntry added = database.put(key, entry.value());
        engine.keyspace().access().created(added);
        if (entry.expireAt() != -1) {
            database.setExpire(key, entry.expireAt());
        }
        engine.keyspace().access().restore(added, entry.idleSeconds(), entry.frequency());
        loading.countLoaded();
    }

    @Override
    public void emptyKey(byte[] key) {
        loading.countEmpty();
        if (loading.emptyKeys() <= EMPTY_KEYS_TOLD) {
            engine.log().warning("rdbLoadObject skipping empty key: " + Printable.bytes(key));
        }
    }

    @Override
    public void noChecksum() {
        engine.log().warning("RDB file was saved with checksum disabled: no check performed.");
    }

    @Override
    public void wrongChecksum(long expected, long stored) {
        engine.log()
                .warning("Wrong RDB checksum expected: (" + Long.toHexString(expected) + ") but got ("
                        + Long.toHexString(stored) + "). Aborting now.");
    }
}
