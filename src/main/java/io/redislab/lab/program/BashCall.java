package io.redislab.lab.program;

import io.redislab.grading.Programs;
import io.redislab.grading.Trace;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the file or of a function, in a world. All on the program's thread. */
final class BashCall implements Programs.Call {
    private final BashProgram program;
    private final EngineWorld world;
    private final String name;
    private final SplittableRandom random;
    private final Map<Visitor, String> held = new LinkedHashMap<>();
    private final Map<Visitor, CallVisit> visits = new LinkedHashMap<>();
    private final List<Trace.Entry> entries = new ArrayList<>();
    private Consumer<Command> after = command -> {};
    private boolean goesOn;
    private boolean closed;
    private Programs.@Nullable Result result;

    /** @param name what is called, for people */
    BashCall(BashProgram program, EngineWorld world, String name, long seed) {
        this.program = program;
        this.world = world;
        this.name = name;
        this.random = new SplittableRandom(seed);
    }

    String name() {
        return name;
    }

    EngineWorld world() {
        return world;
    }

    SplittableRandom random() {
        return random;
    }

    List<Trace.Entry> entries() {
        return entries;
    }

    /** Holds nothing from now on. @param newAfter is told each command after it has run */
    void goesOn(Consumer<Command> newAfter) {
        goesOn = true;
        after = newAfter;
    }

    /** What Redis replied to commands that failed. */
    List<String> errors() {
        return entries.stream()
                .flatMap(entry ->
                        entry.reply() instanceof Reply.Failure failure ? Stream.of(failure.text()) : Stream.of())
                .toList();
    }

    void end(Programs.Result newResult) {
        result = newResult;
        close();
    }

    /** Who is still in it is sent away; what is held is not run. */
    void close() {
        closed = true;
        held.clear();
        List.copyOf(visits.values()).forEach(CallVisit::callEnded);
        visits.clear();
    }

    boolean isClosed() {
        return closed;
    }

    /** Nothing more happens by itself: it has ended, or holds a command. */
    boolean isSettled() {
        return result != null || !held.isEmpty();
    }

    /** Nobody has said anything for a while: whoever waits in a command waits for the clock. */
    void idle() {
        if (held.isEmpty() && visits.values().stream().anyMatch(CallVisit::isBusy)) {
            world.pass();
        }
    }

    // ---- the call ----

    @Override
    public boolean ended() {
        return result != null;
    }

    @Override
    public String held() {
        return held.values().stream().findFirst().orElse("");
    }

    @Override
    public boolean isNoticed() {
        return held.keySet().stream()
                .findFirst()
                .map(visits::get)
                .map(CallVisit::isNoticed)
                .orElse(true);
    }

    @Override
    public void step() {
        Optional<Visitor> first = held.keySet().stream().findFirst();
        first.ifPresent(visitor -> {
            held.remove(visitor);
            visitor.release();
        });
        program.settle();
    }

    @Override
    public Programs.Result result() {
        Programs.Result got = result;
        if (got == null) {
            throw new IllegalStateException("it has not ended");
        }
        return got;
    }

    @Override
    public void abandon() {
        if (result == null) {
            program.forget(this);
            close();
        }
    }

    // ---- visits ----

    void joined(Visitor visitor, CallVisit visit) {
        visits.put(visitor, visit);
    }

    /** Whether a command may run at once; otherwise it is held. */
    boolean admits(Visitor visitor, byte[][] argv) {
        if (goesOn || StandIn.isSilent(argv)) {
            return true;
        }
        held.put(visitor, text(argv));
        return false;
    }

    void left(Visitor visitor) {
        held.remove(visitor);
        visits.remove(visitor);
    }

    void note(byte[][] argv, List<Reply> replies) {
        world.finishJobs();
        if (!replies.isEmpty()) {
            Command command = new Command(0, text(argv), List.of(argv), "");
            entries.add(new Trace.Entry(entries.size() + 1, command, replies.get(0)));
            after.accept(command);
        }
    }

    /** The file ended with an error. */
    void noteFile(String error) {
        byte[] bash = "bash".getBytes(StandardCharsets.UTF_8);
        entries.add(new Trace.Entry(
                entries.size() + 1, new Command(0, "bash", List.of(bash), ""), new Reply.Failure(error)));
    }

    private static String text(byte[][] argv) {
        return List.of(argv).stream()
                .map(word -> Printable.line(new String(word, StandardCharsets.UTF_8)))
                .collect(Collectors.joining(" "));
    }
}
