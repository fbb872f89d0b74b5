package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.util.List;

/** Whether the Lua debugger answers instead of the server; its lines get colours where the terminal has them. */
final class DebuggerState {
    private static final String END = "<endsession>";

    private final boolean colours;

    /** The debugger answers. */
    boolean active;
    /** It will, at the next EVAL: after SCRIPT DEBUG. */
    boolean atNextEval;
    /** The session has just ended; the reply of EVAL itself is still to come. */
    boolean ended;
    /** The prompt is the debugger's: with {@code --ldb}. */
    boolean prompt;

    /** Lines have colours where the terminal is of a type that has them. */
    DebuggerState(String terminal) {
        colours = terminal.contains("xterm");
    }

    /** The same reply with colours; the mark of the session's end is taken out and noted. */
    Reply coloured(Reply reply) {
        if (reply instanceof Reply.Array array) {
            return new Reply.Array(map(array.items()));
        } else if (reply instanceof Reply.Status status && active) {
            return new Reply.Status(line(status.text()));
        }
        return reply;
    }

    private List<Reply> map(List<Reply> items) {
        return items.stream().map(this::coloured).toList();
    }

    private String line(String text) {
        if (text.startsWith(END)) {
            active = false;
            atNextEval = false;
            ended = true;
            prompt = false;
            return "";
        }
        return colours ? "\u001b[" + colour(text) + ";49m" + text + "\u001b[0m" : text;
    }

    /** Bold and the colour, as in {@code 0;32} for green. */
    private static String colour(String text) {
        if (text.length() > 4 && Character.digit(text.charAt(3), 10) >= 0) {
            if (text.charAt(1) == '>') {
                return "0;33";
            } else if (text.charAt(2) == '#') {
                return "1;37";
            }
        }
        // Where several marks are in a line, the one that is looked for first here counts.
        if (text.contains("<value>") || text.contains("<retval>")) {
            return "0;35";
        } else if (text.contains("<hint>")) {
            return "1;37";
        } else if (text.contains("<error>")) {
            return "0;31";
        } else if (text.contains("<reply>")) {
            return "0;36";
        } else if (text.contains("<redis>")) {
            return "0;32";
        }
        return text.contains("<debug>") ? "1;37" : "0;37";
    }
}
