package io.redislab.lab.shell;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the shell's stand-ins are asked, so that a call needs no Java of its own: a Unix socket, a thread a call. */
final class Desk implements AutoCloseable {
    private final Path socket;
    private final Map<String, StandIn> standIns;
    private final ServerSocketChannel door;

    private Desk(Path socket, Map<String, StandIn> standIns) throws IOException {
        this.socket = socket;
        this.standIns = Map.copyOf(standIns);
        Files.deleteIfExists(socket);
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            door.close();
            throw e;
        }
    }

    static Desk open(Path socket, Map<String, StandIn> standIns) throws IOException {
        Desk desk = new Desk(socket, standIns);
        start(desk::accept, "redislab-desk");
        return desk;
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (door.isOpen()) {
            try {
                SocketChannel caller = door.accept();
                start(() -> serve(caller), "redislab-desk-call");
            } catch (IOException e) {
                // Closed, or the caller has gone again.
                Thread.onSpinWait();
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(caller)))) {
            DeskCall call = DeskCall.read(in, out);
            call.end(answer(call));
        } catch (IOException e) {
            // The caller has gone: nobody is left to be told.
            return;
        }
    }

    private int answer(DeskCall call) throws IOException {
        StandIn standIn = standIns.get(call.program());
        if (standIn == null) {
            call.complain(call.program() + ": nothing stands in for it\n");
            return 127;
        }
        try {
            return standIn.run(call);
        } catch (RuntimeException e) {
            call.complain(call.program() + ": redislab has a fault here, which is not yours: " + e + "\n");
            return 70;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        Files.deleteIfExists(socket);
    }
}
