package io.redislab.differential;

import io.redislab.engine.command.CommandGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Calls that fill keys, so that the others find something; some fill them with more than the small encodings hold. */
final class Population {
    private static final CommandGroup[] GROUPS = {
        CommandGroup.STRING,
        CommandGroup.LIST,
        CommandGroup.SET,
        CommandGroup.HASH,
        CommandGroup.SORTED_SET,
        CommandGroup.STREAM,
        CommandGroup.GEO,
        CommandGroup.HYPERLOGLOG
    };

    private final Random random;
    private final ArgumentPool pool;
    /** The ids of streams only grow. */
    private int lastId = 20;

    Population(Random random, ArgumentPool pool) {
        this.random = random;
        this.pool = pool;
    }

    /** Adds to a key of the type that the group's commands are about; to one of any type where they are about none. */
    void addTo(List<Step> steps, CommandGroup group) {
        boolean many = pool.chance(0.04);
        int count = many ? 20 + random.nextInt(500) : 1 + random.nextInt(6);
        String number = pool.pick("1", "2", "3");
        switch (group) {
            case STRING, BITMAP -> string(steps, number, many);
            case LIST -> steps.add(elements(pool.pick("RPUSH", "LPUSH"), "l" + number, count, many));
            case SET -> steps.add(elements("SADD", "t" + number, count, many));
            case HYPERLOGLOG -> steps.add(elements("PFADD", "p" + number, count, many));
            case HASH -> steps.add(pairs("HSET", "h" + number, count, many));
            case SORTED_SET -> sortedSet(steps, number, count, many);
            case GEO -> places(steps, number, count);
            case STREAM -> stream(steps, number);
            default -> addTo(steps, GROUPS[random.nextInt(GROUPS.length)]);
        }
    }

    private void string(List<Step> steps, String number, boolean many) {
        String value = many
                ? pool.member().repeat(random.nextInt(300))
                : pool.pick("foobar", "10", "1.5", "abc", "ab", "\u00ff\u000f");
        steps.add(Step.of(0, "SET", "s" + number, value));
    }

    private String element(int i, boolean many) {
        if (!many) {
            return pool.member();
        }
        return i % 7 == 0 ? Integer.toString(i * 37) : "element " + i + "x".repeat(i % 50);
    }

    private Step elements(String command, String key, int count, boolean many) {
        List<String> words = new ArrayList<>(List.of(command, key));
        boolean numbers = many && random.nextBoolean();
        for (int i = 0; i < count; i++) {
            words.add(numbers ? Integer.toString(i * 91) : element(i, many));
        }
        return Step.of(0, words.toArray(String[]::new));
    }

    private Step pairs(String command, String key, int count, boolean many) {
        List<String> words = new ArrayList<>(List.of(command, key));
        for (int i = 0; i < count; i++) {
            words.add(element(i, many));
            words.add(pool.member());
        }
        return Step.of(0, words.toArray(String[]::new));
    }

    private void sortedSet(List<Step> steps, String number, int count, boolean many) {
        boolean equal = random.nextInt(4) == 0;
        List<String> words = new ArrayList<>(List.of("ZADD", (equal ? "y" : "z") + number));
        for (int i = 0; i < count; i++) {
            words.add(equal ? "0" : pool.pick("1", "2", "3", "1.5", "-1", "10", "inf", Integer.toString(i)));
            words.add(element(i, many));
        }
        steps.add(Step.of(0, words.toArray(String[]::new)));
    }

    private void places(List<Step> steps, String number, int count) {
        List<String> words = new ArrayList<>(List.of("GEOADD", "g" + number));
        for (int i = 0; i < Math.min(count, 50); i++) {
            words.add(Double.toString(random.nextInt(200_000) / 10_000.0 - 10));
            words.add(Double.toString(random.nextInt(200_000) / 10_000.0 - 10));
            words.add(pool.member());
        }
        steps.add(Step.of(0, words.toArray(String[]::new)));
    }

    private void stream(List<Step> steps, String number) {
        String key = "x" + number;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            lastId += 1 + random.nextInt(2);
            steps.add(Step.of(0, "XADD", key, lastId + "-" + random.nextInt(3), pool.member(), pool.member()));
        }
        if (random.nextBoolean()) {
            steps.add(Step.of(0, "XGROUP", "CREATE", key, pool.pick("g1", "g2"), pool.pick("0", "0", "$", "1-1")));
        }
        if (random.nextBoolean()) {
            steps.add(Step.of(
                    0,
                    "XREADGROUP",
                    "GROUP",
                    pool.pick("g1", "g2"),
                    pool.pick("c1", "c2"),
                    "COUNT",
                    "3",
                    "STREAMS",
                    key,
                    ">"));
        }
    }
}
