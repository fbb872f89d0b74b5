package io.redislab.cli;

import io.redislab.terminal.Lab;
import io.redislab.terminal.LabOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redislab} with options: the lab, and the overview of what else there is. */
@Command(
        name = "redislab",
        description = "Teaches Redis: a prompt on a real engine, lessons beside it, exercises that are checked.",
        footer = {
            "",
            "Other calls:",
            "  redislab server [redis.conf] [--option value ...]   the engine in redis-server's place",
            "  redislab cli [options] [command ...]                redis-cli",
            "  redislab run FILE|-                                 commands without a terminal",
            "  redislab shell [FILE]                               a bash whose redis-cli reaches the lab",
            "  redislab check ID FILE... | --all DIR               grades answers to an exercise, or a folder of them",
            "  redislab course new|lint|test|preview               for authors",
            "Each says more with --help."
        })
final class LabCommand implements Callable<Integer> {
    private static final String VERSION = "redislab 1.0";

    @Parameters(arity = "0..1", hidden = true)
    private String unknown = "";

    @Option(names = "--plain", description = "Lines only: nothing on the screen is drawn anew.")
    private boolean plain;

    @Option(
            names = {"-V", "--version"},
            description = "Says which version this is.")
    private boolean version;

    @Mixin
    private CourseOption course = new CourseOption();

    @Override
    public Integer call() {
        if (version) {
            Console.out().println(VERSION);
            return ExitCode.OK;
        }
        if (!unknown.isEmpty()) {
            throw CliException.usage("redislab has no command " + unknown + ". 'redislab --help' lists them.");
        }
        return Lab.open(new LabOptions(course.folder(), plain));
    }

    static int run(String[] words) {
        return CommandLines.execute(new LabCommand(), words);
    }
}
