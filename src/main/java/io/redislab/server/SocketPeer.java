package io.redislab.server;

import io.redislab.engine.peer.Peer;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection to another server over TCP; whoever uses it waits for the network. */
final class SocketPeer implements Peer {
    private static final long LONGEST_REPLY = 1 << 20;

    private final Socket socket;
    private final ReplyReader replies;

    private SocketPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.replies = new ReplyReader(new BufferedInputStream(socket.getInputStream()), LONGEST_REPLY);
    }

    static Peer connect(String host, int port, int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setTcpNoDelay(true);
            return new SocketPeer(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(List<byte[][]> commands) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[][] argv : commands) {
            bytes.writeBytes(ascii("*" + argv.length + "\r\n"));
            for (byte[] word : argv) {
                bytes.writeBytes(ascii("$" + word.length + "\r\n"));
                bytes.writeBytes(word);
                bytes.writeBytes(ascii("\r\n"));
            }
        }
        bytes.writeTo(socket.getOutputStream());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Reply receive(int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        return replies.read();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is given up anyway.
            return;
        }
    }
}
