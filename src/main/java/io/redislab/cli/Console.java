package io.redislab.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output as bytes and UTF-8, whatever the locale. */
final class Console {
    private static final PrintStream OUT = new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);

    private Console() {}

    /** Buffered; whoever writes flushes. */
    static PrintStream out() {
        return OUT;
    }
}
