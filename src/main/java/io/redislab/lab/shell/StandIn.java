package io.redislab.lab.shell;

import java.io.IOException;

/** Stands in for a program that a course calls. */
interface StandIn {
    /** Does what the program would do; answers its exit code. */
    int run(DeskCall call) throws IOException;
}
