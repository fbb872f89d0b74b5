package io.redislab.lab.program;

import io.redislab.lab.door.Visit;
import java.util.Optional;

/** A visit of a program's, whose commands belong to calls. */
interface CallVisit extends Visit {
    /** A command has come: the call to which it belongs and which decides on it, if there is one. */
    Optional<BashCall> enter(byte[][] argv);

    /** The command without what says to which call it belongs. */
    byte[][] command(byte[][] argv);

    /** Whether others could notice that the command which is held runs. */
    boolean isNoticed();

    /** The call that this visit is in has ended. */
    void callEnded();
}
