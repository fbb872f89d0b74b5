package io.redislab.cli;

import io.redislab.terminal.Lab;
import io.redislab.terminal.LabOptions;
import java.util.Arrays;

/**
 * The program. The first word chooses; without one, the lab opens. What a command needs is loaded with it, so that the way
 * to the prompt touches neither the command line library nor sockets.
 */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        int code = run(words);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(String[] words) {
        if (words.length == 0) {
            return Lab.open(new LabOptions(CourseOption.standard(), false));
        }
        String[] rest = Arrays.copyOfRange(words, 1, words.length);
        return switch (words[0]) {
            case "server" -> ServerCommand.run(rest);
            case "cli" -> CliCommand.run(rest);
            case "benchmark" -> BenchmarkCommand.run(rest);
            case "run" -> RunCommand.run(rest);
            case "check" -> CheckCommand.run(rest);
            case "course" -> CourseCommand.run(rest);
            case "shell" -> ShellCommand.run(rest);
            case "desk" -> DeskCommand.run(rest);
            case "rehearse" -> RehearseCommand.run(rest);
            default -> LabCommand.run(words);
        };
    }
}
