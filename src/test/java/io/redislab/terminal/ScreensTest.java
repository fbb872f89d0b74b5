package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ScreensTest {
    /** Or each key of a paste is drawn, which takes minutes. */
    @Test
    void keysThatWaitAreCounted() throws IOException {
        Attributes raw = new Attributes();
        raw.setLocalFlag(LocalFlag.ICANON, false);
        try (JniNativePty pty = (JniNativePty) new JniTerminalProvider().open(raw, new Size(80, 24));
                OutputStream keyboard = pty.getMasterOutput()) {
            IntSupplier pending = Screens.pending(pty);
            assertEquals(0, pending.getAsInt());
            keyboard.write(new byte[] {'a', 'b', 'c'});
            keyboard.flush();
            // The system hands them over when it comes to it.
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                while (pending.getAsInt() < 3) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(3, pending.getAsInt());
        }
    }
}
