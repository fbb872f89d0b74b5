package io.redislab.engine.persistence.rdb;

import io.redislab.engine.config.Configuration;
import io.redislab.engine.value.Lzf;
import io.redislab.engine.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What DUMP and FUNCTION DUMP give: RDB, then the version (16 bits) and the checksum (64 bits), both little-endian. */
public final class DumpPayload {
    private static final int FOOTER = 10;
    private static final int CHECKSUM = 8;

    private DumpPayload() {}

    /** @param compress whether strings are compressed: {@code rdbcompression} */
    public static byte[] of(Value value, boolean compress) {
        RdbOutput out = output(compress);
        out.writeByte(RdbValueWriter.type(value));
        RdbValueWriter.write(out, value);
        return sealed(out);
    }

    /** @param libraries sources of libraries of functions */
    public static byte[] ofFunctions(List<byte[]> libraries, boolean compress) {
        RdbOutput out = output(compress);
        libraries.forEach(code -> {
            out.writeByte(RdbFormat.FUNCTION_2);
            out.string(code);
        });
        return sealed(out);
    }

    private static RdbOutput output(boolean compress) {
        return new RdbOutput(compress ? new Lzf.Compressor() : null);
    }

    private static byte[] sealed(RdbOutput out) {
        out.littleEndian(RdbFormat.VERSION, 2);
        out.fixed64(out.checksum());
        return out.toBytes();
    }

    /**
     * Whether version and checksum are right.
     *
     * @param anyChecksum whether the checksum does not matter, as DEBUG SET-SKIP-CHECKSUM-VALIDATION wants it
     */
    public static boolean isSound(byte[] payload, boolean anyChecksum) {
        int body = payload.length - FOOTER;
        if (body < 0) {
            return false;
        }
        int version = (payload[body] & 0xFF) | (payload[body + 1] & 0xFF) << 8;
        if (version > RdbFormat.VERSION) {
            return false;
        }
        if (anyChecksum) {
            return true;
        }
        long stored = 0;
        for (int i = 1; i <= CHECKSUM; i++) {
            stored = stored << 8 | (payload[payload.length - i] & 0xFF);
        }
        return stored == Crc64.update(0, payload, 0, payload.length - CHECKSUM);
    }

    /**
     * The value of a sound payload, or null when it has no elements.
     *
     * @throws RdbException when the bytes are no value
     */
    public static @Nullable Value read(byte[] payload, Configuration config) throws IOException {
        RdbInput in = new RdbInput(payload, 0, payload.length - FOOTER);
        int type = in.readByte();
        if (!RdbFormat.isValueType(type)) {
            throw RdbException.damaged("Unknown RDB encoding type " + type);
        }
        return new RdbValueReader(config).read(type, in);
    }

    /** The libraries in a sound payload of FUNCTION DUMP. @throws RdbException when it holds anything else */
    public static List<byte[]> readFunctions(byte[] payload) throws IOException {
        RdbInput in = new RdbInput(payload, 0, payload.length - FOOTER);
        List<byte[]> libraries = new ArrayList<>();
        while (in.remaining() > 0) {
            int type = in.readByte();
            if (type == RdbFormat.FUNCTION_2) {
                libraries.add(in.string());
            } else if (type == RdbFormat.FUNCTION) {
                libraries.add(RdbReader.readEarlyFunction(in));
            } else {
                throw RdbException.damaged("given type is not a function");
            }
        }
        return libraries;
    }
}
