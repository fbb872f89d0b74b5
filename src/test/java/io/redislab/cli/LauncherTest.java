package io.redislab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.testing.TypedTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** bin/redislab and its archive: it never fails because of it, and never says a word of it. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    /** A Java that shows what it was started with, and writes the archive that it is asked for. */
    private static final String SHOWING_JAVA = """
        #!/bin/sh
        for word; do
            case $word in
                -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
                    echo made >"${word#*=}"
                    echo rehearsal >>"$LOG"
                    exit
                    ;;
            esac
        done
        printf '%s\\n' "$*"
        """;

    @TempDir
    Path folder;

    private Path home;
    private Path cache;
    private Path log;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        cache = folder.resolve("cache");
        log = folder.resolve("log");
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("bin", "redislab"), bin.resolve("redislab"));
        writeJar("1");
    }

    /** A program that says hello. */
    private static final String PROGRAM = """
        package io.redislab.cli;

        public final class Main {
            public static void main(String[] words) {
                System.out.println("hello " + String.join(" ", words));
            }
        }
        """;

    private void writeJar(String version) throws IOException {
        String entry = "io/redislab/cli/Main.class";
        Path source = Files.writeString(folder.resolve("Main.java"), PROGRAM);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", folder.toString(), source.toString());
        assertEquals(0, failed);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(home.resolve("redislab.jar")))) {
            jar.setComment(version);
            jar.putNextEntry(new JarEntry(entry));
            jar.write(Files.readAllBytes(folder.resolve(entry)));
        }
    }

    /** A folder for JAVA_HOME with a Java of this version. */
    private Path showingJava(String version) throws IOException {
        Path java = Files.createDirectories(folder.resolve("java-" + version));
        Files.writeString(
                java.resolve("release"),
                "JAVA_VERSION=\"" + version + "\"\nJAVA_RUNTIME_VERSION=\"" + version + "+1\"\n");
        Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
        Files.writeString(program, SHOWING_JAVA);
        assertTrue(program.toFile().setExecutable(true));
        return java;
    }

    private record Output(String text, String errors) {}

    private Process start(Path java, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", home.resolve("bin/redislab").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", java.toString(), "XDG_CACHE_HOME", cache.toString(), "LOG", log.toString()));
        builder.environment().remove("REDISLAB_NO_ARCHIVE");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private static Output output(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), errors);
        return new Output(text, errors);
    }

    private Output run(Path java, String... words) throws IOException, InterruptedException {
        return output(start(java, words));
    }

    /** Starts for the first time and waits for the archive. */
    private void firstStart(Path java) throws IOException, InterruptedException {
        Output first = run(java);
        assertEquals("", first.errors());
        assertFalse(first.text().contains("AOTCache"), first.text());
        assertFalse(first.text().contains("SharedArchiveFile"), first.text());
        awaitArchive();
    }

    private void awaitArchive() throws IOException, InterruptedException {
        Path archives = cache.resolve("redislab");
        try (WatchService changes = archives.getFileSystem().newWatchService()) {
            archives.register(changes, StandardWatchEventKinds.ENTRY_DELETE);
            while (archives(".making") > 0) {
                WatchKey key = changes.poll(1, TimeUnit.MINUTES);
                assertNotNull(key, "no archive was made");
                key.pollEvents();
                key.reset();
            }
        }
    }

    private long archives(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("redislab"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }

    @Test
    void theSecondStartUsesTheArchive() throws Exception {
        Path java = showingJava("17.0.1");
        firstStart(java);
        Output second = run(java, "x");
        assertTrue(second.text().contains("-XX:SharedArchiveFile=" + cache), second.text());
        assertTrue(second.text().endsWith("redislab.jar io.redislab.cli.Main x\n"), second.text());
        assertEquals("", second.errors());
    }

    @Test
    void javaFrom25OnHasACache() throws Exception {
        Path java = showingJava("25.0.3");
        firstStart(java);
        assertTrue(run(java).text().contains("-XX:AOTCache=" + cache));
    }

    @Test
    void eachJavaHasItsOwn() throws Exception {
        firstStart(showingJava("17.0.1"));
        firstStart(showingJava("21.0.2"));
        firstStart(showingJava("25.0.3"));
        assertEquals(2, archives(".jsa"));
        assertEquals(1, archives(".aot"));
        assertTrue(run(showingJava("17.0.1")).text().contains("17.0.1+1.jsa"));
    }

    @Test
    void aServerHasItsOwn() throws Exception {
        Path java = showingJava("17.0.1");
        firstStart(java);
        assertFalse(run(java, "server").text().contains("SharedArchiveFile"));
        awaitArchive();
        assertEquals(2, archives(".jsa"));
        assertTrue(run(java, "server").text().contains("-XX:SharedArchiveFile=" + cache + "/redislab/server-"));
        assertTrue(run(java).text().contains("-XX:SharedArchiveFile="));
        assertEquals(List.of("rehearsal", "rehearsal"), Files.readAllLines(log));
    }

    @Test
    void aFolderMayHaveABlankInItsName() throws Exception {
        cache = folder.resolve("a cache");
        Path java = showingJava("17.0.1");
        firstStart(java);
        Output output = run(Path.of(System.getProperty("java.home")), "x");
        assertEquals(new Output("hello x\n", ""), output);
        awaitArchive();
        assertTrue(run(java).text().contains("-XX:SharedArchiveFile=" + cache));
    }

    @Test
    void aNewVersionOfTheProgramHasANewOneAndTheOldOneGoes() throws Exception {
        Path java = showingJava("17.0.1");
        firstStart(java);
        String before = run(java).text();
        writeJar("2");
        assertFalse(run(java).text().contains("SharedArchiveFile"));
        awaitArchive();
        assertEquals(1, archives(".jsa"));
        assertFalse(run(java).text().equals(before));
    }

    @Test
    void aJarThatIsNewerNeedsANewOneThoughItIsTheSame() throws Exception {
        Path java = showingJava("17.0.1");
        firstStart(java);
        FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 10_000);
        Files.setLastModifiedTime(home.resolve("redislab.jar"), later);
        assertFalse(run(java).text().contains("SharedArchiveFile"));
        awaitArchive();
        assertEquals(List.of("rehearsal", "rehearsal"), Files.readAllLines(log));
        assertTrue(run(java).text().contains("-XX:SharedArchiveFile=" + cache));
    }

    @Test
    void whereNothingCanBeKeptItStartsWithout() throws Exception {
        Path java = showingJava("17.0.1");
        Files.writeString(cache, "a file where the folder should be");
        Output output = run(java);
        assertFalse(output.text().contains("SharedArchiveFile"), output.text());
        assertFalse(output.text().contains("ArchiveClassesAtExit"), output.text());
        assertEquals("", output.errors());
    }

    @Test
    void twoFirstStartsMakeOne() throws Exception {
        Path java = showingJava("17.0.1");
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(start(java));
        }
        for (Process each : starts) {
            assertEquals("", output(each).errors());
        }
        awaitArchive();
        assertEquals(1, archives(".jsa"));
        assertEquals(List.of("rehearsal"), Files.readAllLines(log));
    }

    @Test
    void javaStartsWithAnArchiveThatIsNone() throws Exception {
        Path java = Path.of(System.getProperty("java.home"));
        String build = System.getProperty("java.runtime.version");
        Process sum = new ProcessBuilder("cksum")
                .redirectInput(home.resolve("redislab.jar").toFile())
                .start();
        String id = output(sum).text().replaceFirst(" .*\\R", "");
        Path archives = Files.createDirectories(cache.resolve("redislab"));
        for (String suffix : List.of(".jsa", ".aot")) {
            Files.writeString(archives.resolve(id + "-" + build + suffix), "not an archive");
        }
        assertEquals(new Output("hello x\n", ""), run(java, "x"));
    }

    // ---- a checkout ----

    @Test
    void aCheckoutIsBuiltWhenASourceIsNewer() throws Exception {
        Path jar = Files.createDirectories(home.resolve("target")).resolve("redislab.jar");
        Files.move(home.resolve("redislab.jar"), jar);
        Path source =
                Files.createDirectories(home.resolve("src/main/java/deep")).resolve("A.java");
        Files.writeString(source, "class A {}");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        // As Maven does when only comments have changed, it leaves the jar as it is.
        Path maven = Files.writeString(home.resolve("mvnw"), "#!/bin/sh\necho built >>\"$LOG\"\n");
        assertTrue(maven.toFile().setExecutable(true));
        Path java = Path.of(System.getProperty("java.home"));

        long now = System.currentTimeMillis();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(now + 10_000));
        assertEquals(new Output("hello x\n", ""), run(java, "x"));
        assertFalse(Files.exists(log));
        awaitArchive();

        Files.setLastModifiedTime(jar, FileTime.fromMillis(now - 20_000));
        Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.fromMillis(now - 30_000));
        Files.setLastModifiedTime(source, FileTime.fromMillis(now - 10_000));
        assertEquals(new Output("hello x\n", "Building redislab, which is needed once …\n"), run(java, "x"));
        assertEquals(new Output("hello x\n", ""), run(java, "x"));
        assertEquals(List.of("built"), Files.readAllLines(log));
        awaitArchive();
    }

    // ---- check ----

    @Test
    void checkIsToldOfAScreenOnlyWhereThereIsOne() throws Exception {
        assertTrue(onTerminal("check", "--all", "x").contains(" -Dredislab.screen=true "));
        assertFalse(run(showingJava("17.0.1"), "check", "--all", "x").text().contains("redislab.screen"));
        awaitArchive();
    }

    @Test
    void checkReadsNamesWithoutALocale() throws Exception {
        Path java = showingJava("17.0.1");
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\necho \"$LC_ALL\"\n");
        for (String locale : List.of("C", "C.UTF-8", "en_US.utf8")) {
            ProcessBuilder builder =
                    new ProcessBuilder("sh", home.resolve("bin/redislab").toString(), "check", "x");
            builder.environment().clear();
            builder.environment()
                    .putAll(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", java.toString(), "LC_ALL", locale));
            String expected = locale.equals("C") ? "C.UTF-8" : locale;
            assertEquals(expected + "\n", output(builder.start()).text());
        }
    }

    // ---- the screen that the last session has kept ----

    private Path screen;

    private void keepScreen(String terminal, String stamp, String text) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data/redislab"));
        Path source = Files.writeString(folder.resolve("step.md"), "step");
        Files.setLastModifiedTime(source, FileTime.fromMillis(1));
        screen = Files.writeString(
                data.resolve("screen"),
                "redislab-screen 1\nstamp " + stamp + "\nterminal " + terminal + "\ncourse " + home.toRealPath()
                        + "\nfile 4 1000000 " + source + "\nprompt lab> \ntask next\n\n" + text);
    }

    /** What a terminal of 24 rows and 80 columns shows when it is started there. */
    private String onTerminal(String... words) throws IOException, InterruptedException {
        String launch = "sh " + home.resolve("bin/redislab") + " " + String.join(" ", words);
        Map<String, String> environment = Map.of(
                "JAVA_HOME", showingJava("17.0.1").toString(),
                "REDISLAB_NO_ARCHIVE", "1",
                "XDG_DATA_HOME", folder.resolve("data").toString(),
                "TERM", "xterm",
                "NO_COLOR", "",
                "LC_ALL", "",
                "LC_CTYPE", "",
                "LANG", "C.UTF-8");
        try (TypedTerminal terminal = TypedTerminal.start(launch, 80, 24, environment)) {
            return terminal.awaitEnd().replace("\r", "");
        }
    }

    private static final String TERMINAL = "24 80|xterm||||C.UTF-8";

    private void assertNotShown(String... words) throws IOException, InterruptedException {
        String shown = onTerminal(words);
        assertFalse(shown.contains("A lesson"), shown);
        assertFalse(shown.contains("redislab.shown"), shown);
    }

    @Test
    void theLessonIsShownBeforeJavaRuns() throws Exception {
        keepScreen(TERMINAL, "abc123", "\n  A lesson \\n %s\n");
        String shown = onTerminal();
        assertTrue(shown.startsWith("\n  A lesson \\n %s\n"), shown);
        assertTrue(shown.contains(" -Dredislab.shown=abc123 "), shown);
    }

    @Test
    void nothingInItActsOnTheTerminal() throws Exception {
        String lines = "\u001b[1mA\u001b[0m lesson \u00b7 \u2500\n";
        keepScreen(TERMINAL, "abc123", lines + "a\u001b[2Jb\u001b]0;c\u0007d\re\bf\u009bg\u001b[1234mh\u0001mi\tj\n");
        String shown = onTerminal();
        assertTrue(shown.startsWith(lines + "a[2Jb]0;cdefg[1234mhmij\n"), shown);
    }

    @Test
    void itIsOnlyForAStartWithoutArguments() throws Exception {
        keepScreen(TERMINAL, "abc123", "A lesson\n");
        assertNotShown("--plain");
        assertFalse(run(showingJava("17.0.1")).text().contains("A lesson"));
        awaitArchive();
    }

    @Test
    void itIsOfOneTerminal() throws Exception {
        for (String other : List.of(
                "25 80|xterm||||C.UTF-8",
                "24 81|xterm||||C.UTF-8",
                "24 80|dumb||||C.UTF-8",
                "24 80|xterm|1|||C.UTF-8",
                "24 80|xterm||||C",
                "")) {
            keepScreen(other, "abc123", "A lesson\n");
            assertNotShown();
        }
    }

    @Test
    void whatIsNewerThanItCounts() throws Exception {
        keepScreen(TERMINAL, "abc123", "A lesson\n");
        Files.setLastModifiedTime(folder.resolve("step.md"), FileTime.fromMillis(System.currentTimeMillis() + 10_000));
        assertNotShown();
    }

    @Test
    void anOpenLabHasTheLesson() throws Exception {
        keepScreen(TERMINAL, "abc123", "A lesson\n");
        Path lock = screen.resolveSibling("lock");
        Files.writeString(lock, Long.toString(ProcessHandle.current().pid()));
        assertNotShown();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(lock, Long.toString(ended.pid()));
        assertTrue(onTerminal().startsWith("A lesson\n"));
    }

    @Test
    void whatIsNoSavedScreenIsNotShown() throws Exception {
        keepScreen(TERMINAL, "abc123", "A lesson\n");
        String whole = Files.readString(screen);
        for (String other :
                List.of("", "\n", "A lesson\n", whole.substring(2), whole.replace("screen 1", "screen 2"))) {
            Files.writeString(screen, other);
            assertNotShown();
        }
        Files.delete(screen);
        Files.createDirectory(screen);
        assertNotShown();
    }
}
