package io.redislab.terminal;

import io.redislab.course.yaml.Suggestion;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.command.KeyPositions;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.grading.ErrorAdvice;
import io.redislab.lab.KeyLife;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says more about an error: which key, since when, and what would fit. */
final class Explainer {
    private static final Pattern SCRIPT_LINE = Pattern.compile("user_script:([0-9]+)[:.]");
    private static final int SHOWN = 50;

    private final Worlds worlds;
    private final Voice voice;
    private @Nullable Command command;
    private String error = "";

    Explainer(Worlds worlds, Voice voice) {
        this.worlds = worlds;
        this.voice = voice;
    }

    void remember(Command failed, Reply.Failure reply) {
        command = failed;
        error = reply.text();
    }

    void explain() {
        Command failed = command;
        if (failed == null) {
            voice.line(Mark.NOTE, "There was no error yet. explain tells more about the last one.");
            return;
        }
        voice.line(Mark.DETAIL, Replies.command(failed.argv()) + " → " + Printable.line(error));
        CommandSpec spec = CommandTable.standard().resolve(failed.argv().toArray(new byte[0][]));
        Matcher line = SCRIPT_LINE.matcher(error);
        if (line.find() && failed.argv().size() > 2) {
            script(failed, Integer.parseInt(line.group(1)));
        } else if (error.startsWith("WRONGTYPE") && !error.contains("HyperLogLog") && spec != null) {
            wrongType(failed, spec);
        } else if (error.startsWith("ERR unknown command")) {
            unknown(failed);
        } else if (error.startsWith("ERR unknown subcommand")
                || error.startsWith("ERR wrong number of arguments")
                || error.startsWith("ERR syntax error")) {
            syntax(failed, spec);
        } else if (error.contains("value is not an integer") || error.contains("value is not a valid float")) {
            noNumber(failed, spec);
        } else {
            Optional<String> advice = ErrorAdvice.on(Stream.of(error));
            if (advice.isPresent() && ErrorWords.of(error).isEmpty()) {
                voice.remark(Mark.NOTE, advice.get());
                return;
            }
            voice.line(
                    Mark.NOTE,
                    ErrorWords.of(error)
                            .orElse(
                                    spec == null
                                            ? "help shows what there is."
                                            : "help " + name(spec) + " shows what the command takes."));
        }
    }

    private static String name(CommandSpec spec) {
        return spec.name().replace('|', ' ').toUpperCase(Locale.ROOT);
    }

    private static String shown(byte[] bytes) {
        String text = Printable.bytes(bytes.length > 4 * SHOWN ? java.util.Arrays.copyOf(bytes, 4 * SHOWN) : bytes);
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    // ---- types ----

    private void wrongType(Command failed, CommandSpec spec) {
        byte[][] argv = failed.argv().toArray(new byte[0][]);
        KeyPositions keys = spec.keys(argv);
        String wanted = type(spec.group());
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = argv[keys.position(i)];
            String type = typeOf(failed.client(), key);
            if (!type.isEmpty() && !type.equals(wanted)) {
                voice.line(
                        Mark.NOTE,
                        shown(key) + " is a " + type + sinceWhen(failed.client(), key) + ". " + name(spec) + " needs "
                                + (wanted.isEmpty() ? "another type" : "a " + wanted) + " or a key that is not there.");
                voice.line(
                        Mark.NOTE,
                        "For a " + type + ": " + examples(type, shown(key)) + ". undo takes the last step back.");
                return;
            }
        }
        voice.line(
                Mark.NOTE, "One of the keys has another type than " + name(spec) + " works on. TYPE key says which.");
    }

    private void tellType(String client, byte[] key) {
        String type = typeOf(client, key);
        if (!type.isEmpty()) {
            voice.line(Mark.NOTE, shown(key) + " is a " + type + sinceWhen(client, key) + ".");
        }
    }

    private String sinceWhen(String client, byte[] key) {
        return since(client, key)
                .map(event -> " since step " + event.step() + " (" + Printable.line(event.text()) + ")")
                .orElse("");
    }

    private String typeOf(String client, byte[] key) {
        return worlds.look(world -> {
            int database = world.connect(client).session().database();
            KeyEntry entry = world.engine().keyspace().database(database).find(key);
            return entry == null ? "" : entry.value().typeName();
        });
    }

    private Optional<KeyLife.Event> since(String client, byte[] key) {
        List<KeyLife.Event> events = worlds.travel().life(client, key).events();
        return events.stream()
                .filter(event -> event.what() == KeyLife.What.CREATED || event.what() == KeyLife.What.REPLACED)
                .reduce((earlier, later) -> later);
    }

    private static String type(CommandGroup group) {
        return switch (group) {
            case STRING, BITMAP, HYPERLOGLOG -> "string";
            case LIST -> "list";
            case HASH -> "hash";
            case SET -> "set";
            case SORTED_SET, GEO -> "zset";
            case STREAM -> "stream";
            default -> "";
        };
    }

    private static String examples(String type, String key) {
        return switch (type) {
            case "list" -> "LRANGE " + key + " 0 -1, LPUSH, RPOP";
            case "hash" -> "HGETALL " + key + ", HSET, HGET";
            case "set" -> "SMEMBERS " + key + ", SADD, SISMEMBER";
            case "zset" -> "ZRANGE " + key + " 0 -1 WITHSCORES, ZADD, ZSCORE";
            case "stream" -> "XRANGE " + key + " - +, XADD, XLEN";
            default -> "GET " + key + ", SET, APPEND";
        };
    }

    // ---- words ----

    private void unknown(Command failed) {
        String typed = new String(failed.argv().get(0), StandardCharsets.UTF_8);
        if (typed.startsWith("redis-cli")) {
            voice.line(Mark.NOTE, "redis-cli is a program for a shell. Here its command is enough.");
            return;
        }
        List<String> names = new ArrayList<>();
        CommandTable.standard().names().forEach(each -> names.add(each.toUpperCase(Locale.ROOT)));
        String like = typed.length() > 30
                ? ""
                : Suggestion.closest(typed.toUpperCase(Locale.ROOT), names)
                        .map(each -> " " + each + " is close to it.")
                        .orElse("");
        voice.line(
                Mark.NOTE,
                "Redis has no command " + shown(failed.argv().get(0)) + "." + like
                        + " help @string and the like show the commands of a group.");
    }

    private void syntax(Command failed, @Nullable CommandSpec spec) {
        CommandSpec known =
                spec != null ? spec : CommandTable.standard().find(failed.argv().get(0));
        if (known == null) {
            unknown(failed);
            return;
        }
        if (known.isContainer()) {
            List<String> names = new ArrayList<>();
            known.subcommands().forEach(sub -> names.add(sub.lastName().toUpperCase(Locale.ROOT)));
            voice.line(Mark.NOTE, name(known) + " is followed by one of " + String.join(", ", names) + ".");
            return;
        }
        voice.line(Mark.NOTE, "It goes like this: " + name(known) + " " + known.syntaxLine());
        int first = known.parent() == null ? 1 : 2;
        List<String> words = new ArrayList<>();
        failed.argv().stream().skip(first).forEach(word -> words.add(new String(word, StandardCharsets.UTF_8)));
        for (int i = words.size(); i > 0; i--) {
            ArgumentWalk.Rest rest = ArgumentWalk.walk(known.arguments(), words.subList(0, i));
            if (rest.fits()) {
                if (i < words.size()) {
                    voice.line(
                            Mark.NOTE,
                            "Up to '" + Printable.line(words.get(i - 1)) + "' it fits; '"
                                    + shown(words.get(i).getBytes(StandardCharsets.UTF_8))
                                    + "' is not expected there.");
                } else if (!rest.hint().isEmpty() && !rest.hint().startsWith("[")) {
                    voice.line(Mark.NOTE, "What is missing: " + rest.hint());
                }
                return;
            }
        }
    }

    private void noNumber(Command failed, @Nullable CommandSpec spec) {
        byte[][] argv = failed.argv().toArray(new byte[0][]);
        KeyPositions keys = spec == null ? KeyPositions.NONE : spec.keys(argv);
        if (keys.size() > 0 && typeOf(failed.client(), argv[keys.position(0)]).equals("string")) {
            byte[] key = argv[keys.position(0)];
            List<Reply> reply = worlds.look(
                    world -> world.ask(failed.client(), List.of("GET".getBytes(StandardCharsets.UTF_8), key)));
            if (!reply.isEmpty() && reply.get(0) instanceof Reply.Bulk value) {
                voice.line(
                        Mark.NOTE,
                        shown(key) + " holds \"" + shown(value.bytes()) + "\""
                                + (argv.length > keys.position(0) + 1
                                        ? ", and you gave \"" + shown(argv[argv.length - 1])
                                                + "\". Both have to be numbers"
                                        : ", which has to be a number")
                                + ", a whole one of at most 64 bits where the command counts.");
                return;
            }
        }
        voice.line(
                Mark.NOTE,
                "One of the words should be a number."
                        + (spec == null ? "" : " It goes like this: " + name(spec) + " " + spec.syntaxLine()));
    }

    // ---- scripts ----

    private void script(Command failed, int number) {
        List<byte[]> argv = failed.argv();
        String source = new String(argv.get(1), StandardCharsets.UTF_8);
        List<String> lines = source.lines().toList();
        if (argv.get(0).length > 0
                && new String(argv.get(0), StandardCharsets.UTF_8)
                        .toUpperCase(Locale.ROOT)
                        .startsWith("EVALSHA")) {
            voice.line(Mark.NOTE, "The error is in line " + number + " of the script.");
        } else if (number >= 1 && number <= lines.size()) {
            voice.line(
                    Mark.NOTE,
                    "line " + number + ":  "
                            + Printable.line(lines.get(number - 1).strip()));
        }
        int keys = count(argv.get(2));
        List<String> given = new ArrayList<>();
        for (int i = 3; i < argv.size(); i++) {
            boolean key = i - 3 < keys;
            given.add((key ? "KEYS[" + (i - 2) : "ARGV[" + (i - 2 - keys)) + "] = " + shown(argv.get(i)));
        }
        voice.line(Mark.NOTE, given.isEmpty() ? "KEYS and ARGV are empty." : String.join(", ", given));
        if (error.startsWith("WRONGTYPE")) {
            for (int i = 3; i < 3 + keys && i < argv.size(); i++) {
                tellType(failed.client(), argv.get(i));
            }
        } else if (error.contains("nonexistent global variable")) {
            voice.line(Mark.NOTE, "A script has local variables only: local name = … where it is first used.");
        }
        int args = Math.max(0, argv.size() - 3 - keys);
        if (args == 0 && source.contains("ARGV") && error.contains("nil")) {
            voice.line(
                    Mark.NOTE,
                    "The script reads ARGV, and all " + keys + " words behind the number are KEYS: the number says how"
                            + " many of them are keys. With redis-cli --eval a comma"
                            + " between blanks stands between the two.");
        } else if (!error.startsWith("WRONGTYPE") && !error.contains("nonexistent global variable")) {
            ErrorAdvice.on(Stream.of(error)).ifPresent(advice -> voice.remark(Mark.NOTE, advice));
        }
    }

    private static int count(byte[] word) {
        String text = new String(word, StandardCharsets.UTF_8);
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }
}
