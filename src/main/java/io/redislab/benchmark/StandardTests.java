package io.redislab.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tests that {@code -t} chooses from, in the order in which they run: later ones use what earlier ones left. */
final class StandardTests {
    private static final String KEY = "key:" + Request.PLACEHOLDER;
    private static final String ELEMENT = "element:" + Request.PLACEHOLDER;
    private static final int[] RANGES = {100, 300, 500, 600};

    /** Any of the names chooses the test. */
    private record Entry(Set<String> names, BenchmarkTest test) {}

    private final String value;
    private final List<Entry> all = new ArrayList<>();

    private StandardTests(int payload, boolean random) {
        value = value(payload);
        add(Set.of("ping_inline", "ping"), "PING_INLINE", "PING\r\n".getBytes(StandardCharsets.US_ASCII));
        add(Set.of("ping_mbulk", "ping"), "PING_MBULK", Request.encode("PING"));
        add("set", "SET", KEY, value);
        add("get", "GET", KEY);
        add("incr", "INCR", "counter:" + Request.PLACEHOLDER);
        add("lpush", "LPUSH", "mylist", value);
        add("rpush", "RPUSH", "mylist", value);
        add("lpop", "LPOP", "mylist");
        add("rpop", "RPOP", "mylist");
        add("sadd", "SADD", "myset", ELEMENT);
        add("hset", "HSET", "myhash", ELEMENT, value);
        add("spop", "SPOP", "myset");
        add("zadd", "ZADD", "myzset", random ? Request.PLACEHOLDER : "0", ELEMENT);
        add("zpopmin", "ZPOPMIN", "myzset");
        ranges();
        add(Set.of("mset"), "MSET (10 keys)", Request.encode(tenKeys()));
    }

    static List<BenchmarkTest> chosen(Set<String> names, int payload, boolean random) {
        return new StandardTests(payload, random)
                .all.stream()
                        .filter(entry -> names.isEmpty() || entry.names.stream().anyMatch(names::contains))
                        .map(Entry::test)
                        .toList();
    }

    private void ranges() {
        Set<String> any = Set.of("lrange", "lrange_100", "lrange_300", "lrange_500", "lrange_600");
        add(any, "LPUSH (needed to benchmark LRANGE)", Request.encode("LPUSH", "mylist", value));
        for (int count : RANGES) {
            add(
                    Set.of("lrange", "lrange_" + count),
                    "LRANGE_" + count + " (first " + count + " elements)",
                    Request.encode("LRANGE", "mylist", "0", String.valueOf(count - 1)));
        }
    }

    private String[] tenKeys() {
        List<String> words = new ArrayList<>(List.of("MSET"));
        for (int i = 0; i < 10; i++) {
            words.add(KEY);
            words.add(value);
        }
        return words.toArray(String[]::new);
    }

    private void add(String name, String... words) {
        add(Set.of(name), words[0], Request.encode(words));
    }

    private void add(Set<String> names, String title, byte[] command) {
        all.add(new Entry(names, new BenchmarkTest(title, command)));
    }

    /** Printable bytes that hardly repeat, out of the C standard's example of a random number generator. */
    private static String value(int size) {
        StringBuilder text = new StringBuilder(size);
        int state = 1234;
        for (int i = 0; i < size; i++) {
            state = state * 1103515245 + 12345;
            text.append((char) ('0' + (state >>> 16 & 63)));
        }
        return text.toString();
    }
}
