package io.redislab.differential;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A new engine with its clients. */
final class EngineSide {
    private final Engine engine = new Engine(Clock.system(), new Random(1), Configuration.defaults());
    private final Map<Integer, Client> clients = new TreeMap<>();

    private final class Client implements Outlet {
        private final ReplyBuilder sink = new ReplyBuilder();
        private final Session session = engine.open(this, sink, sink);

        @Override
        public void ready(Session ready) {}

        @Override
        public void close(Session closed, boolean flush) {
            engine.close(session);
        }
    }

    private Client client(int number) {
        return clients.computeIfAbsent(number, n -> new Client());
    }

    boolean isBlocked(int number) {
        return client(number).session.isBlocked();
    }

    /** Whether the engine has ended the session. */
    boolean isClosed(int number) {
        return client(number).session.isClosing();
    }

    /** Runs a command. A failure of the engine is a reply that no server gives. */
    void execute(Step step) {
        Client client = client(step.client());
        try {
            engine.execute(client.session, step.argv().toArray(byte[][]::new));
        } catch (RuntimeException | StackOverflowError failure) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            client.sink.take();
            client.sink.error("FAILURE of the engine: " + trace);
        }
    }

    /** What clients have got since the last call. */
    Map<Integer, List<Reply>> take() {
        Map<Integer, List<Reply>> replies = new TreeMap<>();
        clients.forEach((number, client) -> {
            List<Reply> taken = client.sink.take();
            if (!taken.isEmpty()) {
                replies.put(number, new ArrayList<>(taken));
            }
        });
        return replies;
    }

    Reply call(List<byte[]> argv) {
        execute(new Step(-1, argv));
        List<Reply> replies = client(-1).sink.take();
        return replies.get(replies.size() - 1);
    }
}
