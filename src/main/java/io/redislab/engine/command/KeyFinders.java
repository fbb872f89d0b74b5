package io.redislab.engine.command;

/** The key finders of the commands whose keys a spec can't describe. */
public final class KeyFinders {
    private KeyFinders() {}

    /** A finder for {@code numkeys} at one position and the keys from another on; dest is 0 or the position of one more key. */
    public static KeyFinder counted(int dest, int countAt, int firstKeyAt) {
        return argv -> {
            int count = leadingInt(argv[countAt]);
            if (count < 1 || count > argv.length - firstKeyAt) {
                return KeyPositions.NONE;
            }
            KeyPositions result = new KeyPositions(count + 1);
            for (int i = 0; i < count; i++) {
                result.add(firstKeyAt + i, 0);
            }
            if (dest != 0) {
                result.add(dest, 0);
            }
            return result;
        };
    }

    /** The number at the front, as C's atoi reads it: blanks, a sign, digits, then anything. */
    private static int leadingInt(byte[] text) {
        int i = 0;
        while (i < text.length && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r'))) {
            i++;
        }
        boolean negative = i < text.length && text[i] == '-';
        if (negative || (i < text.length && text[i] == '+')) {
            i++;
        }
        long value = 0;
        for (; i < text.length && text[i] >= '0' && text[i] <= '9'; i++) {
            int digit = text[i] - '0';
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return (int) (negative ? -value : value);
    }

    /** SORT_RO: the key that is sorted; those that BY and GET read are not known. */
    public static KeyPositions sortRo(byte[][] argv) {
        KeyPositions result = new KeyPositions(1);
        result.add(1, KeySpec.RO | KeySpec.ACCESS);
        return result;
    }

    /** SORT: the same, and the last STORE's key. */
    public static KeyPositions sort(byte[][] argv) {
        KeyPositions result = new KeyPositions(2);
        result.add(1, KeySpec.RO | KeySpec.ACCESS);
        int store = 0;
        for (int i = 2; i < argv.length; i++) {
            if (is(argv[i], "limit")) {
                i += 2;
            } else if (is(argv[i], "store") && i + 1 < argv.length) {
                // The value is looked at again as a word: STORE STORE x stores at x, in Redis too.
                store = i + 1;
            } else if (is(argv[i], "get") || is(argv[i], "by")) {
                i++;
            }
        }
        if (store != 0) {
            result.add(store, KeySpec.OW | KeySpec.UPDATE);
        }
        return result;
    }

    /** MIGRATE: one key in its place, or "" there and any number behind KEYS. */
    public static KeyPositions migrate(byte[][] argv) {
        int first = 3;
        int count = 1;
        for (int i = 6; i < argv.length; i++) {
            if (is(argv[i], "keys")) {
                if (argv[3].length > 0) {
                    return KeyPositions.NONE;
                }
                first = i + 1;
                count = argv.length - first;
                break;
            }
            i += is(argv[i], "auth2") ? 2 : is(argv[i], "auth") ? 1 : 0;
        }
        KeyPositions result = new KeyPositions(count);
        for (int i = 0; i < count; i++) {
            result.add(first + i, KeySpec.RW | KeySpec.ACCESS | KeySpec.DELETE);
        }
        return result;
    }

    /** GEORADIUS: the key, and the last STORE's or STOREDIST's one. */
    public static KeyPositions geoRadius(byte[][] argv) {
        int stored = 0;
        for (int i = 5; i + 1 < argv.length; i++) {
            if (is(argv[i], "store") || is(argv[i], "storedist")) {
                stored = ++i;
            }
        }
        KeyPositions result = new KeyPositions(2);
        result.add(1, 0);
        if (stored != 0) {
            result.add(stored, 0);
        }
        return result;
    }

    /** XREAD and XREADGROUP: the first half of what follows STREAMS. */
    public static KeyPositions xread(byte[][] argv) {
        int streams = 0;
        for (int i = 1; i < argv.length; i++) {
            if (is(argv[i], "block") || is(argv[i], "count")) {
                i++;
            } else if (is(argv[i], "group")) {
                i += 2;
            } else if (is(argv[i], "streams")) {
                streams = i;
                break;
            } else if (!is(argv[i], "noack")) {
                break;
            }
        }
        int rest = argv.length - streams - 1;
        if (streams == 0 || rest == 0 || rest % 2 != 0) {
            return KeyPositions.NONE;
        }
        KeyPositions result = new KeyPositions(rest / 2);
        for (int i = 0; i < rest / 2; i++) {
            result.add(streams + 1 + i, 0);
        }
        return result;
    }

    /** SET: with GET it also reads. */
    public static KeyPositions set(byte[][] argv) {
        int flags = KeySpec.OW | KeySpec.UPDATE;
        for (int i = 3; i < argv.length; i++) {
            if (is(argv[i], "get")) {
                flags = KeySpec.RW | KeySpec.ACCESS | KeySpec.UPDATE;
            }
        }
        KeyPositions result = new KeyPositions(1);
        result.add(1, flags);
        return result;
    }

    /** BITFIELD: reads only while it has nothing but GET. */
    public static KeyPositions bitfield(byte[][] argv) {
        int flags = KeySpec.RO | KeySpec.ACCESS;
        for (int i = 2; i < argv.length; i++) {
            int left = argv.length - i - 1;
            if (is(argv[i], "get") && left >= 2) {
                i += 2;
            } else if (is(argv[i], "overflow") && left >= 1) {
                i++;
            } else {
                flags = KeySpec.RW | KeySpec.ACCESS | KeySpec.UPDATE;
                break;
            }
        }
        KeyPositions result = new KeyPositions(1);
        result.add(1, flags);
        return result;
    }

    private static boolean is(byte[] argument, String word) {
        return Ascii.equalsIgnoreCase(argument, word);
    }
}
