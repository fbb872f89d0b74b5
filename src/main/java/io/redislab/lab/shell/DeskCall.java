package io.redislab.lab.shell;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a program that has a {@link StandIn}, by the small client {@code bin/shell/desk}. The client sends the number
 * of words and each word (a length of 4 bytes, and bytes): the folder it stands in, the program's name, its arguments. It
 * is answered in frames of a letter, a length and bytes: {@code O} for standard output, {@code E} for standard error,
 * {@code I} asks for standard input, which comes as a length and bytes; {@code X} is the exit code, and the end.
 */
final class DeskCall {
    private static final int MAX_WORDS = 100_000;
    private static final int MAX_BYTES = 256 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Path folder;
    private final String program;
    private final List<String> arguments;

    private DeskCall(DataInputStream in, DataOutputStream out, List<String> words) {
        this.in = in;
        this.out = out;
        this.folder = Path.of(words.get(0));
        this.program = words.get(1);
        this.arguments = List.copyOf(words.subList(2, words.size()));
    }

    static DeskCall read(DataInputStream in, DataOutputStream out) throws IOException {
        int count = in.readInt();
        if (count < 2 || count > MAX_WORDS) {
            throw new IOException("a call has a folder and a program");
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(new String(bytes(in), StandardCharsets.UTF_8));
        }
        return new DeskCall(in, out, words);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a word of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    String program() {
        return program;
    }

    List<String> arguments() {
        return arguments;
    }

    /** A path as the program sees it. */
    Path path(String text) {
        return folder.resolve(text);
    }

    /** All of standard input. */
    String input() throws IOException {
        out.writeByte('I');
        out.writeInt(0);
        out.flush();
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    void print(String text) throws IOException {
        frame('O', text.getBytes(StandardCharsets.UTF_8));
    }

    void complain(String text) throws IOException {
        frame('E', text.getBytes(StandardCharsets.UTF_8));
    }

    void end(int code) throws IOException {
        out.writeByte('X');
        out.writeInt(code);
        out.flush();
    }

    private void frame(char kind, byte[] bytes) throws IOException {
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
