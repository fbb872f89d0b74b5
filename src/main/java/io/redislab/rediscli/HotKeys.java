package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code --hotkeys}: the sixteen keys that are used most, by the server's LFU counters. */
final class HotKeys {
    private static final int KEPT = 16;

    private record Key(String name, long counter) {}

    private final Client client;
    private final Console console;
    private final KeyWalk walk;
    /** Coolest first. */
    private final List<Key> hottest = new ArrayList<>();

    HotKeys(Client client) {
        this.client = client;
        this.console = client.console;
        this.walk = new KeyWalk(client);
    }

    void run() throws IOException {
        walk.go("hot", this::look);
        for (int i = hottest.size() - 1; i >= 0; i--) {
            Key key = hottest.get(i);
            walk.print("hot key found with counter: %d\tkeyname: %s\n", key.counter(), key.name());
        }
    }

    private void look(List<String> keys) throws IOException {
        List<Long> counters = counters(keys);
        for (int i = 0; i < keys.size(); i++) {
            walk.count();
            walk.tellProgress();
            keep(keys.get(i), counters.get(i));
        }
    }

    /** Keeps a key that is hotter than the coolest of those that are kept; a counter of 0 is cold. */
    private void keep(String name, long counter) {
        int place = 0;
        while (place < hottest.size() && counter > hottest.get(place).counter()) {
            place++;
        }
        boolean full = hottest.size() == KEPT;
        if (counter == 0 || full && place == 0) {
            return;
        }
        Key key = new Key(Texts.quoted(name), counter);
        hottest.add(place, key);
        if (full) {
            hottest.remove(0);
        }
        walk.print("[%05.2f%%] Hot key '%s' found so far with counter %d\n", walk.percent(), key.name(), counter);
    }

    private List<Long> counters(List<String> keys) throws IOException {
        client.link()
                .send(keys.stream()
                        .map(key -> Texts.all(List.of("OBJECT", "FREQ", key)))
                        .toList());
        List<Long> counters = new ArrayList<>(keys.size());
        for (String key : keys) {
            Reply reply = client.receive();
            if (reply instanceof Reply.Failure failure) {
                throw console.fail("Error: " + failure.text());
            }
            if (!(reply instanceof Reply.Int)) {
                console.complain("Warning: OBJECT freq on '" + Texts.quoted(key) + "' failed (may have been deleted)");
            }
            counters.add(reply instanceof Reply.Int counter ? counter.value() : 0L);
        }
        return counters;
    }
}
