package io.redislab.terminal;

import java.io.IOException;
import java.nio.charset.Charset;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.spi.Pty;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;

/**
 * The terminal that the program was started in. What the usual terminals can do is known here, as far as the editor asks
 * for it: JLine would run the program infocmp, or read a long text with regular expressions, which takes longer than all
 * else at the start.
 */
class SystemTerminal extends PosixSysTerminal {
    private static final int COLOURS = 256;

    /** A capability, what it is in terminals like xterm, and in those like screen where that differs: - for nothing. */
    private static final String STRINGS = """
        back_tab \\E[Z
        bell ^G
        carriage_return ^M
        change_scroll_region \\E[%i%p1%d;%p2%dr
        clear_screen \\E[H\\E[2J \\E[H\\E[J
        clr_eol \\E[K
        clr_eos \\E[J
        cursor_address \\E[%i%p1%d;%p2%dH
        cursor_down ^J
        cursor_left ^H
        cursor_right \\E[C
        cursor_up \\E[A \\EM
        delete_character \\E[P
        delete_line \\E[M
        enter_alt_charset_mode \\E(0 ^N
        exit_alt_charset_mode \\E(B ^O
        flash_screen \\E[?5h$<100/>\\E[?5l \\Eg
        insert_line \\E[L
        key_backspace ^H
        key_btab \\E[Z
        key_dc \\E[3~
        key_down \\EOB
        key_end \\EOF \\E[4~
        key_f1 \\EOP
        key_f10 \\E[21~
        key_f11 \\E[23~
        key_f12 \\E[24~
        key_f2 \\EOQ
        key_f3 \\EOR
        key_f4 \\EOS
        key_f5 \\E[15~
        key_f6 \\E[17~
        key_f7 \\E[18~
        key_f8 \\E[19~
        key_f9 \\E[20~
        key_home \\EOH \\E[1~
        key_ic \\E[2~
        key_left \\EOD
        key_npage \\E[6~
        key_ppage \\E[5~
        key_right \\EOC
        key_up \\EOA
        keypad_local \\E[?1l\\E>
        keypad_xmit \\E[?1h\\E=
        parm_dch \\E[%p1%dP
        parm_delete_line \\E[%p1%dM
        parm_down_cursor \\E[%p1%dB
        parm_ich \\E[%p1%d@
        parm_insert_line \\E[%p1%dL
        parm_left_cursor \\E[%p1%dD
        parm_right_cursor \\E[%p1%dC
        parm_up_cursor \\E[%p1%dA
        restore_cursor \\E8
        save_cursor \\E7
        user6 \\E[%i%d;%dR -
        user7 \\E[6n -
        key_mouse \\E[M
        set_a_foreground \\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m
        """;

    /** Opens the terminal behind a pseudo-terminal's program side. */
    SystemTerminal(Pty pty, String type, Charset encoding) throws IOException {
        super("redislab", type, pty, encoding, false, SignalHandler.SIG_DFL);
        // Or Java prints what all its threads do.
        Signals.registerDefault(Signal.QUIT.name());
    }

    @Override
    protected void parseInfoCmp() {
        boolean xterm = type.startsWith("xterm");
        if (!xterm && !type.startsWith("screen") && !type.startsWith("tmux")) {
            super.parseInfoCmp();
            return;
        }
        bools.add(Capability.auto_right_margin);
        bools.add(Capability.eat_newline_glitch);
        if (xterm) {
            bools.add(Capability.back_color_erase);
        }
        ints.put(Capability.columns, 80);
        ints.put(Capability.lines, 24);
        ints.put(Capability.max_colors, COLOURS);
        for (int from = 0; from < STRINGS.length(); ) {
            int end = STRINGS.indexOf('\n', from);
            add(STRINGS.substring(from, end), xterm);
            from = end + 1;
        }
    }

    private void add(String line, boolean xterm) {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        String value = second < 0 || xterm
                ? line.substring(first + 1, second < 0 ? line.length() : second)
                : line.substring(second + 1);
        if (!value.equals("-")) {
            strings.put(Capability.valueOf(line.substring(0, first)), value);
        }
    }
}
