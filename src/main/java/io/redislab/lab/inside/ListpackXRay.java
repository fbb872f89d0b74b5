package io.redislab.lab.inside;

import io.redislab.engine.value.IntSet;
import io.redislab.engine.value.Listpack;

/** Draws what lies in one block of bytes: listpacks and sets of integers. */
final class ListpackXRay {
    private static final int SHOWN = 24;
    private static final int SHOWN_BYTES = 12;

    private final Drawing drawing;

    ListpackXRay(Drawing drawing) {
        this.drawing = drawing;
    }

    /** @param together how many elements belong together: 2 for pairs */
    void draw(Listpack pack, int together) {
        byte[] bytes = pack.toBytes();
        drawing.line("one block of " + Drawing.bytes(bytes.length) + ", "
                + Drawing.count(pack.count(), "element", "elements") + ", read from the start each time");
        drawing.line(row(0, bytes, 6, "length and number of elements"));
        int shown = 0;
        int p = pack.first();
        while (p != Listpack.NONE && shown < SHOWN) {
            int next = pack.next(p);
            int end = next == Listpack.NONE ? bytes.length - 1 : next;
            boolean first = shown % together == 0;
            drawing.line(row(p, bytes, end, (first || together == 1 ? "" : "  ") + element(pack, p)));
            shown++;
            p = next;
        }
        if (p != Listpack.NONE) {
            drawing.line("       … " + Drawing.count(pack.count() - (long) shown, "element", "elements") + " more");
        } else {
            drawing.line(row(bytes.length - 1, bytes, bytes.length, "end"));
        }
    }

    private static String element(Listpack pack, int p) {
        return pack.isInteger(p) ? pack.integer(p) + "  as a number" : "\"" + Drawing.shown(pack.get(p), 30) + "\"";
    }

    private static String row(int offset, byte[] bytes, int end, String what) {
        int shownEnd = Math.min(end, offset + SHOWN_BYTES);
        String hex = Drawing.hex(bytes, offset, shownEnd) + (shownEnd < end ? " …" : "");
        return pad(String.valueOf(offset), 6, true) + "  " + pad(hex, SHOWN_BYTES * 3 + 2, false) + what;
    }

    private static String pad(String text, int width, boolean left) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return left ? blanks + text : text + blanks;
    }

    void draw(IntSet ints) {
        byte[] bytes = ints.toBytes();
        int width = ints.size() == 0 ? 2 : (bytes.length - 8) / ints.size();
        drawing.line(
                "one block of " + Drawing.bytes(bytes.length) + ": " + Drawing.count(ints.size(), "integer", "integers")
                        + " of " + 8 * width + " bits, sorted; a member is found by halving, in "
                        + Drawing.count(Math.max(1, 32 - Integer.numberOfLeadingZeros(ints.size())), "look", "looks"));
        drawing.line(row(0, bytes, 4, "width of an integer, in bytes"));
        drawing.line(row(4, bytes, 8, "how many there are"));
        int shown = Math.min(ints.size(), SHOWN);
        for (int i = 0; i < shown; i++) {
            drawing.line(row(8 + i * width, bytes, 8 + (i + 1) * width, String.valueOf(ints.get(i))));
        }
        if (shown < ints.size()) {
            drawing.line("       … " + Drawing.count(ints.size() - shown, "integer", "integers") + " more");
        }
        if (width < 8) {
            drawing.line("one number that needs more than " + 8 * width + " bits makes all of them wider");
        }
    }
}
