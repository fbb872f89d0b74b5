package io.redislab.rediscli;

import io.redislab.engine.Clock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs the client in the test's own process for {@code bridge.pl}, so that a call doesn't take the start of a JVM. */
final class Bridge implements AutoCloseable {
    private final ServerSocketChannel listener;

    Bridge(Path socket) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "bridge");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel call = listener.accept();
                new Thread(() -> answer(call), "bridge-call").start();
            }
        } catch (ClosedChannelException e) {
            // The test is over.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(SocketChannel channel) {
        try (channel) {
            DataInputStream call = new DataInputStream(Channels.newInputStream(channel));
            byte[] input = bytes(call);
            List<String> words = texts(call);
            Map<String, String> environment = new HashMap<>();
            for (String variable : texts(call)) {
                int equals = variable.indexOf('=');
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console console = new Console(new ByteArrayInputStream(input), out, err, false, false);
            int code = RedisCli.run(words, environment, console, Clock.system(), new SplittableRandom());
            DataOutputStream reply = new DataOutputStream(Channels.newOutputStream(channel));
            reply.writeInt(code);
            reply.writeInt(out.size());
            out.writeTo(reply);
            reply.writeInt(err.size());
            err.writeTo(reply);
            reply.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(Texts.of(bytes(in)));
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
