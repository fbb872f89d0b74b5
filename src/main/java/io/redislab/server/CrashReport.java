package io.redislab.server;

import io.redislab.engine.Crash;
import io.redislab.engine.Engine;
import io.redislab.engine.clients.ClientLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the log gets of a server that crashes, so that the cause can be found: what all threads were doing, and, unless the
 * engine's own thread hangs, INFO and the clients.
 */
final class CrashReport {
    /** What the parent of a process sees that a signal has ended. */
    private static final int BY_SIGNAL = 128;

    private static final long PATIENCE_MILLIS = 1000;

    private final Engine engine;
    private final LogFile log;
    private final Thread engineThread;
    private final Executor onEngine;

    /**
     * @param engineThread the engine's
     * @param onEngine runs something there
     */
    CrashReport(Engine engine, LogFile log, Thread engineThread, Executor onEngine) {
        this.engine = engine;
        this.log = log;
        this.engineThread = engineThread;
        this.onEngine = onEngine;
    }

    /** Writes the report and ends the process, from any thread. Nothing is saved. */
    void end(Crash crash) {
        log.raw("\n\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\n");
        crash.lines().forEach(log::warning);
        log.raw(stacks());
        log.raw(state());
        log.raw("\n=== REDIS BUG REPORT END. ===\n\n       Please report it to those who make redislab, with all of the"
                + " above.\n\n");
        Runtime.getRuntime().halt(BY_SIGNAL + crash.signal());
    }

    private String stacks() {
        StringBuilder text = new StringBuilder("\n------ STACK TRACE ------\n");
        stack(text, engineThread, engineThread.getStackTrace());
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            if (each.getKey() != engineThread) {
                stack(text, each.getKey(), each.getValue());
            }
        }
        return text.toString();
    }

    private static void stack(StringBuilder text, Thread thread, StackTraceElement[] frames) {
        text.append('\n').append(thread.getName()).append(":\n");
        for (StackTraceElement frame : frames) {
            text.append("    ").append(frame).append('\n');
        }
    }

    private String state() {
        if (Thread.currentThread() == engineThread) {
            return describe();
        }
        CompletableFuture<String> text = CompletableFuture.supplyAsync(this::describe, onEngine);
        try {
            return text.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "\nThe engine's thread does not answer: there is no INFO.\n";
        } catch (ExecutionException e) {
            return "\nThere is no INFO: " + e.getCause() + "\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private String describe() {
        StringBuilder text = new StringBuilder("\n------ INFO OUTPUT ------\n");
        text.append(new String(engine.info().text(List.of("all")), StandardCharsets.UTF_8));
        text.append("\n------ CLIENT LIST OUTPUT ------\n");
        engine.sessions().forEach(session -> text.append(ClientLine.of(session, engine.now()))
                .append('\n'));
        return text.toString();
    }
}
