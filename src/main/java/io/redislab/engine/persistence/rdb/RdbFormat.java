package io.redislab.engine.persistence.rdb;

/** The numbers of the RDB format, version 10. */
final class RdbFormat {
    static final int VERSION = 10;

    // What stands before a value.
    static final int STRING = 0;
    static final int LIST = 1;
    static final int SET = 2;
    static final int ZSET = 3;
    static final int HASH = 4;
    static final int ZSET_2 = 5;
    static final int MODULE = 6;
    static final int MODULE_2 = 7;
    static final int HASH_ZIPMAP = 9;
    static final int LIST_ZIPLIST = 10;
    static final int SET_INTSET = 11;
    static final int ZSET_ZIPLIST = 12;
    static final int HASH_ZIPLIST = 13;
    static final int LIST_QUICKLIST = 14;
    static final int STREAM_LISTPACKS = 15;
    static final int HASH_LISTPACK = 16;
    static final int ZSET_LISTPACK = 17;
    static final int LIST_QUICKLIST_2 = 18;
    static final int STREAM_LISTPACKS_2 = 19;

    // What stands in a file between the keys.
    static final int FUNCTION_2 = 245;
    static final int FUNCTION = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQ = 249;
    static final int AUX = 250;
    static final int RESIZE_DB = 251;
    static final int EXPIRE_TIME_MS = 252;
    static final int EXPIRE_TIME = 253;
    static final int SELECT_DB = 254;
    static final int EOF = 255;

    // The two highest bits of a length's first byte.
    static final int LENGTH_6 = 0;
    static final int LENGTH_14 = 1;
    static final int LENGTH_32_OR_64 = 2;
    static final int ENCODED = 3;

    // Strings that are encoded: the lower bits of the first byte.
    static final int INT_8 = 0;
    static final int INT_16 = 1;
    static final int INT_32 = 2;
    static final int LZF = 3;

    // A quicklist's node.
    static final int NODE_PLAIN = 1;
    static final int NODE_PACKED = 2;

    private RdbFormat() {}

    static boolean isValueType(int type) {
        return type >= STRING && type <= STREAM_LISTPACKS_2 && type != 8;
    }
}
