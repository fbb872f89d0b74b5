package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.EngineStats;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.monitor.Doctor;
import io.redislab.engine.monitor.LatencyEvents;
import io.redislab.engine.monitor.LatencyHistogram;
import io.redislab.engine.monitor.Sparkline;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** LATENCY. */
public final class LatencyCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "latency";

    private LatencyCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("LATENCY")
                .group(CommandGroup.SERVER)
                .since("2.8.13")
                .complexity("Depends on subcommand.")
                .summary("Shows how long commands and the server's own work take.")
                .subcommands(
                        command("DOCTOR")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Explains the latency events that were seen, and what to do about them.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
                                .handler(LatencyCommands::doctor),
                        command("GRAPH")
                                .syntax("event")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Draws the samples of an event.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
                                .handler(LatencyCommands::graph),
                        command("HELP")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of LATENCY.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("HISTOGRAM")
                                .syntax("[command...]")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of commands with latency information being"
                                        + " retrieved.")
                                .summary("Counts calls by their duration, for the commands named or all that ran.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
                                .handler(LatencyCommands::histogram),
                        command("HISTORY")
                                .syntax("event")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Lists the samples of an event, oldest first.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
                                .handler(LatencyCommands::history),
                        command("LATEST")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Shows the latest sample of every event.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special")
                                .handler(LatencyCommands::latest),
                        command("RESET")
                                .syntax("[event...]")
                                .since("2.8.13")
                                .complexity("O(1)")
                                .summary("Forgets the samples of the events named, or of all.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .handler(LatencyCommands::reset)));
    }

    private static LatencyEvents events(Context c) {
        return c.engine().callLog().latencyEvents();
    }

    private static String eventName(Context c) {
        return new String(c.arg(2), StandardCharsets.UTF_8);
    }

    static void latest(Context c) {
        c.reply().array(events(c).all().size());
        for (LatencyEvents.Series series : events(c).all()) {
            c.reply().array(4);
            c.reply().bulk(series.event());
            c.reply().integer(series.latest().time());
            c.reply().integer(series.latest().millis());
            c.reply().integer(series.max());
        }
    }

    static void history(Context c) {
        LatencyEvents.Series series = events(c).of(eventName(c));
        List<LatencyEvents.Sample> samples = series == null ? List.of() : series.samples();
        c.reply().array(samples.size());
        for (LatencyEvents.Sample sample : samples) {
            c.reply().array(2);
            c.reply().integer(sample.time());
            c.reply().integer(sample.millis());
        }
    }

    static void reset(Context c) {
        if (c.argc() == 2) {
            c.reply().integer(events(c).clear());
            return;
        }
        int gone = 0;
        while (c.args().hasNext()) {
            gone += events(c).remove(new String(c.args().next(), StandardCharsets.UTF_8)) ? 1 : 0;
        }
        c.reply().integer(gone);
    }

    static void graph(Context c) {
        LatencyEvents.Series series = events(c).of(eventName(c));
        if (series == null) {
            throw new RedisError("ERR No samples available for event '" + eventName(c) + "'");
        }
        c.reply().verbatim("txt", Sparkline.of(series, c.now()).getBytes(StandardCharsets.UTF_8));
    }

    static void doctor(Context c) {
        c.reply().verbatim("txt", Doctor.ofLatency(c.engine()).getBytes(StandardCharsets.UTF_8));
    }

    static void histogram(Context c) {
        List<CommandSpec> wanted = new ArrayList<>();
        if (c.argc() == 2) {
            c.engine().commands().loaded().forEach(spec -> addWithSubcommands(wanted, spec));
        } else {
            while (c.args().hasNext()) {
                CommandSpec spec =
                        c.engine().commands().find(new String(c.args().next(), StandardCharsets.ISO_8859_1));
                if (spec != null) {
                    addWithSubcommands(wanted, spec);
                }
            }
        }
        EngineStats stats = c.engine().stats();
        wanted.removeIf(
                spec -> !stats.has(spec.id()) || !stats.command(spec.id()).hasLatency());
        c.reply().map(wanted.size());
        for (CommandSpec spec : wanted) {
            c.reply().bulk(spec.name());
            write(c.reply(), stats.command(spec.id()).latency());
        }
    }

    private static void addWithSubcommands(List<CommandSpec> list, CommandSpec spec) {
        list.add(spec);
        list.addAll(spec.subcommands());
    }

    private static void write(ReplySink reply, LatencyHistogram histogram) {
        reply.map(2);
        reply.bulk("calls");
        reply.integer(histogram.total());
        reply.bulk("histogram_usec");
        int mark = reply.openDeferred('%');
        int[] steps = new int[1];
        histogram.cumulate((micros, cumulated) -> {
            reply.integer(micros);
            reply.integer(cumulated);
            steps[0]++;
        });
        reply.closeDeferred(mark, steps[0]);
    }
}
