package io.redislab.differential;

import io.redislab.resp.Reply;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real server, which is emptied between cases, with its clients. */
final class RealSide implements AutoCloseable {
    private final RealRedis redis;
    private final RealClient control;
    private final Map<Integer, RealClient> clients = new TreeMap<>();
    /** Whether there are scripts to throw away, which takes long. */
    private boolean scripts = true;

    RealSide() throws IOException {
        redis = RealRedis.start();
        control = new RealClient(redis.socket());
    }

    /** No keys, no scripts, the settings' defaults, no clients but new ones. */
    void reset() throws IOException {
        for (RealClient client : clients.values()) {
            client.close();
        }
        clients.clear();
        List<String> settings = new ArrayList<>(List.of("CONFIG", "SET"));
        CaseGenerator.SETTINGS.forEach((name, values) -> settings.addAll(List.of(name, values[0])));
        List<Step> steps = new ArrayList<>(List.of(
                Step.of(0, "FLUSHALL"),
                Step.of(0, "ACL", "DELUSER", "u1", "u2"),
                Step.of(0, settings.toArray(String[]::new))));
        if (scripts) {
            steps.add(Step.of(0, "SCRIPT", "FLUSH"));
            steps.add(Step.of(0, "FUNCTION", "FLUSH"));
            scripts = false;
        }
        steps.forEach(step -> control.send(step.argv()));
        control.flush();
        for (Step step : steps) {
            Reply reply = control.receive();
            if (reply instanceof Reply.Failure failure) {
                throw new IOException(step + ": " + failure.text());
            }
        }
    }

    /** A command goes to this client's buffer. */
    void send(Step step) throws IOException {
        scripts |= step.name().matches("eval.*|fcall.*|function|script");
        client(step.client()).send(step.argv());
    }

    RealClient client(int number) throws IOException {
        RealClient client = clients.get(number);
        if (client == null) {
            client = new RealClient(redis.socket());
            // Until the server has accepted it, what another client sends later may come first.
            client.call(Step.of(0, "PING").argv());
            clients.put(number, client);
        }
        return client;
    }

    /** Sends what all clients have in their buffers. */
    void flush() throws IOException {
        for (RealClient client : clients.values()) {
            client.flush();
        }
    }

    Reply call(List<byte[]> argv) throws IOException {
        return control.call(argv);
    }

    @Override
    public void close() throws IOException {
        for (RealClient client : clients.values()) {
            client.close();
        }
        control.close();
        redis.close();
    }
}
