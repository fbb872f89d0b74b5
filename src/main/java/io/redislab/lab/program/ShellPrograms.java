package io.redislab.lab.program;

import io.redislab.engine.Clock;
import io.redislab.grading.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs answers for a shell with bash. Safe to share between threads; each program is used by one. */
public final class ShellPrograms implements Programs {
    private final Path client;
    private final boolean allowed;
    private @Nullable Sandbox sandbox;

    /**
     * Prepares nothing yet.
     *
     * @param client the folder of the small redis-cli, {@code bin/perl}
     * @param allowed whether programs may run where nothing isolates them
     */
    public ShellPrograms(Path client, boolean allowed) {
        this.client = client;
        this.allowed = allowed;
    }

    /** With this sandbox, whatever else there is. */
    ShellPrograms(Path client, boolean allowed, Sandbox sandbox) {
        this(client, allowed);
        this.sandbox = sandbox;
    }

    private synchronized Sandbox sandbox() {
        Sandbox known = sandbox;
        if (known == null) {
            known = Sandbox.best();
            sandbox = known;
        }
        return known;
    }

    @Override
    public Optional<String> refusal() {
        for (String needed : new String[] {"bash", "perl"}) {
            if (Sandbox.program(needed).isEmpty()) {
                return Optional.of("it is a program for a shell, and there is no " + needed + " here to run it");
            }
        }
        if (!Files.isRegularFile(client.resolve("redis-cli.pl"))) {
            return Optional.of("it is a program for a shell, and " + client + " has no redis-cli for it");
        }
        if (!allowed && sandbox() == Sandbox.NONE) {
            return Optional.of(
                    "it is a program for a shell, which could read and change your files and use the network: nothing"
                            + " here isolates it. Install bubblewrap (bwrap) or let unshare make namespaces, or run it all"
                            + " the same with --allow-shell if you trust it");
        }
        return Optional.empty();
    }

    @Override
    public Program start(String source, long seed) {
        return new BashProgram(sandbox(), client, Clock.system(), source, seed);
    }
}
