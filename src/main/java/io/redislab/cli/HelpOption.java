package io.redislab.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --help}, which every command has. */
final class HelpOption {
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this.")
    private boolean help;
}
