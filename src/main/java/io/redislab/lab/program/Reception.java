package io.redislab.lab.program;

import io.redislab.lab.door.Doorway;
import io.redislab.lab.door.Gate;
import io.redislab.lab.door.Host;
import io.redislab.lab.door.Visit;
import io.redislab.lab.door.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A doorway for all calls of one program. Whether a command is held, its call decides. All on the program's thread. */
final class Reception implements Host, Gate, AutoCloseable {
    private final Executor thread;
    private final Function<Visitor, CallVisit> kind;
    private final Map<Visitor, CallVisit> visits = new HashMap<>();
    private final Doorway doorway;

    /**
     * Opens it.
     *
     * @param thread where everything happens, soon and in order
     * @param kind what becomes of a visitor
     */
    Reception(Path socket, Executor thread, Function<Visitor, CallVisit> kind) throws IOException {
        this.thread = thread;
        this.kind = kind;
        this.doorway = Doorway.open(socket, this, this);
    }

    @Override
    public void execute(Runnable work) {
        thread.execute(work);
    }

    @Override
    public Visit receive(Visitor visitor) {
        CallVisit visit = kind.apply(visitor);
        visits.put(visitor, visit);
        return visit;
    }

    @Override
    public boolean admits(Visitor visitor, byte[][] argv) {
        CallVisit visit = visits.get(visitor);
        return visit == null
                || visit.enter(argv)
                        .map(call -> call.admits(visitor, visit.command(argv)))
                        .orElse(true);
    }

    @Override
    public void left(Visitor visitor) {
        visits.remove(visitor);
    }

    @Override
    public void close() {
        try {
            doorway.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
