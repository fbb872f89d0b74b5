package io.redislab.benchmark;

import io.redislab.benchmark.BenchmarkClient.Prefix;
import io.redislab.benchmark.BenchmarkOptions.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The connections of one thread. Each sends its next request as soon as the replies to the last one are there. */
final class ClientLoop implements AutoCloseable {
    private static final int INPUT = 64 * 1024;

    private final Run run;
    private final Load load;
    private final Wire.Opener opener;
    private final LatencyCounts latencies;
    private final PrintStream err;
    private final Selector selector;
    private final RandomGenerator random = new SplittableRandom();
    private final ByteBuffer input = ByteBuffer.allocate(INPUT);
    private final List<BenchmarkClient> clients = new ArrayList<>();

    ClientLoop(Run run, Load load, Wire.Opener opener, int digits, PrintStream err) throws IOException {
        this.run = run;
        this.load = load;
        this.opener = opener;
        this.latencies = new LatencyCounts(digits);
        this.err = err;
        this.selector = Selector.open();
    }

    void add(Request request, Prefix prefix) throws IOException {
        clients.add(new BenchmarkClient(this, run, request, prefix));
    }

    /** Sends and receives until the run is over. */
    void serve(Progress progress) throws IOException {
        for (BenchmarkClient client : clients) {
            client.start();
        }
        turn(progress);
    }

    /** Only watches the connections. */
    void idle(Progress progress) throws IOException {
        clients.forEach(BenchmarkClient::listen);
        turn(progress);
    }

    private void turn(Progress progress) throws IOException {
        while (!run.isOver()) {
            selector.select(ClientLoop::ready, progress.millisToNext());
            progress.show();
        }
    }

    private static void ready(SelectionKey key) {
        ((BenchmarkClient) key.attachment()).ready();
    }

    /** All requests are answered: ends this run, on all threads. */
    void complete() {
        run.end();
    }

    /** Has a thread that waits look whether the run is over. */
    void wakeUp() {
        selector.wakeup();
    }

    SelectionKey register(Wire wire, BenchmarkClient client) throws IOException {
        return wire.socket().register(selector, 0, client);
    }

    void complain(String message) {
        err.println(message);
    }

    Wire.Opener opener() {
        return opener;
    }

    RandomGenerator random() {
        return random;
    }

    /** Where bytes are read to; one connection at a time. */
    ByteBuffer input() {
        return input;
    }

    LatencyCounts latencies() {
        return latencies;
    }

    int pipeline() {
        return load.pipeline();
    }

    boolean keepAlive() {
        return load.keepAlive();
    }

    @Override
    public void close() throws IOException {
        clients.forEach(BenchmarkClient::close);
        selector.close();
    }
}
