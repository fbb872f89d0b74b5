package io.redislab.grading;

import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer to an exercise, as it came in a file. */
public sealed interface Answer {
    /** Commands to be run in order. */
    record Commands(List<Command> commands) implements Answer {
        public Commands {
            commands = List.copyOf(commands);
        }
    }

    /** A library of functions, which starts with {@code #!lua name=…}. */
    record Library(String source) implements Answer {}

    /** A script with KEYS and ARGV. */
    record Script(String source) implements Answer {}

    /** A program for a shell. */
    record Shell(String source) implements Answer {}

    /** An answer that can't be run at all; the message says why and where. */
    final class UnreadableAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        public UnreadableAnswer(String message) {
            super(message);
        }
    }

    /** Reads an answer by its file name's suffix: .lua, .sh, and anything else is commands. */
    static Answer read(String fileName, byte[] content) throws UnreadableAnswer {
        String text = decode(content);
        if (fileName.endsWith(".lua")) {
            return text.startsWith("#!") ? new Library(text) : new Script(text);
        }
        if (fileName.endsWith(".sh")) {
            // Line ends as Windows writes them are no part of a bash program.
            return new Shell(text.replace("\r\n", "\n"));
        }
        try {
            return new Commands(CommandText.parse(text));
        } catch (CommandText.SyntaxException e) {
            throw new UnreadableAnswer("line " + e.line() + ": " + e.getMessage());
        }
    }

    private static String decode(byte[] content) throws UnreadableAnswer {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw (UnreadableAnswer) new UnreadableAnswer("the file is not UTF-8 text").initCause(e);
        }
    }
}
