package io.redislab.rediscli;

import io.redislab.engine.Clock;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** {@code --lru-test}: writes and reads as on a cache, four fifths of them to a fifth of the keys; a line a second. */
final class LruTest {
    private static final long CYCLE_MILLIS = 1000;
    private static final int BATCH = 250;
    /** With it a power law gives a fifth of the keys four fifths of the requests. */
    private static final double ALPHA = 6.2;

    private final Client client;
    private final Console console;
    private final Clock clock;
    private final RandomGenerator random;

    LruTest(Client client, Clock clock, RandomGenerator random) {
        this.client = client;
        this.console = client.console;
        this.clock = clock;
        this.random = random;
    }

    void run() throws IOException {
        Scan.connect(client);
        while (true) {
            long start = clock.wallMillis();
            long hits = 0;
            long misses = 0;
            while (clock.wallMillis() - start < CYCLE_MILLIS) {
                call(() -> List.of("SET", key(), value()));
                for (Reply reply : call(() -> List.of("GET", key()))) {
                    if (reply instanceof Reply.Failure failure) {
                        console.complain(failure.text());
                    } else if (reply instanceof Reply.Nil) {
                        misses++;
                    } else {
                        hits++;
                    }
                }
            }
            double all = hits + misses;
            console.print(String.format(
                    Locale.ROOT,
                    "%d Gets/sec | Hits: %d (%.2f%%) | Misses: %d (%.2f%%)\n",
                    hits + misses,
                    hits,
                    hits / all * 100,
                    misses,
                    misses / all * 100));
            console.flush();
        }
    }

    private List<Reply> call(Supplier<List<String>> command) throws IOException {
        client.link()
                .send(IntStream.range(0, BATCH)
                        .mapToObj(i -> Texts.all(command.get()))
                        .toList());
        List<Reply> replies = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            replies.add(client.receive());
        }
        return replies;
    }

    /** The power law's numbers pile up at its upper end, so they are counted down from there: low keys are the usual ones. */
    private String key() {
        double most = Math.pow(client.options.lruKeys + 1.0, ALPHA + 1);
        double place = Math.pow((most - 1) * random.nextDouble() + 1, 1 / (ALPHA + 1));
        return "lru:" + (client.options.lruKeys + 1 - (long) place);
    }

    private String value() {
        StringBuilder value = new StringBuilder(5);
        for (int i = 0; i < 5; i++) {
            value.append((char) ('A' + random.nextInt('z' - 'A')));
        }
        return value.toString();
    }
}
