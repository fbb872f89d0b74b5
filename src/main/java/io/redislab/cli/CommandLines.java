package io.redislab.cli;

import io.redislab.course.CourseException;
import io.redislab.resp.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** How picocli is set up for all commands: errors in a sentence, usage errors end with {@link ExitCode#USAGE}. */
final class CommandLines {
    private CommandLines() {}

    /** Runs a command whose first word is a file, and what follows the file's own. */
    static int executeScript(Object command, String[] arguments) {
        return execute(command, arguments, true);
    }

    /** Runs a command of the program and answers its exit code. */
    static int execute(Object command, String[] arguments) {
        return execute(command, arguments, false);
    }

    private static int execute(Object command, String[] arguments, boolean script) {
        PrintStream out = Console.out();
        CommandLine line = new CommandLine(command)
                .addMixin("help", new HelpOption())
                .setStopAtPositional(script)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(80)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((fault, words) -> {
                    PrintWriter err = fault.getCommandLine().getErr();
                    err.println(fault.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
                    err.println("Try 'redislab "
                            + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((fault, of, result) -> {
                    if (fault instanceof CliException told) {
                        of.getErr().println(told.getMessage());
                        return told.exitCode();
                    }
                    if (fault instanceof CourseException broken) {
                        of.getErr().println("A file of the course can't be used:");
                        of.getErr().println(Printable.lines(String.valueOf(broken.getMessage())));
                        return ExitCode.CANNOT_RUN;
                    }
                    of.getErr().println("redislab " + of.getCommandSpec().qualifiedName() + ": " + fault);
                    return ExitCode.CANNOT_RUN;
                });
        int code = line.execute(arguments);
        if (out.checkError()) {
            // The disk is full, or whoever read it has gone: a script must not take half a report for a whole one.
            System.err.println("redislab " + line.getCommandName() + ": standard output can't be written.");
            return Math.max(code, ExitCode.CANNOT_RUN);
        }
        return code;
    }
}
