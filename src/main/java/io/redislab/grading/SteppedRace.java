package io.redislab.grading;

import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A race of programs: between two commands of one of them the others may come in. Orders are tried with few changes from
 * one client to another first, which is where most faults show (Musuvathi and Qadeer, "Iterative Context Bounding", 2007);
 * each order from the start, in a fork of its own.
 */
final class SteppedRace {
    private static final int MAX_ORDERS = 30;
    private static final int MAX_STEPS = 200;

    private final Check.Race race;
    private final World world;
    private final Scope scope;
    private final Caller caller;
    private final Function<World, Checker> checkers;
    private final Programs.Program program;

    SteppedRace(
            Check.Race race,
            World world,
            Scope scope,
            Caller caller,
            Function<World, Checker> checkers,
            Programs.Program program) {
        this.race = race;
        this.world = world;
        this.scope = scope;
        this.caller = caller;
        this.checkers = checkers;
        this.program = program;
    }

    /** One client: its lines, and the call it is in. */
    private static final class Client {
        private final String name;
        private final List<Check> lines;
        private int next;
        private Optional<Programs.Call> call = Optional.empty();

        private Client(String name, List<Check> lines) {
            this.name = name;
            this.lines = lines;
        }

        private boolean isDone() {
            return next == lines.size() && call.isEmpty();
        }

        /** It can go on: it holds a command, or has a line that is done at once. */
        private boolean isReady() {
            return call.map(running -> !running.held().isEmpty()).orElse(next < lines.size());
        }

        private boolean isNoticed() {
            return call.map(Programs.Call::isNoticed).orElse(true);
        }
    }

    Optional<Finding> run() {
        Deque<List<Integer>> prefixes = new ArrayDeque<>(List.of(List.of()));
        Finding first = null;
        int orders = 0;
        int broken = 0;
        while (!prefixes.isEmpty() && orders < MAX_ORDERS) {
            List<Integer> prefix = prefixes.poll();
            Order order = new Order(prefix);
            Optional<Finding> finding = order.run();
            orders++;
            prefixes.addAll(order.others());
            if (finding.isPresent()) {
                broken++;
                first = first == null ? finding.get() : first;
            }
        }
        if (first == null) {
            return Optional.empty();
        }
        String share = broken + " of " + orders + " orders break it";
        return Optional.of(
                new Finding(first.where(), first.subject(), first.expected(), first.actual() + " (" + share + ")"));
    }

    /** One order: the choices of its prefix, and then whoever went last goes on. */
    private final class Order {
        private final List<Integer> prefix;
        private final List<Integer> chosen = new ArrayList<>();
        private final List<List<Integer>> others = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private final List<Client> clients = new ArrayList<>();
        private int wins;

        private Order(List<Integer> prefix) {
            this.prefix = prefix;
            race.clients().forEach((name, lines) -> clients.add(new Client(name, lines)));
        }

        /** Prefixes of further orders, one change each. */
        private List<List<Integer>> others() {
            return others;
        }

        private Optional<Finding> run() {
            try (World fork = world.fork()) {
                Checker checker = checkers.apply(fork);
                int last = 0;
                beginAll(fork);
                while (clients.stream().anyMatch(client -> !client.isDone())) {
                    List<Integer> ready = new ArrayList<>();
                    for (int i = 0; i < clients.size(); i++) {
                        if (clients.get(i).isReady()) {
                            ready.add(i);
                        }
                    }
                    if (ready.isEmpty() || chosen.size() == MAX_STEPS) {
                        throw new Budget.Exceeded("in a race its calls never end");
                    }
                    int next = unnoticed(ready);
                    if (next < 0) {
                        next = choose(ready, last);
                        last = next;
                    } else {
                        chosen.add(next);
                    }
                    Optional<Finding> finding = step(clients.get(next), fork, checker);
                    if (finding.isPresent()) {
                        return finding;
                    }
                }
                if (race.winner().isPresent() && !race.wins().contains(wins)) {
                    return Optional.of(told(new Finding(
                            race.where(), "clients that won", race.wins().toString(), Integer.toString(wins))));
                }
                return checker.run(race.holds()).map(this::told);
            } finally {
                clients.forEach(client -> client.call.ifPresent(Programs.Call::abandon));
            }
        }

        /** Who can take a step that nobody notices, or -1: it may as well be done first, and makes no orders of its own. */
        private int unnoticed(List<Integer> ready) {
            return ready.stream()
                    .filter(i -> !clients.get(i).isNoticed())
                    .findFirst()
                    .orElse(-1);
        }

        private int choose(List<Integer> ready, int last) {
            int at = chosen.size();
            int choice;
            if (at < prefix.size()) {
                // Should a program have gone another way this time, any that can go on will do.
                choice = ready.contains(prefix.get(at)) ? prefix.get(at) : ready.get(0);
            } else {
                choice = ready.contains(last) ? last : ready.get(0);
                for (int other : ready) {
                    if (other != choice) {
                        List<Integer> another = new ArrayList<>(chosen);
                        another.add(other);
                        others.add(another);
                    }
                }
            }
            chosen.add(choice);
            return choice;
        }

        private Optional<Finding> step(Client client, World fork, Checker checker) {
            Optional<Finding> finding = Optional.empty();
            if (client.call.isPresent()) {
                Programs.Call running = client.call.get();
                story.add(client.name + " " + running.held());
                running.step();
            } else {
                Check line = client.lines.get(client.next++);
                if (line instanceof Check.Call call) {
                    reply(client, call, caller.call(fork, Optional.of(client.name), call, scope));
                } else {
                    finding = checker.run(List.of(line));
                    story.add(RaceChecker.tell(line, scope));
                }
            }
            beginAll(fork);
            return finding.map(this::told);
        }

        /** Calls are begun as soon as they may be: up to their first command nothing happens that others could see. */
        private void beginAll(World fork) {
            finishAll();
            for (Client client : clients) {
                while (client.call.isEmpty()
                        && client.next < client.lines.size()
                        && client.lines.get(client.next) instanceof Check.Call call
                        && program.defines(call.name())) {
                    client.next++;
                    client.call = caller.begin(fork, call, scope);
                    finishAll();
                }
            }
        }

        /** A step may end other calls too: of those who waited. */
        private void finishAll() {
            for (Client client : clients) {
                if (client.call.isPresent() && client.call.get().ended()) {
                    Check.Call line = (Check.Call) client.lines.get(client.next - 1);
                    Reply reply = ProgramCaller.reply(client.call.get().result(), line, scope);
                    client.call = Optional.empty();
                    reply(client, line, reply);
                }
            }
        }

        private void reply(Client client, Check.Call call, Reply reply) {
            story.add(client.name + " " + Caller.show(call, scope) + " → " + ReplyText.show(reply));
            boolean won = race.winner().isPresent() && race.winner().get().matches(reply, scope, race.where());
            wins += won ? 1 : 0;
        }

        private Finding told(Finding finding) {
            return new Finding(
                    finding.where(),
                    finding.subject(),
                    finding.expected(),
                    Printable.line(finding.actual() + " after: " + String.join(" | ", story)));
        }
    }
}
