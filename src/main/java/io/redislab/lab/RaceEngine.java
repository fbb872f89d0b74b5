package io.redislab.lab;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Engine;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.lab.race.RaceWorld;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An engine for races: copied with its clients. Used by one thread. */
final class RaceEngine implements RaceWorld {
    private Engine engine;
    private final LabClock clock;
    private final Map<String, EmbeddedConnection> clients = new TreeMap<>();
    /** What copies are compared to. */
    private final WorldSettings first;

    RaceEngine(Engine engine, LabClock clock) {
        this(engine, clock, WorldSettings.of(engine));
    }

    private RaceEngine(Engine engine, LabClock clock, WorldSettings first) {
        this.engine = engine;
        this.clock = clock;
        this.first = first;
    }

    private EmbeddedConnection client(String name) {
        return clients.computeIfAbsent(name, k -> {
            EmbeddedConnection connection = new EmbeddedConnection(engine);
            connection.session().setAuthenticated(true);
            return connection;
        });
    }

    @Override
    public RaceWorld copy() {
        LabClock twin = clock.copy();
        RaceEngine copy = new RaceEngine(engine.fork(twin), twin, first);
        clients.forEach((name, connection) -> SessionImage.of(connection.session())
                .restore(copy.engine, copy.client(name).session()));
        return copy;
    }

    @Override
    public Reply call(String name, List<byte[]> argv) {
        EmbeddedConnection connection = client(name);
        List<Reply> replies = connection.send(argv);
        if (replies.isEmpty() && connection.session().isBlocked()) {
            engine.blocking().unblock(connection.session(), null);
            replies = connection.takeReplies();
        }
        engine.persistence().finishJob();
        if (connection.session().subscriptions().count() > 0
                || connection.session().isMonitor()) {
            throw new IllegalArgumentException("a race looks at keys and replies; who listens gets no messages in it");
        }
        return replies.isEmpty() ? new Reply.Nil() : replies.get(0);
    }

    @Override
    public void turn(long micros) {
        new TimeMachine(engine, clock).turn(micros);
    }

    @Override
    public void crash() {
        close();
        clients.clear();
        MemoryDisk disk = ((MemoryDisk) engine.storage()).copy(clock);
        disk.losePower();
        try {
            engine = Engines.boot(clock, new SplittableRandom(1), disk);
        } catch (Engines.BootFailure e) {
            throw new IllegalArgumentException("after a crash the server does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public String state(boolean files) {
        MessageDigest digest = sha256();
        if (!first.areOf(engine)) {
            first.commandsTo(WorldSettings.of(engine))
                    .forEach(words -> List.of(words).forEach(digest::update));
        }
        engine.scripting().libraryCodes().forEach(digest::update);
        if (files) {
            ((MemoryDisk) engine.storage()).describe(digest::update);
        }
        for (Database database : engine.keyspace().databases()) {
            List<byte[]> keys = new ArrayList<>();
            database.keys().forEach(entry -> keys.add(entry.key()));
            keys.sort(java.util.Arrays::compareUnsigned);
            WorldEffects effects = new WorldEffects(engine, (index, words) -> {
                digest.update((byte) (int) index);
                for (byte[] word : words) {
                    digest.update((byte) word.length);
                    digest.update(word);
                }
            });
            keys.forEach(key -> effects.key(database.index(), key));
        }
        clients.forEach((name, connection) -> {
            SessionImage image = SessionImage.of(connection.session());
            String text = name
                    + image.database()
                    + image.protocol()
                    + image.watched()
                    + image.transaction()
                            .map(each -> each.queue().size() + "" + each.hasFailed())
                            .orElse("-")
                    + image.user()
                    + image.authenticated()
                    + image.replies();
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            image.transaction().ifPresent(each -> each.queue()
                    .forEach(queued -> List.of(queued.argv()).forEach(digest::update)));
        });
        return HexFormat.of().formatHex(digest.digest()) + clock.wallMicros();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(EmbeddedConnection::close);
    }
}
