package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.Tuple;

/** Jedis, unchanged, on the server: what programs do with it, in both protocols. */
class JedisTest {
    private static RedisClient client(RunningServer server, RedisProtocol protocol) {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", server.port()))
                .clientConfig(
                        DefaultJedisClientConfig.builder().protocol(protocol).build())
                .build();
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void valuesOfEachType(RedisProtocol protocol) throws IOException {
        try (RunningServer server = new RunningServer();
                RedisClient jedis = client(server, protocol)) {
            assertEquals(
                    "OK", jedis.set("greeting", "hällo", SetParams.setParams().ex(100)));
            assertEquals("hällo", jedis.get("greeting"));
            assertEquals(100, jedis.ttl("greeting"));
            assertEquals(3, jedis.rpush("list", "a", "b", "c"));
            assertEquals(List.of("a", "b", "c"), jedis.lrange("list", 0, -1));
            jedis.hset("hash", Map.of("f", "1", "g", "2"));
            assertEquals(Map.of("f", "1", "g", "2"), jedis.hgetAll("hash"));
            jedis.sadd("set", "x", "y");
            assertEquals(Set.of("x", "y"), jedis.smembers("set"));
            jedis.zadd("board", Map.of("ann", 1.5, "bob", 2.0));
            assertEquals(List.of(new Tuple("ann", 1.5), new Tuple("bob", 2.0)), jedis.zrangeWithScores("board", 0, -1));
            assertEquals(2.5, jedis.zincrby("board", 1, "ann"));
            assertEquals("string", jedis.type("greeting"));
            assertEquals(3L, jedis.eval("return redis.call('LLEN', KEYS[1])", 1, "list"));
            assertThrows(JedisDataException.class, () -> jedis.incr("list"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void pipelinesAndTransactions(RedisProtocol protocol) throws IOException {
        try (RunningServer server = new RunningServer();
                RedisClient jedis = client(server, protocol)) {
            try (AbstractPipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < 10_000; i++) {
                    pipeline.incr("count");
                }
                Response<String> last = pipeline.get("count");
                pipeline.sync();
                assertEquals("10000", last.get());
            }
            try (AbstractTransaction transaction = jedis.multi()) {
                transaction.set("a", "1");
                transaction.incr("a");
                assertEquals(List.of("OK", 2L), transaction.exec());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void messagesAndWaiting(RedisProtocol protocol) throws Exception {
        try (RunningServer server = new RunningServer();
                RedisClient jedis = client(server, protocol)) {
            LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
            CountDownLatch subscribed = new CountDownLatch(1);
            JedisPubSub listener = new JedisPubSub() {
                @Override
                public void onMessage(String channel, String message) {
                    heard.add(channel + ": " + message);
                }

                @Override
                public void onSubscribe(String channel, int count) {
                    subscribed.countDown();
                }
            };
            Thread subscriber = new Thread(() -> jedis.subscribe(listener, "news"));
            subscriber.start();
            subscribed.await();
            assertEquals(1, jedis.publish("news", "hi"));
            assertEquals("news: hi", heard.poll(1, TimeUnit.MINUTES));
            listener.unsubscribe();
            subscriber.join();

            Thread waiter = new Thread(() -> heard.add(String.join("=", jedis.blpop(0, "jobs"))));
            waiter.start();
            jedis.rpush("jobs", "job1");
            assertEquals("jobs=job1", heard.poll(1, TimeUnit.MINUTES));
            waiter.join();
        }
    }
}
