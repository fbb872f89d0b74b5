package io.redislab.rediscli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.nativ.CLibrary;

/**
 * What the program reads and writes, as bytes, and whether a person sits there. When nobody reads the output any more, the
 * program ends, as a C program does by SIGPIPE.
 *
 * @param in buffered, for all who read it
 * @param out buffered
 */
record Console(InputStream in, OutputStream out, OutputStream err, boolean typed, boolean shown) {
    private static final int BROKEN_PIPE = 141;

    /** The process' own. */
    static Console standard() {
        return new Console(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new FileOutputStream(FileDescriptor.err),
                isTerminal(0),
                isTerminal(1));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            return CLibrary.isatty(descriptor) == 1;
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            // No native code for this machine; lines always do.
            return false;
        }
    }

    /** Writes a text of bytes; it is seen after {@link #flush}. */
    void print(String text) {
        try {
            out.write(Texts.bytes(text));
        } catch (IOException e) {
            throw new Ended(BROKEN_PIPE);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new Ended(BROKEN_PIPE);
        }
    }

    /** A line on standard error, after all that was printed. */
    void complain(String line) {
        flush();
        try {
            err.write(Texts.bytes(line + "\n"));
        } catch (IOException e) {
            throw new Ended(BROKEN_PIPE);
        }
    }

    /** Says why, and ends the program with the exit code 1. */
    Ended fail(String line) {
        complain(line);
        return new Ended(1);
    }

    /** All of standard input. */
    byte[] readAll() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw fail("Reading from standard input: " + e.getMessage());
        }
    }
}
