package io.redislab.terminal;

import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.Value;
import io.redislab.lab.CallWatch;
import io.redislab.lab.KeyLife;
import io.redislab.lab.LabWorld;
import io.redislab.lab.Outcome;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.lab.inside.XRay;
import io.redislab.resp.ArgumentSplitter;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The words that look inside: xray, peek, why, cost. */
final class InsideWords {
    private static final int SHOWN_EVENTS = 20;
    private static final int SHOWN_ELEMENTS = 10;

    private final Worlds worlds;
    private final Voice voice;
    private final Screen screen;
    private final Supplier<String> client;
    private boolean costs;

    /** @param client whose prompt it is */
    InsideWords(Worlds worlds, Voice voice, Screen screen, Supplier<String> client) {
        this.worlds = worlds;
        this.voice = voice;
        this.screen = screen;
        this.client = client;
    }

    /** The words behind a word of the lab, quoted as in a command; empty after it was told what is wrong. */
    private Optional<List<byte[]>> words(String rest, int most, String usage) {
        Optional<List<byte[]>> words = ArgumentSplitter.split(rest.getBytes(StandardCharsets.UTF_8));
        if (words.isEmpty() || words.get().isEmpty() || words.get().size() > most) {
            voice.line(Mark.TROUBLE, usage);
            return Optional.empty();
        }
        return words;
    }

    private int database(LabWorld world) {
        return world.connect(client.get()).session().database();
    }

    private void missing(byte[] key) {
        voice.line(Mark.NOTE, "There is no key " + name(key) + " here.");
    }

    private static String name(byte[] key) {
        String name = Printable.bytes(key);
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }

    void xray(String rest) {
        words(rest, 2, "xray KEY draws how a key is stored, xray KEY MEMBER the way to a member.")
                .ifPresent(words -> {
                    byte[] element = words.size() > 1 ? words.get(1) : new byte[0];
                    int width = Math.min(screen.columns(), 120) - 4;
                    Optional<List<String>> lines = worlds.look(
                            world -> XRay.of(world.engine(), database(world), words.get(0), element, width));
                    lines.ifPresentOrElse(voice::drawing, () -> missing(words.get(0)));
                });
    }

    /** Shows a value by the command that suits its type, and says which one. */
    void peek(String rest) {
        words(rest, 1, "peek KEY shows a key's value, whatever its type.").ifPresent(words -> {
            byte[] key = words.get(0);
            Optional<Value> value = worlds.look(world -> Optional.ofNullable(world.engine()
                            .keyspace()
                            .read(world.engine().keyspace().database(database(world)), key, false))
                    .map(KeyEntry::value));
            if (value.isEmpty()) {
                missing(key);
                return;
            }
            List<String> command = command(value.get(), SHOWN_ELEMENTS);
            List<byte[]> argv = new ArrayList<>();
            command.forEach(word -> argv.add(word.equals("KEY") ? key : word.getBytes(StandardCharsets.UTF_8)));
            voice.line(Mark.DETAIL, Replies.command(argv));
            worlds.look(world -> {
                world.ask(client.get(), argv).forEach(reply -> screen.print(Replies.show(reply, argv)));
                return true;
            });
        });
    }

    private static List<String> command(Value value, int most) {
        String end = String.valueOf(most - 1);
        return switch (value.typeName()) {
            case "list" -> List.of("LRANGE", "KEY", "0", end);
            case "hash" -> value.memoryUsage(5) > 4096 ? List.of("HSCAN", "KEY", "0") : List.of("HGETALL", "KEY");
            case "set" -> value.memoryUsage(5) > 4096 ? List.of("SSCAN", "KEY", "0") : List.of("SMEMBERS", "KEY");
            case "zset" -> List.of("ZRANGE", "KEY", "0", end, "REV", "WITHSCORES");
            case "stream" -> List.of("XREVRANGE", "KEY", "+", "-", "COUNT", String.valueOf(most));
            default -> value.memoryUsage(0) > 4096 ? List.of("GETRANGE", "KEY", "0", "1023") : List.of("GET", "KEY");
        };
    }

    void why(String rest) {
        words(rest, 1, "why KEY tells which step made a key and which changed it.")
                .ifPresent(words -> {
                    byte[] key = words.get(0);
                    KeyLife life = worlds.travel().life(client.get(), key);
                    boolean there = worlds.look(world ->
                            world.engine().keyspace().database(database(world)).find(key) != null);
                    if (life.events().isEmpty()) {
                        voice.line(
                                Mark.NOTE,
                                !there
                                        ? "There is no key " + name(key) + ", and no step that is remembered had one."
                                        : name(key) + " was there before the steps that are remembered.");
                        return;
                    }
                    List<KeyLife.Event> events = life.events();
                    int from = Math.max(0, events.size() - SHOWN_EVENTS);
                    List<List<String>> rows = new ArrayList<>();
                    for (KeyLife.Event event : events.subList(from, events.size())) {
                        rows.add(List.of(String.valueOf(event.step()), what(event), shorter(event.text())));
                    }
                    voice.table(rows);
                    if (from > 0) {
                        voice.line(Mark.DETAIL, "and " + from + " steps before");
                    }
                });
    }

    private static String what(KeyLife.Event event) {
        return switch (event.what()) {
            case CREATED -> "made, a " + event.type();
            case CHANGED -> "changed";
            case REPLACED -> "replaced by a " + event.type();
            case EXPIRY_CHANGED -> "expires at another time";
            case DELETED -> "deleted";
            case EXPIRED -> "expired";
            case EVICTED -> "evicted";
        };
    }

    private static String shorter(String text) {
        String line = Printable.line(text);
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    // ---- cost ----

    void cost(String rest) {
        String word = rest.strip().toLowerCase(Locale.ROOT);
        if (word.equals("on") || word.equals("off")) {
            costs = word.equals("on");
            voice.line(
                    Mark.NOTE,
                    costs
                            ? "After each command stands what it cost: elements visited and bytes moved, the same on"
                                    + " every machine."
                            : "Costs are not shown any more.");
        } else {
            voice.line(Mark.NOTE, "Costs are " + (costs ? "shown" : "not shown") + ". cost on, cost off.");
        }
    }

    /** What there is to tell of a command beside its reply. */
    void after(Command command, Outcome outcome) {
        for (CallWatch.Recoded change : outcome.recoded()) {
            voice.line(
                    Mark.NOTE,
                    name(change.key()) + " is now stored as " + change.to() + ", no longer as " + change.from() + ": "
                            + change.reason() + ".");
        }
        if (costs && outcome.fate() == Outcome.Fate.DONE) {
            voice.line(Mark.DETAIL, shown(command, outcome.cost()));
        }
    }

    private static String shown(Command command, CallWatch.Cost cost) {
        StringBuilder out = new StringBuilder();
        if (!cost.complexity().isEmpty()) {
            out.append(cost.complexity()).append(" · ");
        }
        out.append(String.format(Locale.ROOT, "%,d visited · %,d bytes moved", cost.visited(), cost.bytes()));
        String name = new String(command.argv().get(0), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        boolean searches = name.equals("KEYS") || name.endsWith("SCAN");
        if (searches && cost.visited() > cost.returned()) {
            out.append(String.format(
                    Locale.ROOT, " · %,d of the visited are not in the reply", cost.visited() - cost.returned()));
        }
        return out.toString();
    }
}
