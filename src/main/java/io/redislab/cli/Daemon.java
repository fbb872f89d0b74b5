package io.redislab.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in the background. A Java process can't fork: it starts itself once more, without a terminal. */
final class Daemon {
    private static final String MARK = "redislab.daemon";
    private static final List<String> SETSID = List.of("/usr/bin/setsid", "/bin/setsid");

    private Daemon() {}

    /** Whether this process is the one in the background. */
    static boolean isDaemon() {
        return Boolean.getBoolean(MARK);
    }

    /**
     * Starts the server in the background and answers this process' exit code.
     *
     * @param input what standard input gave
     */
    static int start(String[] words, String input) throws IOException {
        List<String> command = new ArrayList<>();
        SETSID.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-D" + MARK + "=true");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.add("server");
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/null"))
                .redirectError(new File("/dev/null"))
                .start();
        try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return 0;
    }
}
