package io.redislab.lab.program;

import io.redislab.engine.Clock;
import io.redislab.grading.Budget;
import io.redislab.grading.Programs;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.FileTree;
import io.redislab.resp.CommandText.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One answer in one bash, which waits for requests; each call runs in a subshell of it. What happens in the worlds happens
 * on the thread that uses this: others only put work into its queue.
 */
final class BashProgram implements Programs.Program {
    /** Real time for one call. */
    private static final long CALL_SECONDS = 10;

    private static final int MAX_OUTPUT = 64 * 1024;
    private static final int MAX_PROCESSES = 64;
    /** Statuses above it are those of programs that a signal has ended. */
    private static final int SIGNAL = 128;

    /** So many more than its user has already: what the system's own limit on processes counts. */
    private static final int MORE_TASKS = 256;

    private static final int MAX_FILES = 10_000;
    private static final long MAX_BYTES = 64L << 20;
    /** What bash says is a number, a status and a number; an answer may have got hold of the pipe. */
    private static final int LONGEST_REPORT = 40;
    /** Between two looks at what it takes. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String RESOURCES = "/io/redislab/lab/program/";
    private static final List<String> SCRIPTS = List.of("driver.sh", "call.sh", "lines.sh", "lines.pl");
    private static final String[] STAND_INS = {"redis-cli", "sleep", "date", "uuidgen"};

    private final Path box;
    /** The box as the program sees it. */
    private final Path inside;

    /** Where programs come in. */
    private final Reception door;
    /** Where the lines end that bash has from the start. */
    private final Reception lines;

    private final Process bash;
    private final OutputStream requests;
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Map<Long, BashCall> running = new LinkedHashMap<>();
    private final Tasks tasks;
    private final Clock machine;
    private final long seed;
    /** For Ctrl-C: what a program has started and written must not outlive the one that started it. */
    private final Thread atExit = new Thread(this::endAtExit, "redislab-bash-exit");

    /** Held while the program is made: who ends it at exit waits until there is all that has to be ended. */
    private final ReentrantLock making = new ReentrantLock();

    private boolean isStarted;
    private Set<String> functions = Set.of();
    private long count;
    private boolean broken;

    BashProgram(Sandbox sandbox, Path client, Clock machine, String source, long seed) {
        this.tasks = Tasks.seenBy(sandbox);
        this.machine = machine;
        this.seed = seed;
        List<Reception> opened = new ArrayList<>();
        box = newBox();
        inside = sandbox.inside(box);
        making.lock();
        try {
            seeToTheEnd();
            fill(client, source);
            door = new Reception(box.resolve("socket"), work::add, visitor -> new ProgramVisit(this, visitor));
            opened.add(door);
            lines = new Reception(box.resolve("lines"), work::add, visitor -> new LineVisit(this, visitor));
            opened.add(lines);
            try (Stream<Path> files = Files.walk(box)) {
                for (Path file : files.toList()) {
                    sandbox.handOver(file);
                }
            }
            ProcessBuilder builder = new ProcessBuilder(sandbox.command(
                    box,
                    List.of(
                            Sandbox.program("perl").orElseThrow().toString(),
                            inside.resolve("lines.pl").toString(),
                            inside.resolve("lines").toString(),
                            Sandbox.program("bash").orElseThrow().toString(),
                            "--noprofile",
                            "--norc",
                            inside.resolve("driver.sh").toString(),
                            inside.toString(),
                            Long.toString(MORE_TASKS + tasks.ofItsUser(box)),
                            sandbox == Sandbox.NONE ? "" : "/proc")));
            environment(builder.environment());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            bash = builder.start();
            isStarted = true;
        } catch (IOException e) {
            opened.forEach(Reception::close);
            forgetExit();
            try {
                FileTree.delete(box);
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw new UncheckedIOException(e);
        } finally {
            making.unlock();
        }
        requests = bash.getOutputStream();
        Thread reader = new Thread(this::read, "redislab-bash");
        reader.setDaemon(true);
        reader.start();
    }

    private static Path newBox() {
        try {
            return Files.createTempDirectory("redislab-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void seeToTheEnd() throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // It is interrupted just now.
            FileTree.delete(box);
            throw new Budget.Exceeded("it was interrupted");
        }
    }

    private void environment(Map<String, String> variables) {
        variables.clear();
        variables.put("PATH", inside.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", inside.resolve("home").toString());
        variables.put("TMPDIR", inside.resolve("home").toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("TZ", "UTC");
        variables.put("REDISLAB_SOCKET", inside.resolve("socket").toString());
        variables.put(
                "REDISLAB_DATE", Sandbox.program("date").map(Path::toString).orElse("date"));
    }

    private void fill(Path client, String source) throws IOException {
        Files.createDirectory(box.resolve("home"));
        Path bin = Files.createDirectory(box.resolve("bin"));
        Files.writeString(box.resolve("answer.sh"), source);
        Files.writeString(box.resolve("functions"), "");
        Files.writeString(box.resolve("variables"), "");
        for (String name : SCRIPTS) {
            copy(name, box.resolve(name));
        }
        for (String name : STAND_INS) {
            copy("bin/" + name, bin.resolve(name));
            Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path perl = Files.createDirectory(bin.resolve("perl"));
        try (Stream<Path> files = Files.list(client)) {
            for (Path file : files.toList()) {
                Files.copy(file, perl.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = BashProgram.class.getResourceAsStream(RESOURCES + resource)) {
            if (in == null) {
                throw new IOException("the program lacks " + resource);
            }
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // ---- what bash says ----

    private void read() {
        try (Reader reports =
                new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.US_ASCII))) {
            StringBuilder line = new StringBuilder();
            for (int c = reports.read(); c >= 0; c = reports.read()) {
                if (c == '\n') {
                    report(line.toString().split(" ", -1));
                    line.setLength(0);
                } else if (line.length() < LONGEST_REPORT) {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            // The pipe is gone with bash, which is told below.
        }
        work.add(() -> broken = true);
    }

    private void report(String[] words) {
        if (words.length == 3
                && words[0].matches("[0-9]{1,9}")
                && words[1].matches("[0-9]{1,3}")
                && words[2].matches("[0-9]{1,9}")) {
            long id = Long.parseLong(words[0]);
            int status = Integer.parseInt(words[1]);
            work.add(() -> ended(id, status, words[2]));
        }
    }

    /** @param file whose output it is */
    private void ended(long id, int status, String file) {
        BashCall call = running.remove(id);
        if (call != null) {
            call.end(new Programs.Result(output(file, "out"), output(file, "err"), status, call.errors()));
        }
    }

    private String output(String file, String kind) {
        return read(file + "." + kind).stripTrailing();
    }

    /** The beginning of a file in the box. The program may have put a link there, or a pipe that nobody writes to. */
    private String read(String name) {
        Path file = box.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    // ---- calls ----

    @Override
    public Trace run(World world, Consumer<Command> after) {
        BashCall call = begin(world, "run", List.of());
        call.goesOn(after);
        settle();
        if (!call.ended()) {
            throw new Budget.Exceeded("the file itself waits for ever");
        }
        note(call);
        functions = read("names").lines().collect(Collectors.toSet());
        return new Trace(call.entries());
    }

    /** What bash says of the file itself is an error like those of commands. */
    private static void note(BashCall call) {
        Programs.Result result = call.result();
        if (result.status() != 0 && !result.err().isEmpty()) {
            List<String> lines = result.err().lines().toList();
            call.noteFile(lines.get(lines.size() - 1));
        } else if (result.status() > SIGNAL) {
            call.noteFile("the program was ended by signal " + (result.status() - SIGNAL));
        }
    }

    @Override
    public boolean defines(String function) {
        return functions.contains(function);
    }

    @Override
    public Programs.Call begin(World world, List<String> words) {
        return settled(begin(world, "call", words));
    }

    @Override
    public Programs.Call beginAlone(World world, List<String> words) {
        return settled(begin(world, "alone", words));
    }

    private BashCall settled(BashCall call) {
        settle();
        return call;
    }

    private BashCall begin(World world, String kind, List<String> words) {
        EngineWorld engine = (EngineWorld) world.origin();
        long id = ++count;
        BashCall call = new BashCall(this, engine, words.isEmpty() ? "the file" : words.get(0), seed * 1000 + id);
        running.put(id, call);
        List<String> request = new ArrayList<>(List.of(
                kind,
                Long.toString(id),
                Long.toString((seed * 31 + id) & 0x7fff),
                Long.toString(engine.wallMicros() / 1_000_000)));
        request.addAll(words);
        StringBuilder text = new StringBuilder().append(request.size()).append('\0');
        request.forEach(word -> text.append(word.replace("\0", "")).append('\0'));
        try {
            requests.write(text.toString().getBytes(StandardCharsets.UTF_8));
            requests.flush();
        } catch (IOException e) {
            broken = true;
        }
        return call;
    }

    void forget(BashCall call) {
        running.values().remove(call);
    }

    /** The call of this number, while it goes on. */
    Optional<BashCall> call(String number) {
        return number.matches("[0-9]{1,9}") ? Optional.ofNullable(running.get(Long.valueOf(number))) : Optional.empty();
    }

    @Override
    public void settle() {
        long deadline = machine.monotonicNanos() + TimeUnit.SECONDS.toNanos(CALL_SECONDS);
        long look = machine.monotonicNanos() + LOOK_NANOS;
        while (running.values().stream().anyMatch(call -> !call.isSettled())) {
            if (broken) {
                throw new Budget.Exceeded("its shell has ended");
            }
            long now = machine.monotonicNanos();
            if (now > deadline) {
                throw new Budget.Exceeded(slow() + " did not end within " + CALL_SECONDS + " seconds");
            }
            if (now > look) {
                look();
                look = machine.monotonicNanos() + LOOK_NANOS;
            }
            Runnable job = poll();
            if (job != null) {
                job.run();
                continue;
            }
            running.values().forEach(BashCall::idle);
        }
    }

    private String slow() {
        return running.values().stream()
                .filter(call -> !call.isSettled())
                .findFirst()
                .map(BashCall::name)
                .orElse("a call");
    }

    /** Ends what takes too much. */
    private void look() {
        if (Math.max(bash.descendants().count(), tasks.inGroup(bash.pid())) > MAX_PROCESSES) {
            throw new Budget.Exceeded("it starts more than " + MAX_PROCESSES + " processes");
        }
        long bytes = 0;
        int count = 0;
        try (Stream<Path> files = Files.walk(box)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.size(file);
                if (++count > MAX_FILES || bytes > MAX_BYTES) {
                    throw new Budget.Exceeded(
                            "it writes more than " + (MAX_BYTES >> 20) + " MB, or more than " + MAX_FILES + " files");
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Files come and go while it runs; the next look counts again.
            return;
        }
    }

    private @Nullable Runnable poll() {
        try {
            return work.poll(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program ran", e);
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // It is interrupted just now, and both may end it.
        }
    }

    @Override
    public void close() {
        forgetExit();
        List.copyOf(running.values()).forEach(BashCall::close);
        running.clear();
        door.close();
        lines.close();
        end();
    }

    private void endAtExit() {
        making.lock();
        try {
            if (isStarted) {
                end();
                tasks.endThoseNaming(box);
            } else {
                FileTree.delete(box);
            }
        } catch (IOException | UncheckedIOException e) {
            // Its own thread was quicker.
            return;
        } finally {
            making.unlock();
        }
    }

    private void end() {
        List<ProcessHandle> all = bash.descendants().toList();
        bash.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            // Whoever left the family is still in its group, where there is one.
            await(new ProcessBuilder("kill", "-KILL", "--", "-" + bash.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
            await(bash);
            tasks.endThoseWith("REDISLAB_SOCKET=" + inside + "/");
            FileTree.delete(box);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end, also on a thread that is interrupted: nothing of a program may be left. */
    private static void await(Process process) {
        process.onExit().join();
    }
}
