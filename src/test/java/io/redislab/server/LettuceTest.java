package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce, unchanged, on the server, in both protocols. */
class LettuceTest {
    private static RedisClient client(RunningServer server, ProtocolVersion version) {
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        return client;
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void valuesOfEachType(ProtocolVersion version) throws IOException {
        try (RunningServer server = new RunningServer();
                RedisClient client = client(server, version);
                StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            assertEquals("OK", redis.set("greeting", "hällo"));
            assertEquals("hällo", redis.get("greeting"));
            redis.rpush("list", "a", "b");
            assertEquals(List.of("a", "b"), redis.lrange("list", 0, -1));
            redis.hset("hash", Map.of("f", "1"));
            assertEquals(Map.of("f", "1"), redis.hgetall("hash"));
            redis.sadd("set", "x", "y");
            assertEquals(Set.of("x", "y"), redis.smembers("set"));
            redis.zadd("board", 1.5, "ann");
            assertEquals(List.of(ScoredValue.just(1.5, "ann")), redis.zrangeWithScores("board", 0, -1));
            assertThrows(RedisCommandExecutionException.class, () -> redis.incr("list"));
            redis.multi();
            redis.incr("count");
            redis.get("count");
            TransactionResult result = redis.exec();
            assertEquals(List.of(1L, "1"), result.stream().toList());
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void manyCommandsAtOnce(ProtocolVersion version) throws Exception {
        try (RunningServer server = new RunningServer();
                RedisClient client = client(server, version);
                StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisAsyncCommands<String, String> redis = connection.async();
            List<RedisFuture<Long>> replies = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                replies.add(redis.incr("count"));
            }
            for (int i = 0; i < replies.size(); i++) {
                assertEquals(i + 1, replies.get(i).get(1, TimeUnit.MINUTES));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void messagesAndWaiting(ProtocolVersion version) throws Exception {
        try (RunningServer server = new RunningServer();
                RedisClient client = client(server, version);
                StatefulRedisPubSubConnection<String, String> listener = client.connectPubSub();
                StatefulRedisConnection<String, String> waiter = client.connect();
                StatefulRedisConnection<String, String> connection = client.connect()) {
            LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
            listener.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.add(channel + ": " + message);
                }
            });
            listener.sync().subscribe("news");
            assertEquals(1, connection.sync().publish("news", "hi"));
            assertEquals("news: hi", heard.poll(1, TimeUnit.MINUTES));
            RedisFuture<KeyValue<String, String>> job = waiter.async().blpop(0, "jobs");
            connection.sync().rpush("jobs", "job1");
            assertEquals(KeyValue.just("jobs", "job1"), job.get(1, TimeUnit.MINUTES));
        }
    }
}
