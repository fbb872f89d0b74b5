package io.redislab.engine.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What INFO tells about the machine and the process. Where the system does not say it, 0. */
final class Host {
    /** The unit of times in /proc: Linux has had 100 a second on all machines that run a JVM. */
    private static final long MICROS_PER_TICK = 10_000;

    /** Processor time in µs. */
    record Cpu(long system, long user, long systemOfChildren, long userOfChildren) {}

    private Host() {}

    static String system() {
        String name = System.getProperty("os.name", "unknown");
        String version = System.getProperty("os.version", "");
        String machine = System.getProperty("os.arch", "");
        return name + " " + version + " " + (machine.equals("amd64") ? "x86_64" : machine);
    }

    static long processId() {
        return ProcessHandle.current().pid();
    }

    static String executable() {
        return ProcessHandle.current().info().command().orElse("");
    }

    /** Bytes of memory that the machine has. */
    static long totalMemory() {
        for (String line : lines("/proc/meminfo")) {
            if (line.startsWith("MemTotal:")) {
                return number(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return Runtime.getRuntime().maxMemory();
    }

    static Cpu cpuOfProcess() {
        return cpu("/proc/self/stat");
    }

    static Cpu cpuOfThread() {
        return cpu("/proc/thread-self/stat");
    }

    private static Cpu cpu(String file) {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            return new Cpu(0, 0, 0, 0);
        }
        // The name stands in parentheses and may have blanks; the fields are counted from behind it.
        String line = lines.get(0);
        List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        return new Cpu(ticks(fields, 12), ticks(fields, 11), ticks(fields, 14), ticks(fields, 13));
    }

    private static long ticks(List<String> fields, int index) {
        return index < fields.size() ? number(fields.get(index)) * MICROS_PER_TICK : 0;
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits.toLowerCase(Locale.ROOT));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
