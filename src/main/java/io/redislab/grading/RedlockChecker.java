package io.redislab.grading;

import io.redislab.resp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Plays the clients of Redlock (redis.io, "Distributed Locks with Redis") on engines that are forks of one world, so that
 * each has the answer's functions. What an engine decides is the answer's; what a client does with it is the protocol.
 */
final class RedlockChecker {
    /** Of the orders of two clients' steps there are 924; so many, evenly chosen, show what all of them would. */
    private static final int MAX_ORDERS = 40;

    /** Where each step is a process. */
    private static final int MAX_ORDERS_OF_PROGRAMS = 4;

    private final Check.Redlock check;
    private final World world;
    private final Scope scope;
    private final Caller caller;
    private final List<World> engines = new ArrayList<>();

    RedlockChecker(Check.Redlock check, World world, Scope scope, Caller caller) {
        this.check = check;
        this.world = world;
        this.scope = scope;
        this.caller = caller;
    }

    /** A client, and what it has been told so far. */
    private static final class Client {
        private final String id;
        private final List<String> told = new ArrayList<>();
        private long granted;
        private long validity;

        private Client(String id) {
            this.id = id;
        }

        private String story() {
            return id + ": " + String.join(", ", told);
        }
    }

    /** Ends the run with what is wrong. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Finding finding;

        private Wrong(Finding finding) {
            this.finding = finding;
        }
    }

    Optional<Finding> run() {
        try {
            for (int i = 0; i < check.engines(); i++) {
                engines.add(world.fork());
            }
            for (List<Integer> order : orders()) {
                inOrder(order);
                forget();
            }
            return Optional.empty();
        } catch (Wrong e) {
            return Optional.of(e.finding);
        } finally {
            engines.forEach(World::close);
        }
    }

    private void forget() {
        engines.forEach(engine -> engine.examiner().call("DEL", scope.expand(check.key(), check.where())));
    }

    /** Which client takes its next step; the last step of each is to decide. */
    private List<List<Integer>> orders() {
        List<List<Integer>> orders = new ArrayList<>();
        int steps = check.engines() + 1;
        interleave(new int[check.clients().size()], new ArrayList<>(), steps, orders);
        int most = caller.program().isPresent() ? MAX_ORDERS_OF_PROGRAMS : MAX_ORDERS;
        if (orders.size() <= most) {
            return orders;
        }
        return IntStream.range(0, most)
                .mapToObj(i -> orders.get((int) ((long) i * (orders.size() - 1) / (most - 1))))
                .toList();
    }

    private static void interleave(int[] done, List<Integer> order, int steps, List<List<Integer>> found) {
        if (order.size() == done.length * steps) {
            found.add(List.copyOf(order));
        }
        for (int client = 0; client < done.length; client++) {
            if (done[client] < steps) {
                done[client]++;
                order.add(client);
                interleave(done, order, steps, found);
                order.remove(order.size() - 1);
                done[client]--;
            }
        }
    }

    private void inOrder(List<Integer> order) throws Wrong {
        List<Client> clients = check.clients().stream()
                .map(id -> new Client(scope.expand(id, check.where())))
                .toList();
        int[] next = new int[clients.size()];
        for (int which : order) {
            Client client = clients.get(which);
            int step = next[which]++;
            if (step < check.engines()) {
                ask(client, step);
            } else {
                decide(client);
            }
        }
        long holders = clients.stream().filter(client -> client.validity > 0).count();
        String stories = clients.stream().map(Client::story).collect(Collectors.joining(" | "));
        if (!check.granted().contains(holders)) {
            throw wrong("clients that have the lock", check.granted().toString(), holders + " after: " + stories);
        }
        for (Client client : clients) {
            if (client.validity > 0
                    && check.valid().isPresent()
                    && !check.valid().get().contains(client.validity)) {
                throw wrong("ms that the lock is valid", check.valid().get().toString(), client.story());
            }
            leftovers(client, stories);
        }
    }

    private Wrong wrong(String subject, String expected, String actual) {
        return new Wrong(new Finding(check.where(), situation() + subject, expected, actual));
    }

    private String situation() {
        String down = check.down().stream().map(number -> "n" + number).collect(Collectors.joining(", "));
        return check.engines() + " engines" + (down.isEmpty() ? "" : ", down: " + down) + ": ";
    }

    private void ask(Client client, int engine) throws Wrong {
        String name = "n" + (engine + 1) + " ";
        if (check.down().contains(engine + 1)) {
            client.told.add(name + "is down");
        } else {
            Reply reply = call(engine, "acquire_lock", List.of(check.key()), client.id, "" + check.ttlSeconds());
            client.told.add(name + ReplyText.show(reply));
            client.granted += ReplyText.scalar(reply).equals(Optional.of("1")) ? 1 : 0;
        }
        if (engine == 1 && !check.takes().equals(Duration.ZERO)) {
            for (World each : engines) {
                each.control()
                        .orElseThrow(() -> new Checker.NeedsEngine("the clock"))
                        .turn(check.takes());
            }
        }
    }

    private void decide(Client client) throws Wrong {
        String[] args = {
            "" + check.engines(),
            "" + client.granted,
            check.ttlSeconds() + "000",
            "" + check.takes().toMillis()
        };
        Reply reply = call(firstUp(), "redlock_validity", List.of(), args);
        client.told.add("redlock_validity " + String.join(" ", args) + " → " + ReplyText.show(reply));
        String valid = ReplyText.scalar(reply).orElse("");
        if (!valid.matches("-?[0-9]{1,18}")) {
            throw wrong("redlock_validity " + String.join(" ", args), "an integer", ReplyText.show(reply));
        }
        client.validity = Long.parseLong(valid);
        if (client.validity <= 0) {
            for (int i = 0; i < engines.size(); i++) {
                if (!check.down().contains(i + 1)) {
                    call(i, "release_lock", List.of(check.key()), client.id);
                }
            }
        }
    }

    private int firstUp() {
        return IntStream.range(0, check.engines())
                .filter(i -> !check.down().contains(i + 1))
                .findFirst()
                .orElseThrow(() -> new FaultyExercise(check.where(), "all engines are down"));
    }

    private Reply call(int engine, String name, List<String> keys, String... args) throws Wrong {
        Check.Call call = new Check.Call(check.where(), name, keys, List.of(args), Optional.empty(), Optional.empty());
        // A client of its own, as in races: what all orders take together is not what an answer takes.
        Reply reply = caller.call(engines.get(engine), Optional.of("redlock"), call, scope);
        if (caller.missing(reply)) {
            throw new Wrong(new Finding(check.where(), name, "a function of this name", "there is none"));
        }
        return reply;
    }

    /** Who did not get the lock must not keep others from it. */
    private void leftovers(Client client, String stories) throws Wrong {
        if (client.validity > 0) {
            return;
        }
        String key = scope.expand(check.key(), check.where());
        for (int i = 0; i < engines.size(); i++) {
            Optional<String> holder = ReplyText.scalar(engines.get(i).examiner().call("GET", key));
            if (holder.equals(Optional.of(client.id))) {
                throw wrong(
                        "what " + client.id + ", who did not get it, leaves",
                        "nothing",
                        key + " on n" + (i + 1) + " after: " + stories);
            }
        }
    }
}
