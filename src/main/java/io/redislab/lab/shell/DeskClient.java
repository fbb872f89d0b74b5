package io.redislab.lab.shell;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The other end of a {@link DeskCall}, for machines without Perl; elsewhere {@code bin/perl/desk.pl} does the same. */
public final class DeskClient {
    private static final int NO_SHELL = 127;
    private static final int GONE = 125;

    private final InputStream input;
    private final OutputStream output;
    private final OutputStream errors;

    /** @param input what the program would read */
    public DeskClient(InputStream input, OutputStream output, OutputStream errors) {
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Has a program's work done.
     *
     * @param socket of the {@link Desk}; empty where there is none
     * @param words the program's name, and its arguments
     * @return its exit code
     */
    public int call(String socket, List<String> words) throws IOException {
        String program = words.isEmpty() ? "desk" : words.get(0);
        if (socket.isEmpty()) {
            complain(program + ": this works in `redislab shell` only");
            return NO_SHELL;
        }
        try (SocketChannel desk = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            desk.connect(UnixDomainSocketAddress.of(socket));
            return exchange(
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(desk))),
                    new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(desk))),
                    words);
        } catch (IOException e) {
            complain(program + ": the lab that this shell belongs to has ended");
            return GONE;
        }
    }

    private int exchange(DataInputStream from, DataOutputStream to, List<String> words) throws IOException {
        to.writeInt(1 + words.size());
        send(to, Path.of("").toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            send(to, word.getBytes(StandardCharsets.UTF_8));
        }
        to.flush();
        while (true) {
            int kind = from.readUnsignedByte();
            int length = from.readInt();
            switch (kind) {
                case 'X' -> {
                    return length;
                }
                case 'I' -> {
                    send(to, input.readAllBytes());
                    to.flush();
                }
                default -> {
                    OutputStream stream = kind == 'E' ? errors : output;
                    stream.write(from.readNBytes(length));
                    stream.flush();
                }
            }
        }
    }

    private static void send(DataOutputStream to, byte[] bytes) throws IOException {
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    private void complain(String line) throws IOException {
        errors.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        errors.flush();
    }
}
