package io.redislab.engine.persistence.rdb;

import io.redislab.engine.config.Configuration;
import io.redislab.engine.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads an RDB file of any version up to 10, key by key. */
public final class RdbReader {
    private static final int SIGNATURE = 9;
    private static final int FIRST_WITH_CHECKSUM = 5;

    /** Takes what a file holds, in its order. */
    public interface Handler {
        /** A fact about who wrote the file: {@code redis-ver}, {@code ctime}, … */
        void aux(String name, String value);

        /** The source of a library of functions. @throws RdbException when it is none */
        void function(byte[] code) throws RdbException;

        /** How many keys are to come: a hint. */
        void databaseSize(int database, long keys, long volatileKeys);

        void entry(RdbEntry entry) throws RdbException;

        /** A key whose collection has no elements; it is left out. */
        void emptyKey(byte[] key);

        /** The file has no checksum: whoever wrote it did not want one. */
        void noChecksum();

        /** The file is not what was written; an {@link RdbException} follows. */
        void wrongChecksum(long expected, long stored);
    }

    private final RdbInput in;
    private final RdbValueReader values;
    private final Handler handler;
    private final int databases;
    private final boolean verify;
    private int version;
    private int database;
    /** The last key that was begun. */
    private byte @Nullable [] key;

    /** @param verify whether the checksum must be right: {@code rdbchecksum} */
    public RdbReader(RdbInput in, Configuration config, Handler handler, boolean verify) {
        this.in = in;
        this.values = new RdbValueReader(config);
        this.databases = config.databases();
        this.handler = handler;
        this.verify = verify;
    }

    public RdbInput input() {
        return in;
    }

    /** The key whose value was read last, or could not be read; null before the first. */
    public byte @Nullable [] lastKey() {
        return key;
    }

    /** Reads the signature. @throws RdbException {@code Wrong signature…} or {@code Can't handle…} */
    public void begin() throws IOException {
        byte[] signature = in.bytes(SIGNATURE);
        String text = new String(signature, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("REDIS")) {
            throw RdbException.damaged("Wrong signature trying to load DB from file");
        }
        version = text.substring(5).chars().allMatch(Character::isDigit) ? Integer.parseInt(text.substring(5)) : 0;
        if (version < 1 || version > RdbFormat.VERSION) {
            throw RdbException.damaged("Can't handle RDB format version " + version);
        }
    }

    /** Reads up to the next key and hands it over. Returns false at the end of the file. */
    public boolean next() throws IOException {
        long expireAt = -1;
        long idle = -1;
        int frequency = -1;
        while (true) {
            int type = in.readByte();
            switch (type) {
                case RdbFormat.EXPIRE_TIME -> expireAt = (int) in.littleEndian(4) * 1000L;
                case RdbFormat.EXPIRE_TIME_MS -> expireAt = in.fixed64();
                case RdbFormat.FREQ -> frequency = in.readByte();
                case RdbFormat.IDLE -> idle = in.length();
                case RdbFormat.SELECT_DB -> selectDatabase(in.length());
                case RdbFormat.RESIZE_DB -> {
                    long keys = in.length();
                    handler.databaseSize(database, keys, in.length());
                }
                case RdbFormat.AUX -> {
                    String name = text(in.string());
                    handler.aux(name, text(in.string()));
                }
                case RdbFormat.FUNCTION_2 -> handler.function(in.string());
                case RdbFormat.FUNCTION -> handler.function(readEarlyFunction(in));
                case RdbFormat.MODULE_AUX -> throw unknownModule(in.length());
                case RdbFormat.EOF -> {
                    verifyChecksum();
                    return false;
                }
                default -> {
                    byte[] key = in.string();
                    this.key = key;
                    Value value = values.read(type, in);
                    if (value == null) {
                        handler.emptyKey(key);
                    } else {
                        handler.entry(new RdbEntry(database, key, value, expireAt, idle, frequency));
                    }
                    return true;
                }
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void selectDatabase(long index) throws IOException {
        if (index < 0 || index >= databases) {
            throw new TooManyDatabases(databases);
        }
        database = (int) index;
    }

    /** A file with more databases than there are here. */
    public static final class TooManyDatabases extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyDatabases(int databases) {
            super("FATAL: Data file was created with a Redis server configured to handle more than " + databases
                    + " databases. Exiting");
        }
    }

    /** As the release candidates of 7.0 wrote it: name and engine beside the code. */
    static byte[] readEarlyFunction(RdbInput in) throws IOException {
        byte[] name = in.string();
        byte[] engine = in.string();
        if (in.length() != 0) {
            in.string();
        }
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.writeBytes("#!".getBytes(StandardCharsets.US_ASCII));
        code.writeBytes(engine);
        code.writeBytes(" name=".getBytes(StandardCharsets.US_ASCII));
        code.writeBytes(name);
        code.write('\n');
        code.writeBytes(in.string());
        return code.toByteArray();
    }

    private static RdbException unknownModule(long id) {
        return RdbException.damaged(
                "The RDB file contains AUX module data I can't load: no matching module '" + ModuleId.name(id) + "'");
    }

    private void verifyChecksum() throws IOException {
        if (version < FIRST_WITH_CHECKSUM) {
            return;
        }
        long computed = in.checksum();
        long stored = in.fixed64();
        if (!verify) {
            return;
        }
        if (stored == 0) {
            handler.noChecksum();
        } else if (stored != computed) {
            handler.wrongChecksum(computed, stored);
            throw RdbException.damaged("RDB CRC error");
        }
    }
}
