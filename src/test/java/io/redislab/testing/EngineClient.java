package io.redislab.testing;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.resp.CliFormat;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One client of an engine, with commands as words in UTF-8. */
public final class EngineClient {
    private final Engine engine;
    private final ReplyBuilder sink = new ReplyBuilder();
    private final Session session;

    public EngineClient(Engine engine) {
        this.engine = engine;
        this.session = engine.open(new Silent(), sink, sink);
    }

    public Engine engine() {
        return engine;
    }

    public Session session() {
        return session;
    }

    /** Runs a command. @return its reply, the last one if there are several */
    public Reply call(String... words) {
        return call(argv(words));
    }

    /** Sends a command. @return what has come, replies and messages, each as redis-cli shows it; none when it waits */
    public List<String> say(String... words) {
        engine.execute(session, argv(words));
        return heard();
    }

    /** What has come unasked since the last call, each as redis-cli shows it. */
    public List<String> heard() {
        return received().stream()
                .map(reply -> CliFormat.forPeople(reply).strip())
                .toList();
    }

    private static byte[][] argv(String... words) {
        byte[][] argv = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            argv[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return argv;
    }

    /** Runs a command. @return its reply, the last one if there are several */
    public Reply call(byte[]... argv) {
        engine.execute(session, argv);
        List<Reply> replies = sink.take();
        return replies.get(replies.size() - 1);
    }

    /** What came unasked since the last call. */
    public List<Reply> received() {
        return sink.take();
    }

    private static final class Silent implements Outlet {
        @Override
        public void ready(Session ready) {}

        @Override
        public void close(Session closed, boolean flush) {}
    }
}
