package io.redislab.lab.inside;

import io.redislab.engine.value.Dict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Draws a hash table with its buckets, and both tables while it is being resized. */
final class TableXRay {
    private static final int SHOWN = 16;

    private final Drawing drawing;
    private final Dict table;
    private final IntFunction<String> label;

    /** @param label of an entry */
    TableXRay(Drawing drawing, Dict table, IntFunction<String> label) {
        this.drawing = drawing;
        this.table = table;
        this.label = label;
    }

    void draw(byte[] element) {
        drawing.line("hash table: " + Drawing.count(table.size(), "element", "elements") + " in "
                + Drawing.count(table.bucketCount(0), "bucket", "buckets")
                + (table.isRehashing()
                        ? ", moving bucket by bucket to " + Drawing.count(table.bucketCount(1), "bucket", "buckets")
                                + " (" + table.movedBuckets() + " are empty by now)"
                        : ""));
        drawing.line("longest chain: " + longest() + " · an element is found by its hash in one bucket");
        if (element.length > 0) {
            way(element);
        }
        for (int which = 0; which < (table.isRehashing() ? 2 : 1); which++) {
            buckets(which);
        }
    }

    private int longest() {
        int longest = 0;
        for (int which = 0; which < 2; which++) {
            for (int i = 0; i < table.bucketCount(which); i++) {
                longest = Math.max(longest, table.chainLength(which, i));
            }
        }
        return longest;
    }

    private void way(byte[] element) {
        int hash = Dict.hash(element);
        for (int which = 0; which < 2; which++) {
            if (table.bucketCount(which) > 0) {
                int bucket = hash & table.bucketCount(which) - 1;
                int[] chain = table.chain(which, bucket);
                for (int i = 0; i < chain.length; i++) {
                    if (Arrays.equals(table.key(chain[i]), element)) {
                        drawing.line(Drawing.shown(element, 20) + ": hash " + Integer.toHexString(hash) + " → bucket "
                                + bucket + ", place " + (i + 1) + " of its chain");
                        return;
                    }
                }
            }
        }
        drawing.line(Drawing.shown(element, 20) + ": hash " + Integer.toHexString(hash) + " → not in its bucket");
    }

    private void buckets(int which) {
        int shown = 0;
        int number = table.bucketCount(which);
        for (int i = 0; i < number && shown < SHOWN; i++) {
            List<String> names = new ArrayList<>();
            for (int entry : table.chain(which, i)) {
                names.add(label.apply(entry));
            }
            if (!names.isEmpty() || number <= SHOWN) {
                drawing.line((which == 0 ? "  [" : "  new [") + i + "] "
                        + (names.isEmpty() ? "·" : String.join(" → ", names)));
                shown++;
            }
        }
        if (number > SHOWN) {
            drawing.line("  … the filled ones of " + Drawing.grouped(number) + " buckets, from the first");
        }
    }
}
