package io.redislab.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Users and their rights, client-side caching, muted replies: what a connection is and may do. */
final class ConnectionScenarios {
    private static final String[] RULES = {
        "on",
        "off",
        "nopass",
        "resetpass",
        ">p1",
        ">p2",
        "<p1",
        "allkeys",
        "~*",
        "~s*",
        "~l1",
        "resetkeys",
        "%R~s*",
        "%W~z*",
        "%RW~h*",
        "&*",
        "&ch1",
        "allchannels",
        "resetchannels",
        "allcommands",
        "+@all",
        "-@all",
        "nocommands",
        "+@string",
        "-@write",
        "+@read",
        "+get",
        "-get",
        "+set",
        "+client|getname",
        "-client|setname",
        "+@fast",
        "-@dangerous",
        "reset",
        "(+get ~a*)",
        "(-@all +zadd %W~z*)",
        "clearselectors",
        "+nosuch",
        "-@nosuch",
        "foo",
        "",
        "%~x",
        "(",
        "~x ~y",
        "sanitize-payload",
        "+select|0",
        "+object|encoding",
        "+acl|whoami",
        "+config|get"
    };

    private final Random random;

    ConnectionScenarios(Random random) {
        this.random = random;
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    /** @param call some command */
    void addTo(List<Step> steps, Supplier<List<byte[]>> call) {
        switch (random.nextInt(8)) {
            case 0, 1 -> setUser(steps);
            case 2 -> asUser(steps, call);
            case 3 -> askUsers(steps, call);
            case 4, 5 -> track(steps, call);
            case 6 -> names(steps);
            default -> mute(steps, call);
        }
    }

    private void setUser(List<Step> steps) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", pick("u1", "u2")));
        if (random.nextBoolean()) {
            words.addAll(List.of("on", ">p1", "~*", "+@all"));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            words.add(pick(RULES));
        }
        steps.add(Step.of(0, words.toArray(String[]::new)));
    }

    private void asUser(List<Step> steps, Supplier<List<byte[]>> call) {
        String user = pick("u1", "u2", "nobody");
        String password = pick("p1", "p2");
        steps.add(
                random.nextInt(4) == 0
                        ? Step.of(1, "HELLO", pick("2", "3"), "AUTH", user, password)
                        : Step.of(1, "AUTH", user, password));
        for (int i = random.nextInt(6); i >= 0; i--) {
            steps.add(new Step(1, call.get()));
        }
        steps.add(Step.of(1, "MULTI"));
        steps.add(new Step(1, call.get()));
        steps.add(Step.of(1, "EXEC"));
        steps.add(Step.of(1, "PUBLISH", pick("ch1", "ch2"), "x"));
    }

    private void askUsers(List<Step> steps, Supplier<List<byte[]>> call) {
        switch (random.nextInt(9)) {
            case 7 -> steps.add(Step.of(0, "ACL", pick("LOAD", "SAVE")));
            case 8 -> steps.add(Step.of(0, "ACL", "LOG", pick("RESET", "0", "x")));
            case 0 -> steps.add(Step.of(0, "ACL", "GETUSER", pick("u1", "u2", "default")));
            case 1 -> steps.add(Step.of(0, "ACL", "LIST"));
            case 2 -> steps.add(Step.of(0, "ACL", "USERS"));
            case 3 -> steps.add(Step.of(random.nextInt(2), "ACL", "WHOAMI"));
            case 4 -> steps.add(Step.of(0, "ACL", "DELUSER", pick("u1", "u2", "default")));
            case 5 -> steps.add(Step.of(0, "ACL", "CAT", "nosuch"));
            default -> {
                List<byte[]> argv = new ArrayList<>(
                        Step.of(0, "ACL", "DRYRUN", pick("u1", "u2", "nobody")).argv());
                argv.addAll(call.get());
                steps.add(new Step(0, argv));
            }
        }
    }

    private void track(List<Step> steps, Supplier<List<byte[]>> call) {
        if (random.nextInt(3) > 0) {
            steps.add(
                    random.nextInt(5) == 0
                            ? Step.of(1, "HELLO", "3", "SETNAME", pick("n1", "with blank"))
                            : Step.of(1, "HELLO", "3"));
        }
        List<String> words = new ArrayList<>(List.of("CLIENT", "TRACKING", pick("ON", "ON", "ON", "OFF", "foo")));
        if (random.nextInt(3) == 0) {
            words.add(pick("OPTIN", "OPTOUT", "NOLOOP", "foo"));
        }
        if (random.nextInt(4) == 0) {
            words.add("BCAST");
            for (int i = random.nextInt(3); i > 0; i--) {
                words.addAll(List.of("PREFIX", pick("s", "l", "z1", "h", "")));
            }
        }
        steps.add(Step.of(1, words.toArray(String[]::new)));
        for (int i = random.nextInt(6); i >= 0; i--) {
            if (random.nextInt(4) == 0) {
                steps.add(Step.of(1, "CLIENT", "CACHING", pick("YES", "NO", "foo")));
            }
            steps.add(new Step(random.nextInt(3) == 0 ? 0 : 1, call.get()));
        }
        steps.add(Step.of(1, "CLIENT", pick("TRACKINGINFO", "GETREDIR")));
    }

    private void names(List<Step> steps) {
        steps.add(Step.of(1, "CLIENT", "SETNAME", pick("name", "", "with blank", "n2")));
        steps.add(Step.of(1, "CLIENT", "GETNAME"));
        steps.add(Step.of(1, "CLIENT", "NO-EVICT", pick("on", "off", "foo")));
        if (random.nextInt(3) == 0) {
            steps.add(Step.of(1, "RESET"));
        }
    }

    private void mute(List<Step> steps, Supplier<List<byte[]>> call) {
        steps.add(Step.of(1, "CLIENT", "REPLY", pick("OFF", "SKIP", "ON", "foo")));
        steps.add(new Step(1, call.get()));
        steps.add(new Step(1, call.get()));
        steps.add(Step.of(1, "CLIENT", "REPLY", "ON"));
    }
}
