package io.redislab.grading;

import io.redislab.client.Connection;
import io.redislab.resp.CommandText;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at one world. Lines of a requirement run in order and may change the world, so the caller hands over a fork. A
 * fault of the exercise is a {@link FaultyExercise}; what needs an engine of one's own and does not get it, a
 * {@link NeedsEngine}.
 */
final class Checker {

    /** Errors that come from what the answer made of the server, not from how the examiner's command is written. */
    private static final List<String> STATE_ERRORS =
            List.of("OOM ", "WRONGTYPE ", "MISCONF ", "NOREPLICAS ", "READONLY ", "NOPERM ");

    private final World world;
    private final Trace trace;
    private final Scope scope;
    private final Caller caller;
    private final long workBefore;

    /** A check that only the lab's own engine can do. */
    static final class NeedsEngine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NeedsEngine(String what) {
            super(what + " needs the lab's own engine");
        }
    }

    /** What is expected where a function is called that the answer has not made. */
    static final String A_FUNCTION = "a function of this name";

    /** @param workBefore of the world when the learner began */
    Checker(World world, Trace trace, Scope scope, Caller caller, long workBefore) {
        this.world = world;
        this.trace = trace;
        this.scope = scope;
        this.caller = caller;
        this.workBefore = workBefore;
    }

    private Checker on(World other) {
        return new Checker(other, trace, scope, caller, workBefore);
    }

    private Connection examiner() {
        return world.examiner();
    }

    private Connection client(Optional<String> name) {
        return name.map(world::client).orElseGet(this::examiner);
    }

    /** The first line that does not hold, or empty. */
    Optional<Finding> run(List<Check> checks) {
        long turned = 0;
        String happened = "";
        for (Check check : checks) {
            Optional<Finding> finding = run(check);
            if (finding.isPresent()) {
                String when = happened + later(turned);
                return finding.map(found -> found.seen(when));
            }
            if (check instanceof Check.Turn turn) {
                turned += turn.by().toMillis();
            } else if (check instanceof Check.Restart restart) {
                happened += later(turned) + ", after " + told(restart.ending());
                turned = 0;
            }
        }
        return Optional.empty();
    }

    private static String later(long millis) {
        if (millis == 0) {
            return "";
        }
        return ", " + (millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms") + " later";
    }

    private static String told(Check.Ending ending) {
        return switch (ending) {
            case CLEAN -> "a restart";
            case KILL -> "a kill -9";
            case POWER -> "a power cut";
        };
    }

    private Optional<Finding> run(Check check) {
        if (check instanceof Check.Key key) {
            return new KeyChecker(examiner(), scope).run(key);
        } else if (check instanceof Check.Keys keys) {
            return keys(keys);
        } else if (check instanceof Check.Probe probe) {
            return probe(probe);
        } else if (check instanceof Check.Config config) {
            return config(config);
        } else if (check instanceof Check.Info info) {
            return info(info);
        } else if (check instanceof Check.Did did) {
            return did(did);
        } else if (check instanceof Check.Call call) {
            return call(call);
        } else if (check instanceof Check.Published published) {
            return published(published);
        } else if (check instanceof Check.Work work) {
            return work(work);
        } else if (check instanceof Check.Run run) {
            return run(run);
        } else if (check instanceof Check.Turn turn) {
            control("the clock").turn(turn.by());
        } else if (check instanceof Check.Restart restart) {
            control("a restart").restart(restart.ending());
        } else if (check instanceof Check.Race race) {
            return new RaceChecker(race, world, scope, caller, this::on).run();
        } else if (check instanceof Check.Redlock redlock) {
            return new RedlockChecker(redlock, world, scope, caller).run();
        } else if (check instanceof Check.Any any) {
            return any(any);
        } else if (check instanceof Check.Not not) {
            return not(not);
        }
        return Optional.empty();
    }

    private World.Control control(String what) {
        return world.control().orElseThrow(() -> new NeedsEngine(what));
    }

    private String expand(String text, Where where) {
        return scope.expand(text, where);
    }

    private Optional<Finding> expect(Check check, String subject, Matcher matcher, Reply reply) {
        if (matcher.matches(reply, scope, check.where())) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                check.where(),
                Printable.line(subject),
                ReplyText.cut(matcher.describe(scope, check.where())),
                ReplyText.show(reply)));
    }

    private Optional<Finding> keys(Check.Keys check) {
        Connection examiner = examiner();
        select(examiner, check.database());
        String pattern = expand(check.pattern(), check.where());
        Reply reply = examiner.call("KEYS", pattern);
        select(examiner, 0);
        int count = ReplyText.items(reply).map(List::size).orElse(-1);
        return check.count().contains(count)
                ? Optional.empty()
                : Optional.of(new Finding(
                        check.where(),
                        "keys like " + Printable.line(pattern),
                        check.count().toString(),
                        "" + count));
    }

    static void select(Connection connection, int database) {
        connection.call("SELECT", Integer.toString(database));
    }

    private List<byte[]> words(String command, Where where) {
        try {
            List<CommandText.Command> parsed = CommandText.parse(expand(command, where));
            if (parsed.size() == 1) {
                return parsed.get(0).argv();
            }
        } catch (CommandText.SyntaxException e) {
            throw new FaultyExercise(where, "not a command: " + command + " (" + e.getMessage() + ")");
        }
        throw new FaultyExercise(where, "not one command: " + command);
    }

    private Optional<Finding> probe(Check.Probe probe) {
        List<byte[]> argv = words(probe.command(), probe.where());
        long before = workSoFar();
        Reply reply = client(probe.client()).call(argv);
        long work = workSoFar() - before;
        if (reply instanceof Reply.Failure failure && failure.text().startsWith("ERR unknown command")) {
            throw new FaultyExercise(probe.where(), failure.text());
        }
        String subject = expand(probe.command(), probe.where());
        return expect(probe, subject, probe.reply(), reply)
                .or(() -> overspent(probe.where(), Printable.line(subject), probe.work(), work));
    }

    private long workSoFar() {
        return world.control().map(World.Control::work).orElse(0L);
    }

    private Optional<Finding> overspent(Where where, String subject, Optional<Range> budget, long work) {
        if (budget.isEmpty() || world.control().isEmpty() || budget.get().contains(work)) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(where, "work of " + subject, budget.get() + " elements visited", work + " visited"));
    }

    private Optional<Finding> config(Check.Config config) {
        for (Map.Entry<String, Matcher> entry : config.values().entrySet()) {
            Reply reply = examiner().call("CONFIG", "GET", entry.getKey());
            List<Reply> pair = ReplyText.items(reply).orElse(List.of());
            if (pair.size() != 2) {
                throw new FaultyExercise(config.where(), "there is no parameter " + entry.getKey());
            }
            Optional<Finding> finding = expect(config, entry.getKey(), entry.getValue(), pair.get(1));
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> info(Check.Info info) {
        String all = ReplyText.scalar(examiner().call("INFO", "everything")).orElse("");
        for (Map.Entry<String, Matcher> entry : info.values().entrySet()) {
            String value = all.lines()
                    .filter(line -> line.startsWith(entry.getKey() + ":"))
                    .map(line -> line.substring(entry.getKey().length() + 1))
                    .findFirst()
                    .orElse(null);
            Reply reply = value == null ? new Reply.Nil() : new Reply.Status(value);
            Optional<Finding> finding = expect(info, "INFO's " + entry.getKey(), entry.getValue(), reply);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> did(Check.Did did) {
        List<Trace.Entry> entries = trace.entries();
        List<Trace.Entry> seen =
                did.last() && !entries.isEmpty() ? entries.subList(entries.size() - 1, entries.size()) : entries;
        List<Trace.Entry> fitting = seen.stream()
                .filter(entry -> did.client().isEmpty()
                        || entry.command().client().equals(did.client().get()))
                .filter(entry -> did.forms().stream().anyMatch(form -> fits(expand(form, did.where()), entry)))
                .toList();
        long count = fitting.stream().filter(entry -> saw(did, entry.reply())).count();
        if (did.times().contains(count)) {
            return Optional.empty();
        }
        String by = did.client().map(client -> "@" + client + " ").orElse("");
        String form = String.join(" or ", did.forms()).replace(" **", " …");
        if (count == 0 && !fitting.isEmpty() && did.reply().isPresent()) {
            Trace.Entry last = fitting.get(fitting.size() - 1);
            return Optional.of(new Finding(
                    did.where(),
                    Printable.line(by + last.command().text()),
                    "the reply " + did.reply().get().describe(scope, did.where()),
                    "it answered " + ReplyText.show(last.reply())));
        }
        if (count == 0 && !fitting.isEmpty()) {
            Trace.Entry last = fitting.get(fitting.size() - 1);
            return Optional.of(new Finding(
                    did.where(), Printable.line(by + last.command().text()), "no error", ReplyText.show(last.reply())));
        }
        String actual = count == 0 ? "not yet" : count == 1 ? "once" : count + " times";
        String reply = count > 0
                ? "once"
                : did.reply()
                        .map(wanted -> "the reply " + wanted.describe(scope, did.where()))
                        .orElse("once");
        return Optional.of(new Finding(did.where(), Printable.line(by + form), often(did.times(), reply), actual));
    }

    /** How often something is to be done, in words. @param once for what has to be done at all, or just once */
    private static String often(Range times, String once) {
        if (times.max() == 0) {
            return "never";
        }
        boolean atAll = times.min() == 1 && (times.max() == 1 || times.max() == Double.POSITIVE_INFINITY);
        return atAll ? once : times + " times";
    }

    private boolean saw(Check.Did did, Reply reply) {
        return did.reply()
                .map(matcher -> matcher.matches(reply, scope, did.where()))
                .orElse(!(reply instanceof Reply.Failure));
    }

    /** Words of a command without regard to case; the rest may be globs, and {@code **} any number of words. */
    private static boolean fits(String form, Trace.Entry entry) {
        String[] words = form.trim().split(" +", -1);
        List<byte[]> argv = entry.command().argv();
        int i = 0;
        int at = 0;
        // The last ** that was come upon, and up to which word of the command it stands.
        int gap = -1;
        int gapEnd = 0;
        while (at < argv.size()) {
            if (i < words.length && words[i].equals("**")) {
                gap = i++;
                gapEnd = at;
            } else if (i < words.length && fits(words[i], argv.get(at))) {
                i++;
                at++;
            } else if (gap >= 0) {
                i = gap + 1;
                at = ++gapEnd;
            } else {
                return false;
            }
        }
        while (i < words.length && words[i].equals("**")) {
            i++;
        }
        return i == words.length;
    }

    private static boolean fits(String form, byte[] argument) {
        String word = new String(argument, StandardCharsets.UTF_8);
        return Glob.matches(form, word) || isKeyword(form) && Glob.matches(form, word.toUpperCase(Locale.ROOT));
    }

    /** Commands and options are written in capitals in forms, and in whatever way by learners. */
    private static boolean isKeyword(String word) {
        return word.chars().noneMatch(Character::isLowerCase);
    }

    private Optional<Finding> call(Check.Call call) {
        long before = workSoFar();
        Reply reply = invoke(call);
        long work = workSoFar() - before;
        String subject = Caller.show(call, scope);
        if (caller.missing(reply)) {
            return Optional.of(new Finding(call.where(), call.name(), A_FUNCTION, "there is none"));
        }
        if (call.reply().isEmpty() && reply instanceof Reply.Failure) {
            return Optional.of(new Finding(call.where(), subject, "no error", ReplyText.show(reply)));
        }
        return call.reply()
                .flatMap(matcher -> expect(call, subject, matcher, reply))
                .or(() -> overspent(call.where(), subject, call.work(), work));
    }

    private Reply invoke(Check.Call call) {
        return caller.call(world, Optional.empty(), call, scope);
    }

    private Optional<Finding> published(Check.Published published) {
        String channel = expand(published.channel(), published.where());
        List<Reply> messages = new ArrayList<>();
        for (byte[] message : control("listening").published(channel.getBytes(StandardCharsets.UTF_8))) {
            messages.add(new Reply.Bulk(message));
        }
        return expect(published, "published on " + channel, published.messages(), new Reply.Array(messages));
    }

    private Optional<Finding> work(Check.Work work) {
        if (world.control().isEmpty()) {
            return Optional.empty();
        }
        return overspent(work.where(), "your commands", Optional.of(work.range()), workSoFar() - workBefore);
    }

    /** Runs the examiner's or a set-up's commands. */
    private Optional<Finding> run(Check.Run run) {
        Connection connection = client(run.client());
        for (long i = 1; i <= run.repeat(); i++) {
            Scope counted = scope.with("i", Long.toString(i));
            StringBuilder text = new StringBuilder();
            run.commands().forEach(line -> text.append(counted.expand(line, run.where()))
                    .append('\n'));
            try {
                for (CommandText.Command command : CommandText.parse(text.toString())) {
                    Connection at = command.client().isEmpty() ? connection : world.client(command.client());
                    if (at.call(command.argv()) instanceof Reply.Failure failure) {
                        if (STATE_ERRORS.stream().anyMatch(failure.text()::startsWith)) {
                            return Optional.of(new Finding(
                                    run.where(),
                                    ReplyText.cut(Printable.line(command.text())),
                                    "no error",
                                    ReplyText.show(failure)));
                        }
                        throw new FaultyExercise(run.where(), command.text() + ": " + failure.text());
                    }
                }
            } catch (CommandText.SyntaxException e) {
                throw (FaultyExercise) new FaultyExercise(run.where(), e.getMessage()).initCause(e);
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> any(Check.Any any) {
        Finding first = null;
        for (List<Check> way : any.ways()) {
            try (World fork = world.fork()) {
                Finding finding = on(fork).run(way).orElse(null);
                if (finding == null) {
                    return Optional.empty();
                }
                first = first == null ? finding : first;
            }
        }
        return Optional.ofNullable(first);
    }

    private Optional<Finding> not(Check.Not not) {
        try (World fork = world.fork()) {
            if (on(fork).run(not.checks()).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Finding(not.where(), "the world", "something else", "just what must not be"));
    }
}
