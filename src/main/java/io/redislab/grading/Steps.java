package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import java.nio.charset.StandardCharsets;

/** Counts in how many portions commands change the data; a transaction is one. */
final class Steps {
    private final World.Control control;
    private long changes;
    private int count;

    Steps(World.Control control) {
        this.control = control;
        this.changes = control.changes();
    }

    void after(Command command) {
        boolean changed = control.changes() > changes;
        changes = control.changes();
        boolean function = command.argv().size() > 1
                && new String(command.argv().get(0), StandardCharsets.UTF_8).equalsIgnoreCase("FUNCTION");
        count += changed && !function ? 1 : 0;
    }

    int count() {
        return count;
    }
}
