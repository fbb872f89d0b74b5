package io.redislab.cli;

import io.redislab.server.WarmUp;
import io.redislab.terminal.Rehearsal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher runs to make its class-data archives: the start of the lab, or that of a server. Each has one of its own,
 * because from Java 25 on all that is in one is loaded at once.
 */
final class RehearseCommand {
    private static final String TALK = String.join(
            "\r\n",
            "PING",
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv",
            "*2\r\n$3\r\nGET\r\n$1\r\nk",
            "EVAL \"return redis.call('GET', KEYS[1])\" 1 k",
            "");

    private static final int WARM_UP_STEPS = 40;

    private RehearseCommand() {}

    /** @param words {@code server}, or nothing for the lab */
    static int run(String[] words) {
        try {
            return words.length == 0 ? Rehearsal.play(CourseOption.standard()) : serve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int serve() throws IOException {
        Path folder = Files.createTempDirectory("redislab-rehearsal");
        Path socket = folder.resolve("socket");
        Thread client = new Thread(() -> talk(socket));
        client.setDaemon(true);
        client.start();
        int code = ServerCommand.run(new String[] {
            "--port",
            "0",
            "--unixsocket",
            socket.toString(),
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--logfile",
            "log"
        });
        try (WarmUp warmUp = new WarmUp()) {
            for (int i = 0; i < WARM_UP_STEPS && warmUp.step() >= 0; i++) {
                // Each needs classes.
            }
        }
        Files.delete(folder.resolve("log"));
        Files.delete(folder);
        return code;
    }

    private static void talk(Path socket) {
        while (true) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                channel.write(ByteBuffer.wrap(TALK.getBytes(StandardCharsets.US_ASCII)));
                channel.read(ByteBuffer.allocate(1024));
                CliCommand.run(new String[] {"-s", socket.toString(), "SHUTDOWN", "NOSAVE"});
                return;
            } catch (IOException e) {
                // The server does not listen yet.
                Thread.onSpinWait();
            }
        }
    }
}
