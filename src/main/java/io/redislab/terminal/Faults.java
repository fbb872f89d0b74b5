package io.redislab.terminal;

/** Faults of the lab itself, in one line for a report; never a stack trace. */
final class Faults {
    private Faults() {}

    static String where(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        for (StackTraceElement element : trace) {
            if (element.getClassName().startsWith("io.redislab")) {
                return "at " + element.getFileName() + ":" + element.getLineNumber();
            }
        }
        return "at an unknown place";
    }
}
