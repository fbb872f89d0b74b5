package io.redislab.lua;

/** How a chunk is called in messages. */
public final class ChunkName {
    /** The room for a name in messages of running code. */
    public static final int RUNTIME = 60;
    /** The room for a name in messages of the compiler. */
    public static final int COMPILER = 80;

    private ChunkName() {}

    /**
     * The name as messages give it.
     *
     * @param source {@code =name}, {@code @file}, or the text of the chunk
     * @param room the bytes that the result may take, with one for C's closing NUL
     */
    public static String describe(LuaString source, int room) {
        String s = source.untilNul().toString();
        if (s.startsWith("=")) {
            return s.substring(1, Math.min(s.length(), room));
        }
        if (s.startsWith("@")) {
            int fits = room - 8;
            String file = s.substring(1);
            return file.length() > fits ? "..." + file.substring(file.length() - fits) : file;
        }
        int end = 0;
        while (end < s.length() && s.charAt(end) != '\n' && s.charAt(end) != '\r') {
            end++;
        }
        int fits = Math.min(end, room - 17);
        return "[string \"" + (fits < s.length() ? s.substring(0, fits) + "..." : s) + "\"]";
    }
}
