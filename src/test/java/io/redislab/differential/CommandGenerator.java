package io.redislab.differential;

import io.redislab.engine.command.Argument;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes single calls along the syntax in the command table, with a share of mistakes. */
final class CommandGenerator {
    /** Commands that leave equal scores equal. */
    private static final Set<String> EQUAL_SCORES_STAY = Set.of(
            "zrem",
            "zpopmin",
            "zpopmax",
            "zcard",
            "zscore",
            "zrank",
            "zrevrank",
            "zscan",
            "zremrangebyrank",
            "zmscore");

    private final Random random;
    private final ArgumentPool pool;
    /** The last number of keys, which weights must be as many as. */
    private int lastCount = 1;

    CommandGenerator(Random random) {
        this.random = random;
        this.pool = new ArgumentPool(random);
    }

    ArgumentPool pool() {
        return pool;
    }

    /** Commands that calls may be made of: with the names of containers those of their subcommands. */
    static List<CommandSpec> commands() {
        List<CommandSpec> commands = new ArrayList<>();
        for (CommandSpec spec : CommandTable.standard().all()) {
            if (!Knowledge.isExcluded(spec.name())) {
                if (spec.isContainer()) {
                    // HELP is in our own words.
                    spec.subcommands().stream()
                            .filter(subcommand ->
                                    !subcommand.lastName().equals("help") && !Knowledge.isExcluded(subcommand.name()))
                            .forEach(commands::add);
                } else {
                    commands.add(spec);
                }
            }
        }
        return commands;
    }

    /** Commands that a server refuses which has no cluster and no replicas, and RESTORE's twin for clusters. */
    static List<CommandSpec> refused() {
        List<CommandSpec> commands = new ArrayList<>();
        for (String name : List.of("asking", "readonly", "readwrite", "failover", "restore-asking")) {
            commands.add(found(name));
        }
        commands.addAll(found("cluster").subcommands());
        return commands;
    }

    private static CommandSpec found(String name) {
        CommandSpec spec = CommandTable.standard().find(name.getBytes(StandardCharsets.US_ASCII));
        if (spec == null) {
            throw new IllegalStateException("no command " + name);
        }
        return spec;
    }

    List<byte[]> call(CommandSpec spec) {
        List<byte[]> argv = new ArrayList<>();
        CommandSpec parent = spec.parent();
        if (parent != null) {
            argv.add(word(parent.name()));
        }
        argv.add(word(spec.lastName()));
        if (spec.name().equals("zrange") || spec.name().equals("zrangestore")) {
            range(spec, argv);
        } else {
            sequence(spec, spec.arguments(), argv);
        }
        settle(spec, argv);
        // Without its * a pattern of SORT sorts nothing, and a set's order is then that of its hash table.
        boolean sortsBy = spec.name().startsWith("sort") && contains(argv, "by");
        if (!spec.name().equals("spop") && !sortsBy && pool.chance(0.03)) {
            spoil(spec, argv);
        }
        if (spec.name().startsWith("geo")) {
            // Members of other sorted sets all lie at one place, and the order of equal distances is not defined.
            argv.replaceAll(word -> Step.text(word).matches("[yz]\\d") ? word("g1") : word);
        }
        return argv;
    }

    /** Takes what would make the reply depend on the order of a hash table, or on the levels of a skip list. */
    private void settle(CommandSpec spec, List<byte[]> argv) {
        String name = spec.name();
        if (name.startsWith("sort") && contains(argv, "by")) {
            // Elements without a weight stay in the order in which they were found.
            argv.removeIf(word -> Step.text(word).equalsIgnoreCase("alpha"));
        } else if (name.contains("lex") || (name.startsWith("zrange") && contains(argv, "bylex"))) {
            // Members in a range of names are defined only where all scores are equal.
            argv.set(name.equals("zrangestore") && argv.size() > 2 ? 2 : 1, equalScores());
        } else if (EQUAL_SCORES_STAY.contains(name) && pool.chance(0.2)) {
            argv.set(1, equalScores());
        } else if (name.equals("zadd") && pool.chance(0.2)) {
            argv.subList(1, argv.size()).clear();
            argv.add(equalScores());
            for (int i = random.nextInt(3); i >= 0; i--) {
                argv.add(word("0"));
                argv.add(word(pool.member()));
            }
        } else if (name.matches("p?expire")) {
            // Whether the same time from now on is later depends on a millisecond.
            argv.removeIf(word -> Step.text(word).toLowerCase(Locale.ROOT).matches("gt|lt"));
        } else if (name.equals("geosearchstore")) {
            // glibc rounds the last digit of one in some thousand distances wrongly.
            argv.removeIf(word -> Step.text(word).equalsIgnoreCase("storedist"));
        } else if (name.startsWith("georadius")) {
            if (contains(argv, "store") || contains(argv, "storedist")) {
                // Nothing but an error otherwise.
                argv.removeIf(word -> Step.text(word).toLowerCase(Locale.ROOT).startsWith("with"));
            }
            argv.replaceAll(word -> Step.text(word).equalsIgnoreCase("storedist") ? word("store") : word);
        } else if (name.equals("spop")) {
            argv.subList(Math.min(2, argv.size()), argv.size()).clear();
            argv.add(word(pool.pick("100000", "100000", "0", "-1", "abc")));
        }
    }

    /** A key whose members all have the score 0. */
    private byte[] equalScores() {
        return pool.pick("y1", "y2").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean contains(List<byte[]> argv, String option) {
        return argv.stream().anyMatch(word -> Step.text(word).equalsIgnoreCase(option));
    }

    /** A call of XREAD or XREADGROUP that replies at once. */
    List<byte[]> callWithoutWaiting(CommandSpec spec) {
        List<byte[]> argv = call(spec);
        for (int i = 0; i < argv.size(); i++) {
            if (Step.text(argv.get(i)).equalsIgnoreCase("block")) {
                argv.subList(i, Math.min(i + 2, argv.size())).clear();
                i--;
            }
        }
        return argv;
    }

    private byte[] word(String text) {
        String cased = pool.chance(0.5) ? text.toUpperCase(Locale.ROOT) : text;
        return cased.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void sequence(CommandSpec spec, List<Argument> arguments, List<byte[]> argv) {
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            boolean counts = argument.name().equals("numkeys") && i + 1 < arguments.size();
            if (counts) {
                counted(spec, arguments.get(++i), argv);
            } else if (spec.name().startsWith("xread") && argument.name().equals("streams")) {
                streams(spec, argv);
            } else {
                argument(spec, argument, argv);
            }
        }
    }

    /** The number of keys and the keys, which as a rule agree. */
    private void counted(CommandSpec spec, Argument keys, List<byte[]> argv) {
        int count = 1 + random.nextInt(3);
        lastCount = count;
        String number =
                pool.chance(0.96) ? Integer.toString(count) : pool.pick("0", "-1", "abc", "5", "9223372036854775807");
        argv.add(number.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < count; i++) {
            argv.add(setOrSortedSet(spec) ? pool.key('t') : pool.value(spec, keys));
        }
    }

    /** The commands that combine sorted sets take sets as well. */
    private boolean setOrSortedSet(CommandSpec spec) {
        return spec.name().matches("z(union|inter|diff).*") && pool.chance(0.25);
    }

    /** STREAMS, and as many ids as keys. */
    private void streams(CommandSpec spec, List<byte[]> argv) {
        int count = 1 + random.nextInt(2);
        argv.add(word("streams"));
        for (int i = 0; i < count; i++) {
            argv.add(pool.key('x'));
        }
        Argument id = idOf(spec.arguments());
        for (int i = 0; i < count; i++) {
            argv.add(id == null ? word("0") : pool.value(spec, id));
        }
    }

    private static @Nullable Argument idOf(List<Argument> arguments) {
        for (Argument argument : arguments) {
            if (argument.name().equals("id")) {
                return argument;
            }
            Argument inside = idOf(argument.children());
            if (inside != null) {
                return inside;
            }
        }
        return null;
    }

    private void argument(CommandSpec spec, Argument argument, List<byte[]> argv) {
        if (argument.optional() && pool.chance(optionsSkipped(spec))) {
            return;
        }
        boolean weights = argument.name().equals("weight") && pool.chance(0.9);
        int times = weights ? lastCount : argument.multiple() ? 1 + (int) Math.abs(random.nextGaussian() * 1.5) : 1;
        for (int i = 0; i < times; i++) {
            String token = argument.token();
            if (token != null && (i == 0 || argument.multipleToken())) {
                argv.add(word(token));
            }
            switch (argument.type()) {
                case PURE_TOKEN -> {}
                case ONE_OF -> argument(spec, choice(spec, argument.children()), argv);
                case BLOCK -> sequence(spec, argument.children(), argv);
                default -> argv.add(pool.value(spec, argument));
            }
        }
    }

    private static double optionsSkipped(CommandSpec spec) {
        return spec.name().equals("set") || spec.name().equals("xadd") ? 0.8 : 0.55;
    }

    /** Ids that the server chooses depend on the time. */
    private Argument choice(CommandSpec spec, List<Argument> alternatives) {
        List<Argument> possible = new ArrayList<>(alternatives);
        if (spec.name().equals("xadd")) {
            possible.removeIf(alternative -> "*".equals(alternative.token()));
        }
        return possible.get(random.nextInt(possible.size()));
    }

    /** The ends of ZRANGE depend on what it goes by. */
    private void range(CommandSpec spec, List<byte[]> argv) {
        boolean stored = spec.name().equals("zrangestore");
        argv.add(pool.key('z'));
        if (stored) {
            argv.add(pool.key('z'));
        }
        int by = random.nextInt(3);
        for (int i = 0; i < 2; i++) {
            int kind = pool.chance(0.97) ? by : random.nextInt(3);
            argv.add(kind == 0 ? pool.rank() : kind == 1 ? pool.scoreBound() : pool.memberBound());
        }
        if (by > 0) {
            argv.add(word(by == 1 ? "byscore" : "bylex"));
        }
        if (pool.chance(0.4)) {
            argv.add(word("rev"));
        }
        if (pool.chance(by > 0 ? 0.4 : 0.03)) {
            argv.add(word("limit"));
            argv.add(pool.rank());
            argv.add(pool.rank());
        }
        if (pool.chance(stored ? 0.02 : 0.3)) {
            argv.add(word("withscores"));
        }
    }

    /** Whether a small number in a wrong place would make a key expire while the test runs. */
    private static boolean takesTime(CommandSpec spec) {
        return spec.name().matches(".*expire.*|restore|set|setex|psetex|getex");
    }

    /** Makes a mistake: a word is missing, given twice, or another one. */
    private void spoil(CommandSpec spec, List<byte[]> argv) {
        int at = argv.size() > 1 ? 1 + random.nextInt(argv.size() - 1) : 0;
        switch (random.nextInt(4)) {
            case 0 -> {
                if (argv.size() > 1) {
                    argv.remove(argv.size() - 1);
                }
            }
            case 1 -> argv.add(argv.get(at));
            case 2 -> argv.add(word(pool.member()));
            default -> {
                if (at > 0) {
                    argv.set(at, word(takesTime(spec) ? "junk" : pool.member()));
                }
            }
        }
    }
}
