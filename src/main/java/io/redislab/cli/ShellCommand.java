package io.redislab.cli;

import io.redislab.lab.shell.ShellScript;
import io.redislab.terminal.Lab;
import io.redislab.terminal.LabOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code redislab shell}: a bash in the learner's world, or a script in a world of its own. */
@Command(
        name = "shell",
        description = {
            "Opens a bash in which redis-cli, redis-benchmark and the like reach the world where you are in the lab.",
            "With a FILE, runs that script in a fresh world, and ends as it does."
        },
        footer = {"", "docker, psql and aishell stand in there for what a course calls: docs/shell.md."})
final class ShellCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "A script for bash.")
    private String file = "";

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "What the script gets.")
    private List<String> arguments = List.of();

    @Mixin
    private CourseOption course = new CourseOption();

    @Override
    public Integer call() throws IOException {
        if (file.isEmpty()) {
            return Lab.shell(new LabOptions(course.folder(), true));
        }
        if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
            throw CliException.usage(file + " can't be read.");
        }
        return ShellScript.run(CourseOption.standard(), file, arguments, process -> {
            // Ctrl-C reaches the script as well: how the two end is its affair. A signal to this process is passed on.
            Signals.register("INT", () -> {});
            Signals.register("TERM", process::destroy);
            Signals.register("HUP", process::destroy);
        });
    }

    static int run(String[] words) {
        return CommandLines.executeScript(new ShellCommand(), words);
    }
}
