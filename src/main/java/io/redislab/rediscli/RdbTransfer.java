package io.redislab.rediscli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code --rdb} and {@code --functions-rdb}: the server's data, or its functions, as an RDB file. */
final class RdbTransfer {
    private final Client client;
    private final Console console;
    private final String file;

    RdbTransfer(Client client) {
        this.client = client;
        this.console = client.console;
        this.file = String.valueOf(client.options.rdbFile);
    }

    void run() throws IOException {
        Scan.connect(client);
        Sync sync = new Sync(client);
        sync.configure("capa", "eof");
        sync.configure("rdb-only", "1");
        if (client.options.functionsOnly && !sync.configure("rdb-filter-only", "functions")) {
            throw console.fail("Failed requesting functions only RDB from server, aborting");
        }
        sync.start();
        console.complain(
                sync.isMarked()
                        ? "SYNC sent to master, writing bytes of bulk transfer until EOF marker to '" + file + "'"
                        : "SYNC sent to master, writing " + sync.length() + " bytes to '" + file + "'");
        long data = file.equals("-") ? toOutput(sync) : toFile(sync);
        console.complain("Transfer finished with success" + (sync.isMarked() ? " after " + data + " bytes" : "."));
    }

    private long toOutput(Sync sync) throws IOException {
        long read = transfer(sync, (bytes, length) -> console.out().write(bytes, 0, length));
        console.flush();
        return read - sync.markLength();
    }

    private long toFile(Sync sync) throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(Path.of(Texts.decoded(file)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw console.fail("Error opening '" + file + "': " + ScriptFile.why(e));
        }
        try (channel) {
            long read = transfer(sync, (bytes, length) -> {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            });
            long data = read - sync.markLength();
            channel.truncate(data);
            channel.force(true);
            return data;
        }
    }

    private long transfer(Sync sync, Sync.Target target) throws IOException {
        try {
            return sync.transfer(target);
        } catch (ConnectionLost e) {
            throw console.fail("I/O Error reading RDB payload from socket");
        } catch (IOException e) {
            throw console.fail("Error writing data to file: " + e.getMessage());
        }
    }
}
