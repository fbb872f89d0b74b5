package io.redislab.cli;

/** What the program ends with. */
final class ExitCode {
    static final int OK = 0;
    /** An answer does not pass, or a course has faults. */
    static final int NOT_PASSED = 1;
    /** An answer, or a line of a file, could not be run. */
    static final int CANNOT_RUN = 2;
    /** The exercise itself is faulty. */
    static final int FAULTY = 3;
    /** Wrong options, an unknown id, a file that can't be read: as sysexits.h has it. */
    static final int USAGE = 64;

    private ExitCode() {}
}
