package io.redislab.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.NonBlockingInputStream;

/** A terminal in memory: its keys come from a source, and what it shows is gone. It leaves the signals of the program alone. */
final class UnseenTerminal extends SystemTerminal {
    /** @param keys asked for each next one, a byte; -1 at the end */
    UnseenTerminal(IntSupplier keys) throws IOException {
        super(new Line(new Keys(keys)), "xterm-256color", StandardCharsets.UTF_8);
    }

    /** They belong to the terminal that is seen. */
    @Override
    public SignalHandler handle(Signal signal, SignalHandler handler) {
        return handlers.put(signal, handler);
    }

    private static final class Keys extends NonBlockingInputStream {
        private static final int NONE = -3;

        private final IntSupplier source;
        private int peeked = NONE;

        private Keys(IntSupplier source) {
            this.source = source;
        }

        @Override
        public int read(long timeout, boolean isPeek) {
            int key = peeked == NONE ? source.getAsInt() : peeked;
            peeked = isPeek ? key : NONE;
            return key;
        }
    }

    /** Both of its ends. The settings are kept and mean nothing. */
    private static final class Line implements Pty {
        private final InputStream keys;
        private Attributes attributes = new Attributes();
        private Size size = new Size(100, 30);

        private Line(InputStream keys) {
            this.keys = keys;
        }

        @Override
        public InputStream getSlaveInput() {
            return keys;
        }

        @Override
        public OutputStream getSlaveOutput() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getMasterInput() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream getMasterOutput() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public Attributes getAttr() {
            return new Attributes(attributes);
        }

        @Override
        public void setAttr(Attributes now) {
            attributes = new Attributes(now);
        }

        @Override
        public Size getSize() {
            return size;
        }

        @Override
        public void setSize(Size now) {
            size = now;
        }

        @Override
        public SystemStream getSystemStream() {
            return SystemStream.Output;
        }

        @Override
        public TerminalProvider getProvider() {
            throw new UnsupportedOperationException("nobody has provided it");
        }

        @Override
        public void close() {}
    }
}
