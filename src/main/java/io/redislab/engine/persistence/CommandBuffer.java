package io.redislab.engine.persistence;

import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.value.ElementSink;
import io.redislab.resp.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Commands in the form in which clients send them and AOF files hold them, one after the other. */
final class CommandBuffer implements ElementSink {
    private static final int KEPT = 4000;

    private byte[] buffer = new byte[256];
    private int size;

    int size() {
        return size;
    }

    byte[] bytes() {
        return buffer;
    }

    void clear() {
        size = 0;
        if (buffer.length > KEPT) {
            buffer = new byte[256];
        }
    }

    /** Forgets the first bytes. */
    void discard(int count) {
        System.arraycopy(buffer, count, buffer, 0, size - count);
        size -= count;
    }

    void drain(OutputFile file) throws IOException {
        file.write(buffer, 0, size);
        size = 0;
    }

    private void reserve(int bytes) {
        int wanted = Math.addExact(size, bytes);
        if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(wanted, buffer.length * 2L)));
        }
    }

    private void head(char kind, long number) {
        reserve(23);
        buffer[size++] = (byte) kind;
        size = Numbers.writeLong(buffer, size, number);
        lineEnd();
    }

    private void lineEnd() {
        buffer[size++] = '\r';
        buffer[size++] = '\n';
    }

    /** A line between commands: {@code #TS:1628217470}. */
    void annotation(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        reserve(ascii.length + 3);
        buffer[size++] = '#';
        System.arraycopy(ascii, 0, buffer, size, ascii.length);
        size += ascii.length;
        lineEnd();
    }

    /** Begins a command of so many words. */
    void begin(int words) {
        head('*', words);
    }

    void word(byte[] word) {
        bytes(word, 0, word.length);
    }

    void word(String ascii) {
        word(ascii.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void bytes(byte[] source, int offset, int length) {
        head('$', length);
        reserve(length + 2);
        System.arraycopy(source, offset, buffer, size, length);
        size += length;
        lineEnd();
    }

    @Override
    public void integer(long value) {
        head('$', Numbers.lengthOf(value));
        reserve(22);
        size = Numbers.writeLong(buffer, size, value);
        lineEnd();
    }

    void command(byte[]... words) {
        begin(words.length);
        for (byte[] word : words) {
            word(word);
        }
    }
}
