package io.redislab.engine.script;

import io.redislab.engine.command.Ascii;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaCode;
import io.redislab.lua.LuaDebugHook;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.exec.LuaCompiler;
import io.redislab.resp.Numbers;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The debugger behind SCRIPT DEBUG: stops a script at lines, and does meanwhile what its user asks for. It speaks to {@code
 * redis-cli --ldb}: every answer is a list of lines, every request a list of words.
 *
 * @see <a href="https://redis.io/docs/latest/develop/interact/programmability/lua-debugging/">Debugging Lua scripts</a>
 */
final class Debugger implements LuaDebugHook {
    /** The other end. */
    interface Console {
        /** Sends an answer. */
        void send(List<String> lines);

        /** Waits for the next request; null when the user is gone. */
        byte @Nullable [][] read();
    }

    private static final int MAX_BREAKPOINTS = 64;
    private static final int DEFAULT_MAX_LENGTH = 256;
    private static final int SMALLEST_MAX_LENGTH = 60;
    private static final int SHOWN_WORDS = 10;
    private static final LuaString CHUNK = LuaString.of("@ldb_eval");
    private static final long DEFAULT_TIMEOUT_MILLIS = 5000;
    private static final String[] HELP = {
        "The debugger's commands; the first letter is enough:",
        "step, next           run this line and stop at the next one",
        "continue             run on to the next breakpoint",
        "list [line [around]] the source around this line, or another (0: this one)",
        "whole                the whole source",
        "print [name]         all local variables, or one (KEYS and ARGV too)",
        "break                the breakpoints",
        "break line           stop at that line from now on",
        "break -line          stop there no more",
        "break 0              remove all breakpoints",
        "trace                which function called which, down to here",
        "eval code            run some Lua; it does not see local variables",
        "redis command ...    call a command",
        "maxlen [bytes]       cut long replies and values there; 0: never",
        "abort                end the script; after SCRIPT DEBUG SYNC what it wrote stays",
        "",
        "In the script: redis.debug(values...) shows values here, redis.breakpoint()",
        "stops at the next line.",
    };

    private final List<String> source;
    private final Console console;
    private final List<String> log = new ArrayList<>();
    private final List<Integer> breakpoints = new ArrayList<>();
    private boolean step = true;
    private boolean breakSoon;
    private boolean timedOut;
    private int currentLine;
    private int maxLength = DEFAULT_MAX_LENGTH;
    private boolean hinted;
    private @Nullable ScriptHost host;

    Debugger(byte[] script, Console console) {
        this.console = console;
        int end = script.length;
        while (end > 0 && (script[end - 1] == '\n' || script[end - 1] == '\r')) {
            end--;
        }
        source = Arrays.asList(Texts.of(Arrays.copyOf(script, end)).split("\n", -1));
    }

    /** The world in which the script runs. */
    void attach(ScriptHost itsHost) {
        host = itsHost;
        itsHost.state().setDebugHook(this);
    }

    private ScriptHost host() {
        if (host == null) {
            throw new IllegalStateException("the debugger has nothing to debug");
        }
        return host;
    }

    // ---- what is shown

    void add(String line) {
        log.add(line);
    }

    /** Sends what there is to show. */
    void flush() {
        console.send(List.copyOf(log));
        log.clear();
    }

    private void addShortened(String line) {
        if (maxLength == 0 || line.length() <= maxLength) {
            add(line);
            return;
        }
        add(line.substring(0, maxLength) + " ...");
        if (!hinted) {
            hinted = true;
            add("<hint> The above reply was trimmed. Use 'maxlen 0' to disable trimming.");
        }
    }

    /** {@code redis.debug}. */
    void show(Object[] values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(DebugText.of(value));
        }
        add("<debug> line " + currentLine + ": " + String.join(", ", texts));
    }

    /** {@code redis.breakpoint}. */
    void breakSoon() {
        breakSoon = true;
    }

    /** Whether commands that the script calls are shown: while it goes on step by step. */
    boolean showsCalls() {
        return step;
    }

    void showCall(byte[][] argv) {
        StringBuilder line = new StringBuilder("<redis>");
        for (int i = 0; i < Math.min(argv.length, SHOWN_WORDS); i++) {
            line.append(' ').append(Texts.of(argv[i]));
        }
        if (argv.length > SHOWN_WORDS) {
            line.append(" ... (").append(argv.length - SHOWN_WORDS - 1).append(" more)");
        }
        add(line.toString());
    }

    void showReply(Reply reply) {
        if (reply instanceof Reply.Failure f) {
            add("<error> -" + f.text());
        }
        addShortened("<reply> " + DebugText.of(reply));
    }

    /** @param text code first */
    void showError(String text) {
        add("<error> " + (text.startsWith("ERR ") ? text.substring(4) : "-" + text));
    }

    // ---- stopping

    /** Stops a script soon that has run on for too long. @param threshold in ms, 0 for the usual one */
    void look(long millis, long threshold) {
        if (!step && millis >= (threshold > 0 ? threshold : DEFAULT_TIMEOUT_MILLIS)) {
            timedOut = true;
        }
    }

    @Override
    public void line(LuaFrame frame, int line) {
        currentLine = line;
        if (!frame.source().toString().contains("user_script")) {
            return;
        }
        boolean atBreakpoint = breakpoints.contains(line) || breakSoon;
        if (!step && !atBreakpoint && !timedOut) {
            return;
        }
        String reason = atBreakpoint
                ? breakSoon ? "redis.breakpoint() called" : "break point"
                : timedOut ? "timeout reached, infinite loop?" : "step over";
        boolean timeout = timedOut;
        step = false;
        breakSoon = false;
        timedOut = false;
        add("* Stopped at " + line + ", stop reason = " + reason);
        addSourceLine(line);
        flush();
        if (!serve(frame) && timeout) {
            throw ScriptErrors.raise(frame, "timeout during Lua debugging with client closing connection");
        }
        host().restartClock();
    }

    /** Serves the user until the script may go on; false when the user is gone. */
    private boolean serve(LuaFrame frame) {
        while (true) {
            byte[][] words = console.read();
            if (words == null) {
                breakpoints.clear();
                return false;
            }
            switch (name(words[0])) {
                case 's' -> {
                    step = true;
                    return true;
                }
                case 'c' -> {
                    return true;
                }
                case 'a' -> throw ScriptErrors.raise(frame, "script aborted for user request");
                case 'h' -> log.addAll(Arrays.asList(HELP));
                case 't' -> trace(frame);
                case 'm' -> limitLength(words);
                case 'b' -> breakpoint(words);
                case 'e' -> evaluate(frame, words);
                case 'r' -> call(frame, words);
                case 'p' -> print(frame, words);
                case 'l' -> list(words);
                case 'w' -> list(1, 1_000_000);
                default -> unknown();
            }
            flush();
        }
    }

    private void unknown() {
        add("<error> Unknown Redis Lua debugger command or wrong number of arguments.");
    }

    /** The letter that stands for a command, 0 for an unknown one. */
    private static char name(byte[] word) {
        for (String command : List.of(
                "step",
                "continue",
                "abort",
                "help",
                "trace",
                "maxlen",
                "break",
                "eval",
                "redis",
                "print",
                "list",
                "whole")) {
            if (Ascii.equalsIgnoreCase(word, command) || Ascii.equalsIgnoreCase(word, command.substring(0, 1))) {
                return command.charAt(0);
            }
        }
        return Ascii.equalsIgnoreCase(word, "next") || Ascii.equalsIgnoreCase(word, "n") ? 's' : 0;
    }

    // ---- source and breakpoints

    private void addSourceLine(int line) {
        String mark = (line == currentLine ? "->" : "  ") + (breakpoints.contains(line) ? "#" : " ");
        String text = line >= 1 && line <= source.size() ? source.get(line - 1) : "<out of range source code line>";
        add(String.format(Locale.ROOT, "%s%-3d %s", mark, line, text));
    }

    private void list(int around, int context) {
        for (int line = 1; line <= source.size(); line++) {
            if (around == 0 || Math.abs(around - line) <= context) {
                addSourceLine(line);
            }
        }
    }

    private void list(byte[][] words) {
        int around = words.length > 1 ? whole(words[1]) : 0;
        list(around > 0 ? around : currentLine, words.length > 2 ? whole(words[2]) : 5);
    }

    /** A number as C's atoi reads it: what is none counts as 0. */
    private static int whole(byte[] word) {
        return Numbers.isLong(word) ? (int) Numbers.parseLong(word) : 0;
    }

    private void breakpoint(byte[][] words) {
        if (words.length == 1) {
            if (breakpoints.isEmpty()) {
                add("No breakpoints set. Use 'b <line>' to add one.");
            } else {
                add(breakpoints.size() + " breakpoints set:");
                breakpoints.forEach(this::addSourceLine);
            }
        }
        for (byte[] word : Arrays.copyOfRange(words, 1, words.length)) {
            if (!Numbers.isLong(word)) {
                add("Invalid argument:'" + Texts.of(word) + "'");
            } else {
                breakpoint((int) Numbers.parseLong(word));
            }
        }
    }

    private void breakpoint(int line) {
        if (line == 0) {
            breakpoints.clear();
            add("All breakpoints removed.");
        } else if (line < 0) {
            add(breakpoints.remove((Integer) (-line)) ? "Breakpoint removed." : "No breakpoint in the specified line.");
        } else if (breakpoints.size() == MAX_BREAKPOINTS) {
            add("Too many breakpoints set.");
        } else if (line > source.size()) {
            add("Wrong line number.");
        } else {
            if (!breakpoints.contains(line)) {
                breakpoints.add(line);
            }
            list(line, 1);
        }
    }

    // ---- variables and calls

    private void print(LuaFrame frame, byte[][] words) {
        if (words.length != 2) {
            printAll(frame);
            return;
        }
        LuaString name = LuaString.wrap(words[1]);
        for (LuaFrame f = frame; f != null; f = f.parent) {
            for (LuaCode.Local local : f.hookLocals) {
                if (local.name().equals(name)) {
                    addShortened("<value> " + DebugText.of(f.local(local)));
                    return;
                }
            }
        }
        if (name.equals(LuaString.of("KEYS")) || name.equals(LuaString.of("ARGV"))) {
            addShortened("<value> " + DebugText.of(frame.state().globals().getStr(name)));
        } else {
            add("No such variable.");
        }
    }

    private void printAll(LuaFrame frame) {
        for (LuaCode.Local local : frame.hookLocals) {
            addShortened("<value> " + Texts.of(local.name()) + " = " + DebugText.of(frame.local(local)));
        }
        if (frame.hookLocals.length == 0) {
            add("No local variables in the current context.");
        }
    }

    private void trace(LuaFrame frame) {
        boolean innermost = true;
        for (LuaFrame f = frame; f != null; f = f.parent) {
            if (!f.isHost() && f.source().toString().contains("user_script")) {
                add((innermost ? "In " : "From ") + calledAs(f) + ":");
                addSourceLine(f.line());
            }
            innermost = false;
        }
    }

    /** By which name a function was called. */
    private static String calledAs(LuaFrame f) {
        LuaFrame caller = f.parent;
        if (caller != null && !caller.isHost() && f.tailCalls == 0 && caller.pc >= 0) {
            LuaString name = caller.function.code.site(caller.pc).name();
            if (name != null) {
                return Texts.of(name);
            }
        }
        return "top level";
    }

    private void evaluate(LuaFrame frame, byte[][] words) {
        List<String> parts = new ArrayList<>();
        for (byte[] word : Arrays.copyOfRange(words, 1, words.length)) {
            parts.add(new String(word, StandardCharsets.ISO_8859_1));
        }
        String code = String.join(" ", parts);
        LuaState state = frame.state();
        Object[] result = new Object[1];
        LuaError error = frame.thread.protect(frame, () -> {
            LuaFunction function = compile(state, code);
            result[0] = Lua.first(frame.call(function));
        });
        if (error == null) {
            addShortened("<retval> " + DebugText.of(result[0]));
        } else {
            LuaString text = Lua.toStringOrNull(error.value());
            add("<error> " + (text == null ? "(null)" : Texts.of(text)));
        }
    }

    /** As an expression, or else as statements. */
    private static LuaClosure compile(LuaState state, String code) {
        try {
            return compileChunk(state, "return " + code);
        } catch (LuaError notAnExpression) {
            return compileChunk(state, code);
        }
    }

    private static LuaClosure compileChunk(LuaState state, String text) {
        return LuaCompiler.compile(state, text.getBytes(StandardCharsets.ISO_8859_1), CHUNK, state.globals(), false);
    }

    private void call(LuaFrame frame, byte[][] words) {
        if (words.length < 2) {
            unknown();
            return;
        }
        Object[] args = new Object[words.length - 1];
        for (int i = 1; i < words.length; i++) {
            args[i - 1] = LuaString.wrap(words[i]);
        }
        step = true;
        LuaError ignored = frame.thread.protect(frame, () -> host().call(frame, args, false));
        if (ignored != null) {
            add("<error> " + ignored.getMessage());
        }
        step = false;
    }

    private void limitLength(byte[][] words) {
        if (words.length == 2) {
            int length = whole(words[1]);
            hinted = true;
            maxLength = length != 0 && length <= SMALLEST_MAX_LENGTH ? SMALLEST_MAX_LENGTH : Math.max(0, length);
        }
        add(
                maxLength > 0
                        ? "<value> replies are truncated at " + maxLength + " bytes."
                        : "<value> replies are unlimited.");
    }
}
