package io.redislab.terminal;

import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.lab.LabWord;
import io.redislab.lab.LabWorld;
import io.redislab.lab.Worlds;
import io.redislab.resp.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** What Tab offers: commands and words of the lab, subcommands, options, and keys that exist and have the right type. */
final class Completion implements Completer {
    private static final int MAX_KEYS = 200;
    /** In a large world only so many keys are looked at. */
    private static final int MAX_LOOKED_AT = 20_000;

    private final Worlds worlds;

    Completion(Worlds worlds) {
        this.worlds = worlds;
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        LineParser.Parsed line = (LineParser.Parsed) parsed;
        TypedLine typed = line.typed();
        String word = line.word();
        int before = line.wordIndex();
        if (before <= typed.first() && !(before == 0 && typed.first() == 1)) {
            names(word, typed.first() == 0, candidates);
            return;
        }
        CommandSpec spec = typed.spec();
        if (spec == null) {
            words(typed, candidates);
            return;
        }
        if (spec.isContainer() || (before == typed.first() + 1 && typed.named() == 2)) {
            CommandSpec container = spec.isContainer() ? spec : spec.parent();
            if (container != null && before == typed.first() + 1) {
                boolean lower = isLower(word, typed.words().get(typed.first()).text());
                container.subcommands().forEach(sub -> add(cased(sub.lastName(), lower), candidates));
            }
            return;
        }
        List<String> arguments = new ArrayList<>(typed.arguments());
        if (!word.isEmpty() && !arguments.isEmpty()) {
            arguments.remove(arguments.size() - 1);
        }
        ArgumentWalk.Rest rest = ArgumentWalk.walk(spec.arguments(), arguments);
        boolean lower = isLower(word, typed.words().get(typed.first()).text());
        rest.tokens().forEach(token -> add(cased(token, lower), candidates));
        if (rest.key()) {
            keys(word, spec, candidates);
        }
    }

    private static void add(String value, List<Candidate> candidates) {
        candidates.add(new Candidate(value, value, null, null, null, null, true));
    }

    private static boolean isLower(String word, String command) {
        String model = word.isEmpty() ? command : word;
        return !model.equals(model.toUpperCase(Locale.ROOT));
    }

    private static String cased(String name, boolean lower) {
        return lower ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
    }

    private static void names(String word, boolean withLabWords, List<Candidate> candidates) {
        boolean colon = word.startsWith(":");
        if (withLabWords) {
            for (LabWord each : LabWord.values()) {
                add((colon ? ":" : "") + each.word(), candidates);
            }
        }
        if (!colon) {
            boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
            CommandTable.standard().names().forEach(name -> add(cased(name, lower), candidates));
        }
    }

    /** Behind a word of the lab. */
    private static void words(TypedLine typed, List<Candidate> candidates) {
        String first = typed.words().isEmpty() ? "" : typed.words().get(0).text();
        LabWord word =
                LabWord.of(first.startsWith(":") ? first.substring(1) : first).orElse(null);
        if (word == LabWord.AGAIN) {
            List.of("step", "exercise", "chapter").forEach(each -> add(each, candidates));
        } else if (word == LabWord.HELP) {
            names("", true, candidates);
        }
    }

    private void keys(String prefix, CommandSpec spec, List<Candidate> candidates) {
        String type = typeOf(spec);
        for (String key : worlds.look(world -> keys(world, prefix, type))) {
            add(key, candidates);
        }
    }

    private static String typeOf(CommandSpec spec) {
        return switch (spec.group()) {
            case STRING, BITMAP, HYPERLOGLOG -> "string";
            case LIST -> "list";
            case HASH -> "hash";
            case SET -> "set";
            case SORTED_SET, GEO -> "zset";
            case STREAM -> "stream";
            default -> "";
        };
    }

    private static List<String> keys(LabWorld world, String prefix, String type) {
        Database database =
                world.engine().keyspace().database(world.connect("").session().database());
        List<String> found = new ArrayList<>();
        int[] looked = {0};
        long cursor = 0;
        do {
            cursor = database.keys().scan(cursor, entry -> {
                looked[0]++;
                String key = new String(entry.key(), StandardCharsets.UTF_8);
                if (fits(entry, type) && key.startsWith(prefix) && Printable.isPlain(key) && key.indexOf('\n') < 0) {
                    found.add(key);
                }
            });
        } while (cursor != 0 && looked[0] < MAX_LOOKED_AT && found.size() < MAX_KEYS);
        return found;
    }

    private static boolean fits(KeyEntry entry, String type) {
        return type.isEmpty() || entry.value().typeName().equals(type);
    }
}
