package io.redislab.lab.paste;

import java.util.List;
import java.util.Optional;

/** What a pasted text consists of. */
sealed interface Statement {
    /** Of the text, from 1. */
    int line();

    /** A command for the server, as it is typed at the prompt. */
    record Redis(int line, String text) implements Statement {}

    /**
     * A program's call.
     *
     * @param words as they were written, with quotes and what a shell puts in
     * @param input the here-document behind it
     * @param literal whether nothing is put into the here-document
     */
    record Call(int line, List<String> words, Optional<String> input, boolean literal) implements Statement {}

    /** {@code name=word}. */
    record Assign(int line, String name, String word) implements Statement {}

    /** {@code for name in words; do body; done}. */
    record Loop(int line, String name, List<String> words, List<Statement> body) implements Statement {
        public Loop {
            words = List.copyOf(words);
            body = List.copyOf(body);
        }
    }

    /** Something that only a shell can do. */
    record Foreign(int line, String text) implements Statement {}
}
