package io.redislab.benchmark;

import io.redislab.benchmark.BenchmarkClient.Prefix;
import io.redislab.benchmark.BenchmarkOptions.Endpoint;
import io.redislab.benchmark.BenchmarkOptions.Load;
import io.redislab.benchmark.BenchmarkOptions.Output;
import io.redislab.benchmark.Report.Result;
import io.redislab.benchmark.Report.ServerFiles;
import io.redislab.engine.Clock;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.tls.TlsContext;
import io.redislab.tls.TlsException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All of a call: looks at the server, runs the tests, prints what they measured. */
public final class Benchmark {
    private static final long LONGEST_REPLY = 1 << 20;

    private final BenchmarkOptions options;
    private final Load load;
    private final Clock clock;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Wire.Opener opener;
    private final Prefix prefix;

    /** @throws BenchmarkException when the server's name or the options for TLS are of no use */
    public Benchmark(BenchmarkOptions options, Clock clock, InputStream in, PrintStream out, PrintStream err) {
        this.options = options;
        this.load = options.load();
        this.clock = clock;
        this.in = in;
        this.out = out;
        this.err = err;
        this.opener = new Wire.Opener(options.endpoint(), tls(options.endpoint()));
        this.prefix = prefix(options.endpoint(), load);
    }

    private static @Nullable TlsContext tls(Endpoint endpoint) {
        try {
            return endpoint.tls().isEmpty()
                    ? null
                    : TlsContext.client(endpoint.tls().get());
        } catch (TlsException e) {
            throw new BenchmarkException("Could not negotiate a TLS connection: " + e.getMessage());
        }
    }

    private static Prefix prefix(Endpoint endpoint, Load load) {
        List<byte[]> commands = new ArrayList<>();
        auth(endpoint).ifPresent(commands::add);
        if (load.tracking()) {
            commands.add(Request.encode("CLIENT", "TRACKING", "on"));
        }
        if (endpoint.database() != 0) {
            commands.add(Request.encode("SELECT", String.valueOf(endpoint.database())));
        }
        if (endpoint.resp3()) {
            commands.add(Request.encode("HELLO", "3"));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        commands.forEach(bytes::writeBytes);
        return new Prefix(bytes.toByteArray(), commands.size());
    }

    private static Optional<byte[]> auth(Endpoint endpoint) {
        return endpoint.password().map(password -> endpoint.user()
                .map(user -> Request.encode("AUTH", user, password))
                .orElseGet(() -> Request.encode("AUTH", password)));
    }

    /** @throws BenchmarkException when it can't be gone through with */
    public void run() {
        try {
            Report report = new Report(out, options.output(), load, serverFiles());
            if (options.idle()) {
                out.println("Creating " + load.clients() + " idle connections and waiting forever (Ctrl+C when done)");
                run(new BenchmarkTest("", new byte[0]));
            }
            report.header();
            List<BenchmarkTest> tests = tests();
            boolean own = !options.command().isEmpty();
            do {
                for (BenchmarkTest test : tests) {
                    report.print(run(test));
                }
                if (!own) {
                    report.footer();
                }
            } while (options.loop());
        } catch (IOException e) {
            throw new BenchmarkException("Error: " + e.getMessage());
        }
    }

    private List<BenchmarkTest> tests() throws IOException {
        if (options.command().isEmpty()) {
            return StandardTests.chosen(options.tests(), options.payload(), load.keyspace() >= 0);
        }
        List<byte[]> words = new ArrayList<>();
        options.command().forEach(word -> words.add(word.getBytes(StandardCharsets.UTF_8)));
        if (options.lastFromInput()) {
            words.add(in.readAllBytes());
        }
        return List.of(new BenchmarkTest(String.join(" ", options.command()), Request.encode(words)));
    }

    // ---- what the server says of itself ----

    private Optional<ServerFiles> serverFiles() throws IOException {
        try (Wire wire = opener.connect()) {
            ReplyReader replies =
                    new ReplyReader(new BufferedInputStream(Channels.newInputStream(wire.channel())), LONGEST_REPLY);
            Optional<byte[]> auth = auth(options.endpoint());
            if (auth.isPresent() && ask(wire, replies, auth.get()) instanceof Reply.Failure refused) {
                throw refused(refused);
            }
            String save = setting(wire, replies, "save");
            String appendonly = setting(wire, replies, "appendonly");
            if (save == null || appendonly == null) {
                err.println("WARNING: Could not fetch server CONFIG");
                return Optional.empty();
            }
            return Optional.of(new ServerFiles(save, appendonly));
        }
    }

    private @Nullable String setting(Wire wire, ReplyReader replies, String name) throws IOException {
        Reply reply = ask(wire, replies, Request.encode("CONFIG", "GET", name));
        if (reply instanceof Reply.Failure failure && failure.text().startsWith("NOAUTH")) {
            throw refused(failure);
        }
        return reply instanceof Reply.Array array
                        && array.items().size() == 2
                        && array.items().get(1) instanceof Reply.Bulk value
                ? new String(value.bytes(), StandardCharsets.UTF_8)
                : null;
    }

    private BenchmarkException refused(Reply.Failure failure) {
        return new BenchmarkException("Node " + options.endpoint().name() + " replied with error:\n" + failure.text());
    }

    private static Reply ask(Wire wire, ReplyReader replies, byte[] command) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(command);
        while (!wire.send(bytes)) {
            Thread.onSpinWait();
        }
        return replies.read();
    }

    // ---- one test ----

    private Result run(BenchmarkTest test) throws IOException {
        Run run = new Run(clock, load);
        List<ClientLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < Math.max(1, load.threads()); i++) {
                loops.add(new ClientLoop(run, load, opener, options.digits(), err));
            }
            Request request = Request.of(test.command(), load.pipeline(), load.keyspace());
            for (int i = 0; i < load.clients(); i++) {
                loops.get(i % loops.size()).add(i == 0 ? request : request.copy(), prefix);
            }
            long start = run.nanos();
            ProgressLine line = new ProgressLine(out, run, test.title(), options.idle());
            serve(run, loops, options.output() == Output.CSV ? Progress.NONE : line);
            double seconds = (run.nanos() - start) / 1e9;
            if (options.output() != Output.CSV) {
                line.clear();
            }
            LatencyCounts latencies = new LatencyCounts(options.digits());
            loops.forEach(loop -> latencies.add(loop.latencies()));
            int payload = options.command().isEmpty() ? options.payload() : test.command().length;
            return new Result(test.title(), run.finished(), seconds, payload, latencies);
        } finally {
            for (ClientLoop loop : loops) {
                loop.close();
            }
        }
    }

    /** The first loop in this thread, which shows the progress; each other in one of its own. */
    private void serve(Run run, List<ClientLoop> loops, Progress progress) {
        List<Thread> threads = new ArrayList<>();
        for (ClientLoop loop : loops.subList(1, loops.size())) {
            Thread thread = new Thread(() -> serve(run, loop, loops, Progress.NONE), "benchmark-" + threads.size());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        serve(run, loops.get(0), loops, progress);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        run.check();
    }

    private void serve(Run run, ClientLoop loop, List<ClientLoop> all, Progress progress) {
        try {
            if (options.idle()) {
                loop.idle(progress);
            } else {
                loop.serve(progress);
            }
        } catch (BenchmarkException e) {
            run.fail(e);
        } catch (IOException e) {
            run.fail(new BenchmarkException("Error: " + e.getMessage()));
        } finally {
            all.forEach(ClientLoop::wakeUp);
        }
    }
}
