package io.redislab.grading;

import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tries the lines of several clients in every order, each order from the start in a fork of its own, and shows the first
 * one that breaks something.
 */
final class RaceChecker {
    /** Three clients of three lines have 1,680 orders. */
    private static final int MAX_ORDERS = 2000;

    private final Check.Race race;
    private final World world;
    private final Scope scope;
    private final Caller caller;
    private final Function<World, Checker> checkers;
    private final List<String> names;
    private final List<List<Check>> lines;

    RaceChecker(Check.Race race, World world, Scope scope, Caller caller, Function<World, Checker> checkers) {
        this.race = race;
        this.world = world;
        this.scope = scope;
        this.caller = caller;
        this.checkers = checkers;
        this.names = List.copyOf(race.clients().keySet());
        this.lines = race.clients().values().stream().toList();
    }

    Optional<Finding> run() {
        Optional<Programs.Program> program = caller.program().filter(this::isStepped);
        if (program.isPresent()) {
            return new SteppedRace(race, world, scope, caller, checkers, program.get()).run();
        }
        List<int[]> orders = new ArrayList<>();
        int total = lines.stream().mapToInt(List::size).sum();
        orders(new int[lines.size()], new int[total], 0, orders);
        int broken = 0;
        Finding first = null;
        for (int[] order : orders) {
            Finding finding = tryOrder(order).orElse(null);
            if (finding != null) {
                broken++;
                first = first == null ? finding : first;
            }
        }
        if (first == null) {
            return Optional.empty();
        }
        String share = broken + " of " + orders.size() + " orders break it";
        return Optional.of(
                new Finding(first.where(), first.subject(), first.expected(), first.actual() + " (" + share + ")"));
    }

    private boolean isStepped(Programs.Program program) {
        return lines.stream()
                .flatMap(List::stream)
                .anyMatch(line -> line instanceof Check.Call call && program.defines(call.name()));
    }

    private void orders(int[] done, int[] order, int length, List<int[]> found) {
        if (found.size() == MAX_ORDERS) {
            return;
        }
        if (length == order.length) {
            found.add(Arrays.copyOf(order, length));
            return;
        }
        for (int client = 0; client < done.length; client++) {
            if (done[client] < lines.get(client).size()) {
                done[client]++;
                order[length] = client;
                orders(done, order, length + 1, found);
                done[client]--;
            }
        }
    }

    private Optional<Finding> tryOrder(int[] order) {
        int[] next = new int[lines.size()];
        List<String> story = new ArrayList<>();
        int wins = 0;
        try (World fork = world.fork()) {
            Checker checker = checkers.apply(fork);
            for (int client : order) {
                Check line = lines.get(client).get(next[client]++);
                if (line instanceof Check.Call call) {
                    Reply reply = caller.call(fork, Optional.of(names.get(client)), call, scope);
                    if (caller.missing(reply)) {
                        return Optional.of(
                                new Finding(call.where(), call.name(), "a function of this name", "there is none"));
                    }
                    story.add(names.get(client) + " " + Caller.show(call, scope) + " → " + ReplyText.show(reply));
                    boolean won =
                            race.winner().isPresent() && race.winner().get().matches(reply, scope, race.where());
                    wins += won ? 1 : 0;
                } else {
                    Optional<Finding> finding = checker.run(List.of(line));
                    story.add(tell(line, scope));
                    if (finding.isPresent()) {
                        return Optional.of(inOrder(finding.get(), story));
                    }
                }
            }
            if (race.winner().isPresent() && !race.wins().contains(wins)) {
                return Optional.of(inOrder(
                        new Finding(
                                race.where(), "clients that won", race.wins().toString(), Integer.toString(wins)),
                        story));
            }
            return checker.run(race.holds()).map(finding -> inOrder(finding, story));
        }
    }

    private static Finding inOrder(Finding finding, List<String> story) {
        return new Finding(
                finding.where(),
                finding.subject(),
                finding.expected(),
                finding.actual() + " after: " + String.join(" | ", story));
    }

    static String tell(Check line, Scope scope) {
        if (line instanceof Check.Turn turn) {
            return turn.by().toMillis() % 1000 == 0
                    ? turn.by().toSeconds() + " s pass"
                    : turn.by().toMillis() + " ms pass";
        } else if (line instanceof Check.Run run) {
            return run.commands().stream()
                    .map(command -> Printable.line(scope.expand(command, run.where())))
                    .collect(Collectors.joining("; "));
        } else if (line instanceof Check.Probe probe) {
            return Printable.line(scope.expand(probe.command(), probe.where()));
        }
        return "a check";
    }
}
