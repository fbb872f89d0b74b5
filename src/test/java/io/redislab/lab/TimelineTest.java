package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.differential.CaseGenerator;
import io.redislab.differential.Step;
import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.Dict;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.SetValue;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random steps are taken back and done again one by one: the keys that they changed (by DUMP, with time to live and
 * encoding), the settings, users, scripts, libraries and clients are exactly what they were. Every thousand steps the whole
 * keyspace is compared, and all of them are taken back and done again together.
 */
final class TimelineTest {
    private static final int COMPARED_EVERY = 1000;

    @Test
    void whatIsTakenBackIsAsItWas() {
        run(5_000, 1);
    }

    @Test
    @Tag("long")
    void whatIsTakenBackIsAsItWasForLong() {
        run(Long.getLong("timeline.commands", 1_000_000), Long.getLong("timeline.seed", 2));
    }

    private static void run(long commands, long seed) {
        Run run = new Run(seed);
        while (run.commands < commands) {
            run.thousandSteps();
        }
    }

    /** One key of one database, in the order of databases and names. */
    private record Place(int database, ByteKey key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return database != other.database
                    ? Integer.compare(database, other.database)
                    : Arrays.compareUnsigned(key.bytes(), other.key.bytes());
        }
    }

    /** What a world is but for its keys. */
    private record Rest(
            WorldSettings settings, List<String> libraries, Map<String, SessionImage> sessions, long wallMicros) {}

    private static final class Run {
        private static final byte[] DUMP = "DUMP".getBytes(StandardCharsets.US_ASCII);

        private static final String[][] SETTINGS = {
            {"maxmemory", "0", "100mb", "1gb"},
            {"maxmemory-policy", "allkeys-lru", "volatile-ttl", "allkeys-lfu", "noeviction"},
            {"appendonly", "yes", "no"},
            {"save", "", "900 1", "60 10 5 1000"},
            {"requirepass", "", "secret"},
            {"hz", "10", "50"},
            {"slowlog-log-slower-than", "-1", "0"},
            {"hash-max-listpack-entries", "512", "3"},
            {"list-max-listpack-size", "-2", "3"},
            {"notify-keyspace-events", "", "KEA"}
        };

        private final Random random;
        private final CaseGenerator generator;
        private final LabClock clock;
        private final LabWorld world;
        private final ReplyBuilder replies = new ReplyBuilder();
        private Session dumper;
        private Engine dumped;
        private final Deque<Step> waiting = new ArrayDeque<>();
        /** What each key is; kept up to date by what the steps say that they have changed. */
        private final Map<Place, String> known = new TreeMap<>();

        private WorldSettings settings;
        private long commands;
        private String last = "";

        Run(long seed) {
            random = new Random(seed);
            generator = new CaseGenerator(seed);
            clock = new LabClock(new ManualClock(1_700_000_000_000L), LabClock.Setting.MACHINE);
            world = LabWorld.aside(Engines.fresh(clock, new SplittableRandom(seed)), clock);
            dumped = world.engine();
            dumper = dumped.internalSession(replies);
            settings = WorldSettings.of(dumped);
        }

        // ---- steps ----

        void thousandSteps() {
            Map<Place, String> before = everything();
            Rest restBefore = rest();
            int lastBefore = world.timeline().now();
            int forgotten = world.timeline().forgotten();
            // A step that is kept comes first: what a call that is no step leaves behind belongs to the step before.
            step(() -> world.turn("clock", 1));
            for (int i = 0; i < COMPARED_EVERY; i++) {
                step(this::act);
            }
            compareAll(known, "what the steps said that they changed");
            Rest restAfter = rest();
            if (world.timeline().forgotten() > forgotten) {
                return;
            }
            int taken = 0;
            while (!world.timeline().past().isEmpty()
                    && world.timeline().last().orElseThrow().number() > lastBefore) {
                world.undo();
                taken++;
            }
            compareAll(before, "a thousand steps back");
            assertSame(restBefore, rest(), "a thousand steps back");
            for (int i = 0; i < taken; i++) {
                world.redo();
            }
            compareAll(known, "a thousand steps done again");
            assertSame(restAfter, rest(), "a thousand steps done again");
        }

        private void act() {
            if (random.nextInt(600) == 0) {
                last = "clock";
                world.turn(
                        "clock", random.nextInt(4) == 0 ? -5_000_000L : 1_000_000L * (1 + random.nextInt(2_000_000)));
            } else if (random.nextInt(12) == 0) {
                last = "group";
                world.beginStep("group");
                int length = 1 + random.nextInt(6);
                for (int i = 0; i < length; i++) {
                    call();
                }
                world.endStep();
            } else {
                last = "";
                call();
            }
        }

        private void step(Runnable act) {
            Rest before = rest();
            int earlier = world.timeline().now();
            act.run();
            if (world.timeline().last().map(Moment::number).orElse(0) <= earlier) {
                assertSame(before, rest(), "a step that is not kept");
                noteRecoding();
                return;
            }
            Rest after = rest();
            Moment moment = world.timeline().last().orElseThrow();
            Map<Place, String> images = images(moment);
            world.undo();
            images.keySet().forEach(place -> assertAs(known.getOrDefault(place, "absent"), place, "undo"));
            assertSame(before, rest(), "undo");
            world.redo();
            images.forEach((place, image) -> assertAs(image, place, "redo"));
            assertSame(after, rest(), "redo");
            images.forEach((place, image) -> {
                if (image.equals("absent")) {
                    known.remove(place);
                } else {
                    known.put(place, image);
                }
            });
        }

        private void assertAs(String expected, Place place, String when) {
            String actual = describe(place);
            int at = Arrays.mismatch(expected.toCharArray(), actual.toCharArray());
            assertEquals(
                    -1,
                    at,
                    () -> when + " of " + last + ", key " + name(place) + " was\n" + excerpt(expected, at) + "\nis\n"
                            + excerpt(actual, at));
        }

        private static String excerpt(String text, int at) {
            return text.length() + ": …" + text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 40)) + "…";
        }

        /** Some calls change no more than how a value is stored: SORT of a sorted set, or BITFIELD that fails but makes room. */
        private void noteRecoding() {
            for (Map.Entry<Place, String> each : known.entrySet()) {
                Place place = each.getKey();
                KeyEntry entry = world.engine()
                        .keyspace()
                        .database(place.database())
                        .find(place.key().bytes());
                if (entry != null
                        && (!each.getValue().startsWith(entry.value().encoding() + " ")
                                || each.getValue().startsWith("raw "))) {
                    each.setValue(describe(place));
                }
            }
        }

        /** What the keys are that a step has changed: all that are or were, when it emptied or swapped databases. */
        private Map<Place, String> images(Moment moment) {
            Map<Place, String> images = new TreeMap<>();
            if (moment.changedAll()) {
                known.keySet().forEach(place -> images.put(place, "absent"));
                images.putAll(everything());
            }
            moment.keys().forEach(place -> {
                Place changed = new Place(place.database(), place.key());
                images.put(changed, describe(changed));
            });
            return images;
        }

        private void call() {
            commands++;
            Step step =
                    switch (random.nextInt(40)) {
                        case 0 -> {
                            String[] setting = SETTINGS[random.nextInt(SETTINGS.length)];
                            yield Step.of(
                                    0, "CONFIG", "SET", setting[0], setting[1 + random.nextInt(setting.length - 1)]);
                        }
                        case 1 -> other();
                        default -> next();
                    };
            last += " | " + step;
            String client = step.client() == 0 ? "" : String.valueOf((char) ('a' + step.client()));
            world.run(new Command(1, step.toString(), step.argv(), client));
            world.takeEvents();
        }

        private Step other() {
            int client = random.nextInt(2);
            return switch (random.nextInt(10)) {
                case 0 -> Step.of(client, "ACL", "SETUSER", "u" + random.nextInt(3), "on", ">pw", "~k*", "+@read");
                case 1 -> Step.of(client, "ACL", "SETUSER", "u" + random.nextInt(3), "reset", "(+get ~x*)");
                case 2 -> Step.of(client, "ACL", "DELUSER", "u" + random.nextInt(3));
                case 3 -> Step.of(client, "SCRIPT", "FLUSH");
                case 4 -> Step.of(client, "SCRIPT", "LOAD", "return " + random.nextInt(100));
                case 5 -> Step.of(client, "CLIENT", "SETNAME", "n" + random.nextInt(5));
                case 6 -> Step.of(client, "HELLO", random.nextBoolean() ? "2" : "3");
                case 7 -> Step.of(client, "CLIENT", "NO-EVICT", random.nextBoolean() ? "on" : "off");
                case 8 -> Step.of(1, "AUTH", "u" + random.nextInt(3), "pw");
                default -> Step.of(1, "AUTH", "default", "secret");
            };
        }

        private Step next() {
            if (waiting.isEmpty()) {
                for (LabClient client : world.clients()) {
                    world.stopWaiting(client.name());
                }
                waiting.addAll(generator.next());
            }
            return waiting.poll();
        }

        // ---- what there is ----

        private Rest rest() {
            Map<String, SessionImage> sessions = new TreeMap<>();
            for (LabClient client : world.clients()) {
                if (client.waiting().isEmpty()) {
                    // Who was disconnected stays so, and who has come under the same name is somebody else.
                    sessions.put(client.name() + client.session().id(), SessionImage.of(client.session()));
                }
            }
            if (!settings.areOf(world.engine())) {
                settings = WorldSettings.of(world.engine());
            }
            return new Rest(
                    settings,
                    world.engine().scripting().libraryCodes().stream()
                            .map(code -> text(code))
                            .toList(),
                    sessions,
                    clock.wallMicros());
        }

        private void assertSame(Rest expected, Rest actual, String when) {
            List<String> differences = expected.settings() == actual.settings()
                    ? List.of()
                    : expected.settings().commandsTo(actual.settings()).stream()
                            .map(argv -> new Step(0, Arrays.asList(argv)).toString())
                            .toList();
            assertEquals(List.of(), differences, () -> when + " of " + last + ": settings");
            assertEquals(expected.libraries(), actual.libraries(), () -> when + " of " + last + ": libraries");
            assertEquals(expected.wallMicros(), actual.wallMicros(), () -> when + " of " + last + ": the clock");
            expected.sessions().forEach((name, image) -> {
                SessionImage now = actual.sessions().get(name);
                assertTrue(
                        now == null || image.isLike(now),
                        () -> when + " of " + last + ": client '" + name + "' was " + image + ", is " + now);
            });
        }

        private Map<Place, String> everything() {
            Map<Place, String> all = new TreeMap<>();
            for (Database database : world.engine().keyspace().databases()) {
                database.keys().forEach(entry -> {
                    Place place = new Place(database.index(), new ByteKey(entry.key()));
                    String content = describe(place);
                    if (!content.equals("absent")) {
                        all.put(place, content);
                    }
                });
            }
            return all;
        }

        private String describe(Place place) {
            if (dumped != world.engine()) {
                dumped = world.engine();
                dumper = dumped.internalSession(replies);
            }
            Database database = dumped.keyspace().database(place.database());
            KeyEntry entry = database.find(place.key().bytes());
            long expireAt = database.expireAt(place.key().bytes());
            if (entry == null || expireAt >= 0 && expireAt < clock.wallMillis()) {
                return "absent";
            }
            String content;
            if (entry.value() instanceof SetValue set && set.table() != null) {
                content = sorted(set.table());
            } else if (entry.value() instanceof HashValue hash && hash.table() != null) {
                content = sorted(hash.table());
            } else {
                dumper.select(place.database());
                dumped.execute(dumper, new byte[][] {DUMP, place.key().bytes()});
                content = text(((Reply.Bulk) replies.take().get(0)).bytes());
            }
            return entry.value().encoding() + " " + expireAt + " " + content;
        }

        /** What is in a hash table, whose order changes with every look. */
        private static String sorted(Dict table) {
            List<String> nodes = new ArrayList<>();
            table.forEach(entry -> nodes.add(text(table.key(entry)) + "\0" + text(table.value(entry))));
            nodes.sort(null);
            return String.join("\0", nodes);
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        private void compareAll(Map<Place, String> expected, String when) {
            Set<Place> all = new TreeSet<>(expected.keySet());
            all.addAll(everything().keySet());
            all.forEach(place -> assertAs(expected.getOrDefault(place, "absent"), place, when));
        }

        private static String name(Place place) {
            return place.database() + ":" + text(place.key().bytes());
        }
    }
}
