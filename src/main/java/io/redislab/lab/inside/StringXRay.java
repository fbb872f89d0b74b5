package io.redislab.lab.inside;

import io.redislab.engine.value.StringValue;
import java.nio.charset.StandardCharsets;

/** Draws a string: as bytes, as a grid of bits, and as registers when it is a HyperLogLog. */
final class StringXRay {
    private static final int SHOWN_BYTES = 64;
    private static final int BITS_A_ROW = 64;
    private static final int BIT_ROWS = 8;
    private static final int REGISTERS = 16384;
    private static final int HEADER = 16;

    private final Drawing drawing;

    StringXRay(Drawing drawing) {
        this.drawing = drawing;
    }

    void draw(StringValue string) {
        byte[] bytes = string.bytes();
        if (string.isInt()) {
            drawing.line("the number " + string.number() + ", in 8 bytes; its text has " + bytes.length);
            return;
        }
        drawing.line(Drawing.count(bytes.length, "byte", "bytes") + " of text");
        if (isHyperLogLog(bytes)) {
            hyperLogLog(bytes);
            return;
        }
        for (int at = 0; at < Math.min(bytes.length, SHOWN_BYTES); at += 16) {
            int end = Math.min(bytes.length, at + 16);
            String hex = Drawing.hex(bytes, at, end);
            drawing.line(String.format(java.util.Locale.ROOT, "%6d  %-48s %s", at, hex, ascii(bytes, at, end)));
        }
        if (bytes.length > SHOWN_BYTES) {
            drawing.line("        … " + Drawing.bytes((long) bytes.length - SHOWN_BYTES) + " more");
        }
        bits(bytes);
    }

    private static String ascii(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
        return out.toString();
    }

    private void bits(byte[] bytes) {
        long set = 0;
        for (byte b : bytes) {
            set += Integer.bitCount(b & 255);
        }
        drawing.line("as bits: " + Drawing.grouped(set) + " of " + Drawing.grouped(8L * bytes.length) + " are set");
        int rows = 0;
        boolean skipped = false;
        for (int at = 0; at < bytes.length && rows < BIT_ROWS; at += BITS_A_ROW / 8) {
            int end = Math.min(bytes.length, at + BITS_A_ROW / 8);
            StringBuilder row = new StringBuilder();
            boolean any = false;
            for (int i = at; i < end; i++) {
                for (int bit = 7; bit >= 0; bit--) {
                    boolean on = (bytes[i] >> bit & 1) == 1;
                    any |= on;
                    row.append(on ? '█' : '·');
                }
            }
            if (any || bytes.length <= BITS_A_ROW) {
                drawing.line(String.format(java.util.Locale.ROOT, "%8d  %s", 8L * at, row));
                rows++;
            } else {
                skipped = true;
            }
        }
        if (skipped || (long) rows * BITS_A_ROW / 8 < bytes.length) {
            drawing.line("          rows without a set bit, and those after these, are left out");
        }
    }

    static boolean isHyperLogLog(byte[] bytes) {
        return bytes.length > HEADER
                && new String(bytes, 0, 4, StandardCharsets.ISO_8859_1).equals("HYLL")
                && bytes[4] <= 1;
    }

    private void hyperLogLog(byte[] bytes) {
        int[] registers = bytes[4] == 0 ? dense(bytes) : sparse(bytes);
        int[] histogram = new int[64];
        for (int value : registers) {
            histogram[value]++;
        }
        drawing.line("a HyperLogLog: 16,384 registers of 6 bits, stored " + (bytes[4] == 0 ? "dense" : "sparse")
                + ((bytes[15] & 0x80) == 0 ? ", with the last count beside them" : ", the last count is out of date"));
        drawing.line(Drawing.count(REGISTERS - (long) histogram[0], "register is", "registers are")
                + " not 0; each holds the longest run of zero bits that was seen:");
        int most = 1;
        for (int i = 1; i < histogram.length; i++) {
            most = Math.max(most, histogram[i]);
        }
        for (int i = 1; i < histogram.length; i++) {
            if (histogram[i] > 0) {
                int bar = Math.max(1, (int) ((drawing.width() - 24L) * histogram[i] / most));
                drawing.line(String.format(
                        java.util.Locale.ROOT, "%6d  %-6s %s", i, Drawing.grouped(histogram[i]), "█".repeat(bar)));
            }
        }
    }

    private static int[] dense(byte[] bytes) {
        int[] registers = new int[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            int bit = i * 6;
            int at = HEADER + bit / 8;
            int low = at < bytes.length ? bytes[at] & 255 : 0;
            int high = at + 1 < bytes.length ? bytes[at + 1] & 255 : 0;
            registers[i] = (low | high << 8) >> bit % 8 & 63;
        }
        return registers;
    }

    /** Runs of zeros in one or two bytes, and runs of up to four equal values from 1 to 32 in one. */
    private static int[] sparse(byte[] bytes) {
        int[] registers = new int[REGISTERS];
        int register = 0;
        for (int i = HEADER; i < bytes.length && register < REGISTERS; i++) {
            int b = bytes[i] & 255;
            if (b < 0x40) {
                register += b + 1;
            } else if (b < 0x80) {
                int next = i + 1 < bytes.length ? bytes[++i] & 255 : 0;
                register += ((b & 63) << 8 | next) + 1;
            } else {
                for (int run = (b & 3) + 1; run > 0 && register < REGISTERS; run--) {
                    registers[register++] = (b >> 2 & 31) + 1;
                }
            }
        }
        return registers;
    }
}
