package io.redislab.terminal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.InfoCmp;
import org.jline.utils.OSUtils;

/** Chooses how the lab is seen: as a terminal with an editor, or as lines. */
final class Screens {
    private Screens() {}

    static Screen open(boolean plain, PrintStream out) {
        String type = Optional.ofNullable(System.getenv("TERM")).orElse("");
        boolean people = Tty.isTerminal();
        if (!plain && people && !type.isEmpty() && !type.startsWith("dumb")) {
            Optional<Screen> screen = editor(type);
            if (screen.isPresent()) {
                return screen.get();
            }
        }
        Runnable restore = people ? plainWithoutQuit() : () -> {};
        return new PlainScreen(System.in, out, people, Lab.plainColumns(), restore);
    }

    /** A terminal that is written to in lines, without the key for which Java tells of its threads; answers the way back. */
    private static Runnable plainWithoutQuit() {
        try {
            Pty pty = new JniTerminalProvider().current(SystemStream.Output);
            Attributes own = pty.getAttr();
            pty.setAttr(withoutQuit(own));
            return () -> {
                try {
                    pty.setAttr(own);
                } catch (IOException e) {
                    // The terminal is gone, and its settings with it.
                    return;
                }
            };
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            // No native code for this machine: the key does what it always does.
            return () -> {};
        }
    }

    private static Optional<Screen> editor(String type) {
        try {
            return Optional.of(
                    OSUtils.IS_WINDOWS
                            ? editor(windowsConsole(), () -> pending(System.in))
                            : editor(new JniTerminalProvider().current(SystemStream.Output), type));
        } catch (IOException | IllegalStateException | UnsupportedOperationException | UnsatisfiedLinkError e) {
            // A terminal of a type that nobody knows, or no native code for this machine: lines do.
            return Optional.empty();
        }
    }

    /** An editor on the terminal whose program side this is. */
    static Screen editor(Pty pty, String type) throws IOException {
        return editor(new SystemTerminal(pty, type, charset()), pending(pty));
    }

    /** Tells how many bytes wait to be read from the keyboard. */
    static IntSupplier pending(Pty pty) throws IOException {
        // JLine's own stream never tells that anything waits.
        InputStream keys =
                pty instanceof JniNativePty own ? new FileInputStream(own.getSlaveFD()) : pty.getSlaveInput();
        return () -> pending(keys);
    }

    private static Terminal windowsConsole() throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .provider("jni")
                .dumb(false)
                .encoding(charset())
                .nativeSignals(true)
                .build();
    }

    /** @param pending how many bytes wait to be read from the keyboard */
    private static Screen editor(Terminal terminal, IntSupplier pending) throws IOException {
        // Or lines are drawn with an old terminal's second set of characters, which many don't have.
        System.setProperty("org.jline.utils.disableAlternateCharset", "true");
        Attributes own = terminal.getAttributes();
        // The terminal gets its own settings back on close.
        terminal.setAttributes(withoutQuit(own));
        return new JLineScreen(terminal, own, style(terminal), pending);
    }

    /** Ctrl-\ would have Java write all its threads across the screen. */
    private static Attributes withoutQuit(Attributes own) {
        Attributes attributes = new Attributes(own);
        attributes.setControlChar(Attributes.ControlChar.VQUIT, 0);
        return attributes;
    }

    private static Charset charset() {
        return isUnicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    }

    private static int pending(InputStream keys) {
        try {
            return keys.available();
        } catch (IOException e) {
            return 0;
        }
    }

    private static Style style(Terminal terminal) {
        Integer colours = terminal.getNumericCapability(InfoCmp.Capability.max_colors);
        boolean refused =
                !Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty();
        return refused || colours == null || colours < 8 ? Style.PLAIN : Style.COLOUR;
    }

    /** Whether the locale's characters include the lab's marks; where nothing is said, as in containers, they mostly do. */
    static boolean isUnicode() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = Optional.ofNullable(System.getenv(name)).orElse("");
            if (!value.isEmpty()) {
                return value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return true;
    }
}
