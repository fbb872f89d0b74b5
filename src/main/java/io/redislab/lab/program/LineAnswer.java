package io.redislab.lab.program;

import io.redislab.resp.CliFormat;
import io.redislab.resp.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is sent over a line: a mark, and what is to be printed, in the escapes of {@code printf %b}.
 *
 * @param mark says what to do
 * @param text of {@link Mark#PRINT}
 */
record LineAnswer(Mark mark, byte[] text) {
    /** What to do. */
    enum Mark {
        PRINT('='),
        /** Nothing has been done: a program redis-cli is to do it. */
        ASK_THE_PROGRAM('?'),
        /** The session is over. */
        END('.');

        private final char sign;

        Mark(char sign) {
            this.sign = sign;
        }
    }

    private static final byte[] NO_TEXT = {};
    static final LineAnswer ASK_THE_PROGRAM = new LineAnswer(Mark.ASK_THE_PROGRAM, NO_TEXT);
    static final LineAnswer END = new LineAnswer(Mark.END, NO_TEXT);

    /** After these the client itself behaves differently, or is a session, or gets more than one reply. */
    private static final String SPECIAL = "quit shutdown monitor subscribe psubscribe ssubscribe unsubscribe"
            + " punsubscribe sunsubscribe sync psync help ? connect clear restart";
    /** These mean nothing in a redis-cli of their own, or make it wait: it can be ended meanwhile. */
    private static final String ALONE = " hello reset select auth multi exec discard client script"
            + " blpop brpop blmove brpoplpush blmpop bzpopmin bzpopmax bzmpop xread xreadgroup wait";

    private static final Set<String> PROGRAMS = Set.of((SPECIAL + ALONE).split(" "));
    private static final Set<String> PROGRAMS_IN_SESSIONS = Set.of(SPECIAL.split(" "));

    static LineAnswer print(String text) {
        return new LineAnswer(Mark.PRINT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As redis-cli prints it to a pipe. */
    static LineAnswer print(byte[][] command, Reply reply) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : CliFormat.raw(reply)) {
            switch (b) {
                case 0 -> out.writeBytes(new byte[] {'\\', '0', '0', '0', '0'});
                case '\\' -> out.writeBytes(new byte[] {'\\', '\\'});
                default -> out.write(b);
            }
        }
        if (!CliFormat.isReport(List.of(command))) {
            out.write('\n');
        }
        return new LineAnswer(Mark.PRINT, out.toByteArray());
    }

    /** Whether a redis-cli of its own is to be left to the program. */
    static boolean isForTheProgram(byte[] name) {
        return PROGRAMS.contains(lower(name));
    }

    /** Whether a line of a session is to be left to the program, with all that follow. */
    static boolean isForTheProgram(List<byte[]> words) {
        String name = lower(words.get(0));
        return PROGRAMS_IN_SESSIONS.contains(name)
                || name.startsWith(":")
                || words.size() > 1 && name.matches("[-+]?[0-9]*");
    }

    static String lower(byte[] word) {
        return new String(word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    Reply toReply() {
        byte[] bytes = new byte[text.length + 1];
        bytes[0] = (byte) mark.sign;
        System.arraycopy(text, 0, bytes, 1, text.length);
        return new Reply.Bulk(bytes);
    }
}
